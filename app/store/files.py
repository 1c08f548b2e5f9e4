"""Kept files, by the hash of their content: each content once, whole or not at all.

    <folder>/<first two digits>/<next two>/<sha256>      what is kept
    <folder>/incoming/                                   what is being received

The folder lies outside whatever the web server shows. A name comes into being by a rename, after
the content is on the disk, so a crash leaves at most a nameless remainder in `incoming`.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Executable, select

from app.errors import BadInput, DatabaseNotReady
from app.store.desk_tables import FileRow
from app.store.engine import Connection, dialect_of, why
from app.store.tables import table_of

FILES = table_of(FileRow)
CHUNK = 64 * 1024
MEGABYTE = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A kept file: hash, media type by content, size in bytes."""

    sha256: str
    media: str
    size: int


def keep(folder: Path, stream: BinaryIO, *, limit: int, judge: Callable[[Path], str]) -> Kept:
    """Keep what a stream gives.

    Args:
        folder: the folder of files.
        stream: read to its end, or to the limit.
        limit: the most bytes a file may have.
        judge: says the media type of a received file, or refuses it by raising.

    Raises:
        BadInput: for a file that is empty or too large; and whatever `judge` raises.
        DatabaseNotReady: when the folder cannot be written.
    """
    with told_in_words(folder), _incoming(folder) as (file, path):
        digest, size = _received(stream, file, limit)
        media = judge(path)
        _place(path, place_of(folder, digest))
    return Kept(sha256=digest, media=media, size=size)


def place_of(folder: Path, sha256: str) -> Path:
    """Where the content of a hash lies, or would lie.

    Raises:
        ValueError: for what is no hash; nothing else ever becomes part of a path.
    """
    if _DIGEST.fullmatch(sha256) is None:
        raise ValueError("not a SHA-256 in lower-case hexadecimal digits")
    return folder / sha256[:2] / sha256[2:4] / sha256


def used_again(folder: Path, sha256: str) -> bool:
    """Whether a kept file is there; if so it is as fresh as if it had just been kept."""
    try:
        os.utime(place_of(folder, sha256))
    except OSError:
        return False
    return True


def note(connection: Connection, kept: Kept, *, at: datetime) -> None:
    """Note a kept file; one known already stays as it is."""
    note_all(connection, [kept], at=at)


def note_all(connection: Connection, kept: Iterable[Kept], *, at: datetime) -> None:
    """The same for many, in one statement."""
    # In one order for everybody: two that note the same files never wait for each other.
    rows = [{**asdict(one), "stored_at": at} for one in sorted(kept, key=lambda it: it.sha256)]
    if rows:
        connection.execute(_noting(dialect_of(connection)), rows)


@cache
def _noting(dialect: Any) -> Executable:
    statement: Executable = dialect.insert(FILES).on_conflict_do_nothing()
    return statement


def known(connection: Connection, sha256: str) -> Kept | None:
    """What was noted of a kept file; None for a hash nobody noted."""
    row = connection.execute(select(FILES).where(FILES.c.sha256 == sha256)).first()
    return None if row is None else Kept(sha256=row.sha256, media=row.media, size=row.size)


@contextmanager
def _incoming(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file of a name nobody knows; gone at the end, unless it was moved away."""
    waiting = folder / "incoming"
    waiting.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=waiting)
    path = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield file, path
    finally:
        path.unlink(missing_ok=True)


def _received(stream: BinaryIO, file: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise BadInput(f"tệp lớn hơn {limit / MEGABYTE:g} MB; hãy quét lại với cỡ nhỏ hơn")
        digest.update(chunk)
        file.write(chunk)
    if not size:
        raise BadInput("tệp rỗng; hãy chọn tệp khác")
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _place(path: Path, target: Path) -> None:
    # Whoever keeps the same content at the same time renames the same bytes over it.
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.replace(target)
    for folder in target.parents[:3]:
        _sync(folder)


def _sync(folder: Path) -> None:
    """Make sure that a name outlives a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def told_in_words(folder: Path) -> Iterator[None]:
    """Say in our words when the folder of files cannot be written."""
    try:
        yield
    except OSError as error:
        raise DatabaseNotReady(f"không ghi được vào kho tệp {folder} ({why(error)})") from error
