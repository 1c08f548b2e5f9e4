"""Kept files that nobody named: found, and taken away without ever taking one that is being named.

Whoever keeps a file, or sends a form again that holds one, makes it fresh first and names it within
the same request. A file is only taken when it has been lying for as long as no form lives, and in
two steps: a rename moves it out of reach, and then its age and its name are asked once more.
Somebody who made it fresh before the rename is seen then, and the file goes back; whoever comes
after the rename finds no file and says so before anything is recorded. What a crash leaves between
the steps goes back the next time.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Text, cast, exists, or_, select

from app.store.desk_tables import ProposalRow
from app.store.engine import Connection, Database
from app.store.files import FILES, place_of, told_in_words
from app.store.outbox import DEAD, OUTBOX, WAITING
from app.store.tables import EventRow, table_of

EVENTS, PROPOSALS = table_of(EventRow), table_of(ProposalRow)
_MARK, _APART = ".looked", "forgotten-"
_AT_ONCE = 500  # hashes asked for in one query


def forget(database: Database, folder: Path, *, before: datetime) -> int:
    """Remove what was received before an instant and never named; how many files went.

    Only when nobody looked since that instant: once a day for an instant a day ago. A database that
    knows no file at all judges none: it may be another installation's.

    Raises:
        DatabaseNotReady: when the database, or the folder, is out of reach.
    """
    oldest = before.timestamp()
    with told_in_words(folder):
        if not _is_time(folder, oldest) or not _knows_files(database):
            return 0
        _looked(folder)
        for apart in (folder / "incoming").glob(f"{_APART}*"):
            _put_back(folder, apart)
        taken = [
            _take(database, folder, path, oldest) for path in _old_unnamed(database, folder, oldest)
        ]
        return sum(taken) + sum(_removed(path) for path in _old(folder / "incoming", oldest))


def _is_time(folder: Path, oldest: float) -> bool:
    mark = folder / _MARK
    return folder.is_dir() and not (mark.exists() and mark.stat().st_mtime >= oldest)


def _looked(folder: Path) -> None:
    (folder / _MARK).touch()


def _knows_files(database: Database) -> bool:
    with database.reading() as connection:
        return bool(connection.scalar(select(exists().select_from(FILES))))


def _old_unnamed(database: Database, folder: Path, oldest: float) -> list[Path]:
    paths = [path for shelf in folder.glob("[0-9a-f][0-9a-f]/*") for path in _old(shelf, oldest)]
    found: list[Path] = []
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        with database.reading() as connection:
            known = named(connection, [path.name for path in some])
        found += [path for path in some if path.name not in known]
    return found


def named(connection: Connection, hashes: Sequence[str]) -> frozenset[str]:
    """Those of some hashes that an event, a proposal or an unsent message names, or once named."""
    noted = set(connection.scalars(select(FILES.c.sha256).where(FILES.c.sha256.in_(hashes))))
    rest = [each for each in hashes if each not in noted]
    asked = PROPOSALS.c.evidence_file
    noted |= set(connection.scalars(select(asked).where(asked.in_(rest))) if rest else ())
    return frozenset(
        noted | {each for each in rest if each not in noted and _said(connection, each)}
    )


def _said(connection: Connection, sha256: str) -> bool:
    # A message that is given up may be sent again once somebody has mended what stood in its way.
    unsent, files = OUTBOX.c.state.in_([WAITING, DEAD]), cast(OUTBOX.c.attachments, Text)
    goes_with = exists().where(unsent, files.contains(sha256))
    # A journal read in from elsewhere names files that no form of ours brought.
    told = exists().where(EVENTS.c.data.contains(sha256))
    return bool(connection.scalar(select(or_(told, goes_with))))


def _take(database: Database, folder: Path, path: Path, oldest: float) -> bool:
    apart = folder / "incoming" / f"{_APART}{path.name}"
    apart.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        path.rename(apart)
    except FileNotFoundError:
        return False
    with database.reading() as connection:
        wanted = path.name in named(connection, [path.name])
        fresh = apart.exists() and apart.stat().st_mtime >= oldest
    if wanted or fresh:
        _put_back(folder, apart)
        return False
    return _removed(apart)


def _put_back(folder: Path, apart: Path) -> None:
    # Fresh, in case somebody kept the same content meanwhile and is about to name it.
    with suppress(FileNotFoundError):
        os.utime(apart)
        apart.replace(place_of(folder, apart.name.removeprefix(_APART)))


def _old(shelf: Path, oldest: float) -> Iterator[Path]:
    """The files of a folder that nobody touched since; none where there is no such folder."""
    if not shelf.is_dir():
        return
    with os.scandir(shelf) as lying:
        for one in lying:
            if one.is_file(follow_symlinks=False) and one.stat().st_mtime < oldest:
                yield Path(one.path)


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
