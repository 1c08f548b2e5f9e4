"""The letters of a run for the printer: joined by the hundred, each file made when it is asked for.

What is joined are the kept bytes: a hundred letters come to a few megabytes, whatever the run has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile

from app.errors import Unknown
from app.letters.joined import joined
from app.services.letter_papers import kept_content
from app.services.letter_runs import seen_by
from app.store import letter_runs as store
from app.store.engine import Database
from app.store.letter_runs import Outcome
from workflows.events import LetterKind
from workflows.officer import Officer
from workflows.words import LETTERS

EACH = 100  # letters in one file
CHUNK = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Print:
    """One file for the printer: the letters from `first` to `last` of the run, from 1."""

    part: int
    first: int
    last: int


def prints(database: Database, officer: Officer, number: int) -> tuple[Print, ...]:
    """The files a run can be printed by; letters in an office's own form are not among them.

    Raises:
        Unknown: when there is no such run, or it is somebody else's.
    """
    with database.reading() as connection:
        seen_by(connection, officer, number)
        count = store.printable(connection, number)
    return tuple(
        Print(part=part, first=start + 1, last=min(start + EACH, count))
        for part, start in enumerate(range(0, count, EACH), start=1)
    )


def printed(
    database: Database, folder: Path, officer: Officer, number: int, part: int
) -> Iterator[bytes]:
    """One of these files, piece by piece; it is whole before the first piece comes.

    Raises:
        Unknown: when there is no such file, or the folder has lost or changed a letter.
        BadInput: naming a letter that cannot be joined.
    """
    with database.reading() as connection:
        run = seen_by(connection, officer, number)
        skip = (part - 1) * EACH
        letters = store.prints(connection, number, skip=skip, most=EACH) if part > 0 else []
    if not letters:
        raise Unknown("part", f"lượt cấp số {number} không có tệp in thứ {part}")
    pieces = _pieces(folder, run.kind, letters)
    # The first piece comes once the file is whole: what is wrong is said before anything is sent.
    return chain([next(pieces)], pieces)


def _pieces(folder: Path, kind: LetterKind, letters: Sequence[Outcome]) -> Iterator[bytes]:
    named = ((f"{LETTERS[kind]} số {one.number}", one.file or "") for one in letters)
    with TemporaryFile() as out:
        joined(((called, kept_content(folder, sha, called)) for called, sha in named), out)
        out.seek(0)
        while piece := out.read(CHUNK):
            yield piece
