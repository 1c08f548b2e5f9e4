"""Letters of one kind for many cases: ordered once, issued part by part, printed together.

    begin(database, press, kind, codes) -> the run's number
    carry_on(database, folder, number, *, clock, most) -> Progress, as often as some cases wait
    to_the_end(database, folder, number, *, clock) to the end

`begin` only writes down which cases want a letter. They then get theirs a few to a transaction,
with the result of each, so that a crash loses nothing and doubles nothing: whoever goes on finds
the cases that wait. One that cannot have its letter is named and holds up no other.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import BadInput, Refused, Unknown
from app.services.act import Press, must_have_key
from app.services.letter_rules import APART, ASKED, at_work
from app.services.letter_run_going import Going, known_run, next_part
from app.services.transacting import in_one
from app.store import letter_runs as store
from app.store.engine import Connection, Database
from app.store.letter_runs import Run
from workflows.events import LetterKind
from workflows.officer import Officer
from workflows.words import LETTERS

MOST = 100  # letters in one go
LARGEST = 5_000  # cases in one run
# One draws while the others wait for the disk. Threads: typst leaves the interpreter to those who
# number and record, and a process of its own would start as long as a hundred letters take.
_DRAWERS = 3
# What may come out otherwise when it is tried again.
AGAIN = ("changed", "refused")

RESULTS: Mapping[str, str] = {
    "issued": "đã cấp",
    "refused": "không cấp được",
    "changed": "vừa có người khác ghi",
}

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a run has come: cases by result, and those that wait."""

    number: int
    kind: LetterKind
    results: Mapping[str, int]
    waiting: int

    @property
    def total(self) -> int:
        """All cases of the run."""
        return self.waiting + self.done

    @property
    def done(self) -> int:
        """Those that have a result."""
        return sum(self.results.values())

    @property
    def open_again(self) -> int:
        """Those that may come out otherwise when they are tried again."""
        return sum(self.results.get(result, 0) for result in AGAIN)


Tell = Callable[[Progress], None]


def begin(database: Database, press: Press, kind: LetterKind, codes: Sequence[str]) -> int:
    """Write down which cases want a letter, once however often the form is sent.

    Args:
        database: where.
        press: who, with which form, when.
        kind: of letter.
        codes: the cases, at most `LARGEST`.

    Raises:
        BadInput: for no case or too many, a kind that is not issued so, or a bad key.
        Refused: for a key that was used by somebody else or for another kind.
        Unknown: for a case that the officer may not see.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    must_have_key(press)
    wanted = tuple(dict.fromkeys(codes))
    if not 0 < len(wanted) <= LARGEST:
        raise BadInput(f"hãy chọn từ 1 đến {LARGEST} hồ sơ", field="codes")
    if kind in APART:
        raise BadInput(f"không cấp {LETTERS[kind]} hàng loạt: {APART[kind]}", field="kind")
    if kind in ASKED:
        words = f"{LETTERS[kind]} phải ghi người ký cho từng hồ sơ; hãy cấp từ trang của hồ sơ"
        raise BadInput(words, field="kind")

    def work(connection: Connection) -> int:
        known = store.keyed(connection, press.key)
        if known is None:
            return _begun(connection, press, kind, wanted)
        if (known.by, known.kind) != (press.officer.login, kind):
            raise Refused("biểu mẫu này đã được ghi rồi; hãy mở lại trang", "key")
        return known.id

    return in_one(database, work)


def carry_on(
    database: Database,
    folder: Path,
    number: int,
    *,
    clock: Clock,
    most: int = MOST,
    officer: Officer | None = None,
) -> Progress:
    """Issue the next letters of a run; any number of processes may do so at once.

    Args:
        database: where.
        folder: the folder of files.
        number: the run.
        clock: tells the instant each part is dated, at its own beginning.
        most: how many letters.
        officer: who presses: the letters are issued in their name, and cases that are not theirs
            to issue are refused. None for whoever began the run.

    Raises:
        Unknown: when there is no such run.
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
    """
    with ThreadPoolExecutor(_DRAWERS) as drawers:
        going = Going(
            database=database, folder=folder, drawers=drawers, clock=clock, officer=officer
        )
        return _go_on(going, number, most)


def to_the_end(
    database: Database,
    folder: Path,
    number: int,
    *,
    clock: Clock,
    progress: Tell = lambda done: None,
) -> Progress:
    """Issue every letter of a run that waits.

    Raises:
        Unknown, DatabaseNotReady: as `carry_on`.
    """
    before, done = -1, progress_of(database, number)
    with ThreadPoolExecutor(_DRAWERS) as drawers:
        going = Going(database=database, folder=folder, drawers=drawers, clock=clock)
        # Important: what other processes hold is theirs to do; nobody waits for them here.
        while done.waiting and done.done > before:
            before = done.done
            done = _go_on(going, number, MOST)
            progress(done)
    return done


def progress_of(database: Database, number: int) -> Progress:
    """How far a run has come.

    Raises:
        Unknown: when there is no such run.
    """
    with database.reading() as connection:
        return _progress(known_run(connection, number), store.tally(connection, number))


def again(database: Database, officer: Officer, number: int) -> int:
    """Let the cases without a letter wait again; how many there were.

    Raises:
        Unknown: when there is no such run, or it is somebody else's.
    """
    with database.writing() as connection:
        seen_by(connection, officer, number)
        return store.reopen(connection, number, AGAIN)


def seen_by(connection: Connection, officer: Officer, number: int) -> Run:
    """A run of the officer's own, of somebody they stand for, or of which they work on every case.

    Whoever sits at the same desk goes on where a colleague's machine stood still.

    Raises:
        Unknown: for any other.
    """
    run = store.numbered(connection, number)
    own = run is not None and run.by in officer.logins
    if run is None or not (own or store.sees_whole(connection, at_work(officer), number)):
        raise Unknown("number", f"không có lượt cấp giấy tờ số {number}")
    return run


def unfinished(database: Database, by: str | None = None) -> list[int]:
    """The runs (of somebody, or of all) with cases that wait, oldest first."""
    with database.reading() as connection:
        found = store.newest(connection, None if by is None else [by], unfinished=True)
    return [run.id for run in found][::-1]


def _begun(connection: Connection, press: Press, kind: LetterKind, codes: Sequence[str]) -> int:
    seen = store.seen(connection, press.officer, codes)
    if unseen := next((code for code in codes if code not in seen), None):
        raise Unknown("case", f"không có hồ sơ {unseen}")
    login = press.officer.login
    number = store.insert_run(connection, key=press.key, by=login, made_at=press.now, kind=kind)
    store.enqueue(connection, number, codes)
    return number


def _go_on(going: Going, number: int, most: int) -> Progress:
    left = most
    while left > 0 and (issued := next_part(going, number)):
        left -= issued
    return progress_of(going.database, number)


def _progress(run: Run, results: Mapping[str | None, int]) -> Progress:
    told = {result: count for result, count in results.items() if result}
    waiting = results.get(None, 0)
    return Progress(number=run.id, kind=run.kind, results=told, waiting=waiting)
