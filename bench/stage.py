"""What a part of the bench stands on: its scale, a folder, a PostgreSQL, a province full of cases.

A `Stage` is opened once for the whole run; server and province are made when the first part asks
and shared by all: read there, and write only into `database()` or `own_province()`.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import URL, NullPool, create_engine, make_url

from app.store.engine import dispose_all
from app.store.schema import upgrade
from bench.protocol import NotRun
from tests import databases

ROOT = Path(__file__).resolve().parents[1]
MOTCUA = (sys.executable, "-m", "app.cli")
# A province that is there already, filled by `motcua import` and analysed; it is taken for the size
# that it has. Copies of it are made on its own server.
PROVINCE_VARIABLE = "MOTCUA_BENCH_PROVINCE"
SEED = 7
# The server waits for its disk, as in an office; memory as the guide for administrators advises.
SETTINGS = ("shared_buffers=1GB", "work_mem=64MB", "jit=off", "max_wal_size=8GB")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """How much is measured: cases of the province, and rounds of a comparison."""

    name: str
    cases: int
    rounds: int
    agencies: int = 240


SCALES: Mapping[str, Scale] = {
    "small": Scale(name="small", cases=1_000, rounds=2, agencies=12),
    "medium": Scale(name="medium", cases=100_000, rounds=5),
    "full": Scale(name="full", cases=1_000_000, rounds=5),
}


@dataclass(kw_only=True)
class Stage:
    """What the parts of one run share; made by `staged`."""

    scale: Scale
    folder: Path
    rest: ExitStack
    _admin: URL | None = None
    _provinces: dict[int, str] = field(default_factory=dict)
    _missing: dict[str, Exception] = field(default_factory=dict)

    @property
    def small(self) -> bool:
        """Whether this only shows that the harness works."""
        return self.scale.name == "small"

    @property
    def rounds(self) -> int:
        """How often each comparison is repeated after its warm-up."""
        return self.scale.rounds

    def by_scale(self, small: int, medium: int, full: int | None = None) -> int:
        """Choose a number by the scale; without one for `full`, that of `medium`."""
        chosen = {"small": small, "medium": medium, "full": medium if full is None else full}
        return chosen[self.scale.name]

    def have(self, module: str) -> bool:
        """Whether a peer is installed."""
        return importlib.util.find_spec(module) is not None

    def say(self, words: str) -> None:
        """Tell the person at the terminal what goes on."""
        print(f"    {words}", file=sys.stderr, flush=True)

    def postgres(self) -> URL:
        """Return the admin database of a server that waits for its disk, started on first use.

        Raises:
            NotRun: where there is no PostgreSQL.
        """
        self._fail_again("postgres")
        if self._admin is None:
            try:
                self._admin = self.rest.enter_context(_server())
            except databases.NoPostgres as missing:
                fault = self._remembered("postgres", NotRun(f"no PostgreSQL: {missing}"))
                raise fault from missing
        return self._admin

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the address of a new database with our empty tables, and drop it afterwards."""
        with self.bare_database() as address:
            upgrade(address)
            yield address

    @contextmanager
    def bare_database(self) -> Iterator[str]:
        """Give the address of a new database with nothing in it, and drop it afterwards."""
        with databases.database(self.postgres()) as url:
            yield databases.text_of(url)

    def province(self, cases: int | None = None) -> str:
        """Return the address of a database of `scale.cases` simulated cases, only to be read.

        Args:
            cases: another size, for a table of growth; each size is made once.

        Raises:
            NotRun: without PostgreSQL.
            RuntimeError: when our own program could not make the cases.
        """
        size = self.scale.cases if cases is None else cases
        self._fail_again(f"province of {size}")
        if size not in self._provinces:
            self._provinces[size] = self._named(size) or self._made(size)
        return self._provinces[size]

    @contextmanager
    def own_province(self, cases: int | None = None) -> Iterator[str]:
        """Give a copy of the province to write into; nobody may be reading the other meanwhile."""
        original = make_url(self.province(cases))
        # Connections that a pool keeps open would forbid the copy.
        dispose_all()
        admin = original.set(database="postgres")
        with databases.database(admin, template=str(original.database)) as url:
            yield databases.text_of(url)

    def _named(self, cases: int) -> str | None:
        """Return the province that is there already, when it has so many cases."""
        address = os.environ.get(PROVINCE_VARIABLE)
        if not address or _cases_in(address) != cases:
            return None
        return address

    def _made(self, cases: int) -> str:
        url = self.rest.enter_context(databases.database(self.postgres()))
        upgrade(databases.text_of(url))
        journal, pack = self.folder / "province.jsonl.gz", self.folder / "province.yaml"
        agencies = min(self.scale.agencies, max(cases // 50, 12))
        self.say(f"making a province: {cases:,} cases of {agencies} agencies")
        sizes = {"agencies": agencies, "cases": cases, "seed": SEED}
        options = [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
        try:
            self._motcua(url, "simulate", *options, "-o", str(journal), "--pack", str(pack))
            self._motcua(url, "load", str(pack))
            self._motcua(url, "import", str(journal))
        except RuntimeError as fault:
            raise self._remembered(f"province of {cases}", fault) from None
        databases.execute(url, "VACUUM ANALYZE")
        return databases.text_of(url)

    def _motcua(self, url: URL, *words: str) -> None:
        self.say(f"motcua {words[0]}")
        environ = {**os.environ, "MOTCUA_DATABASE_URL": databases.text_of(url)}
        done = subprocess.run(
            [*MOTCUA, *words], cwd=ROOT, env=environ, capture_output=True, text=True
        )
        if done.returncode:
            last = (done.stderr or done.stdout).strip().rpartition("\n")[2]
            raise RuntimeError(f"motcua {words[0]}: {last}")

    def _remembered(self, what: str, fault: Exception) -> Exception:
        # What failed once is not tried again by each part.
        self._missing[what] = fault
        return fault

    def _fail_again(self, what: str) -> None:
        if what in self._missing:
            raise self._missing[what]


@contextmanager
def staged(scale: Scale) -> Iterator[Stage]:
    """Open a stage, and take down all that was put up on it, whatever happens."""
    with (
        tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder,
        ExitStack() as rest,
    ):
        yield Stage(scale=scale, folder=Path(folder), rest=rest)


@contextmanager
def _server() -> Iterator[URL]:
    # Important: the tests' server does not wait for its disk, which would flatter everybody.
    # Nor is it a server named for the tests, of which nobody knows whether it waits.
    with patch.object(databases, "HASTE", SETTINGS), databases.server({}) as admin:
        yield admin


def _cases_in(address: str) -> int:
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one())
