"""Explanations: what offices are asked week by week, who has answered, and answering.

overview(database, officer, *, now) -> Overview
sheet_of(database, officer, place, *, now) -> Sheet
give_answers(database, officer, place, answers, *, now) -> Saved
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.errors import BadInput, Refused, Unknown, WriteConflict
from app.lists.people import names_of
from app.services.explainers import answers_for
from app.store.engine import Connection, Database
from app.store.explanations import (
    Answer,
    Asked,
    Tally,
    codes_seen,
    give,
    lines_numbered,
    lines_of_round,
    round_at,
    rounds,
)
from app.store.retry import tried
from app.store.scope import subtree
from app.store.setup import Setup, read_setup
from app.store.visible import AND_BELOW
from sla.zone import day_number, day_of, local_date
from workflows.officer import Officer

TRIES = 3
WEEKS = 8
LONGEST = 1_000  # letters of an answer
AT_ONCE = 200  # answers in one transaction, for which others wait
MOST = 4_000  # rounds on one page
CAUSES: Mapping[str, str] = {
    "unrecorded": "Quên ghi bước",
    "overload": "Quá tải",
    "other_office": "Chờ cơ quan khác",
    "citizen": "Công dân chậm",
    "system": "Lỗi hệ thống",
    "other": "Khác",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The rounds of the last weeks at the offices somebody leads or oversees.

    Attributes:
        weeks: their Mondays, newest first.
        offices: code and name of those with any round.
        cells: the rounds by office and Monday.
        open: those still wanting answers, the longest due first.
        own: the offices for which one may answer.
        cut: there are older rounds than these; MOST are shown.
        notices: what must stand beside anything shown of the offices' cases.
    """

    weeks: tuple[date, ...]
    offices: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, date], Tally]
    open: tuple[Tally, ...]
    own: frozenset[str]
    cut: bool
    notices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A case to be explained, in words.

    Attributes:
        linked: whether one may open the case.
        who: the name of whoever has answered.
    """

    asked: Asked
    procedure: str
    step: str | None
    linked: bool
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """What an office was asked of one week, with the answers; `mine` for whoever may answer."""

    tally: Tally
    office: str
    lines: tuple[Line, ...]
    mine: bool
    notices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Which sheet: of an office, and a week by its Monday."""

    agency: str
    week: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """What came of answers: how many were written, and the lines at which somebody was first."""

    written: int
    overtaken: frozenset[int] = frozenset()


def overview(database: Database, officer: Officer, *, now: datetime) -> Overview:
    """The rounds of the offices somebody leads or oversees."""
    today = local_date(now)
    with database.reading() as connection:
        setup, places = read_setup(connection), overseen(connection, officer)
        found = rounds(connection, places, since=first_week(today), most=MOST + 1)
        cut, found = len(found) > MOST, found[:MOST]
        wanting = {one.round.agency for one in found if one.missing}
        own = answers_for(connection, officer, wanting, setup, on=today)
    return Overview(
        weeks=tuple(sorted({one.round.week_start for one in found}, reverse=True)),
        offices=_named(setup, {one.round.agency for one in found}),
        cells={(one.round.agency, one.round.week_start): one for one in found},
        open=tuple(sorted((one for one in found if one.missing), key=_pressing)),
        own=own,
        cut=cut,
        notices=notices_of(setup, places),
    )


def first_week(day: date) -> date:
    """The Monday of the oldest week that is still shown on a day."""
    return day_of(day_number(day) - day.weekday() - 7 * WEEKS)


def sheet_of(database: Database, officer: Officer, place: Place, *, now: datetime) -> Sheet:
    """What an office was asked of a week.

    Raises:
        Unknown: for a round that is not there, or not for the officer to see.
    """
    with database.reading() as connection:
        tally, setup = _round(connection, officer, place), read_setup(connection)
        lines = lines_of_round(connection, tally.round.id)
        seen = codes_seen(connection, officer, tally.round.id)
        own = answers_for(connection, officer, [place.agency], setup, on=local_date(now))
        logins = {line.answered_by for line in lines if line.answered_by}
        names = names_of(connection, logins)
    return Sheet(
        tally=tally,
        office=setup.agency(place.agency).name,
        lines=tuple(shown(line, setup, names, linked=line.case_code in seen) for line in lines),
        mine=place.agency in own,
        notices=notices_of(setup, [place.agency]),
    )


def give_answers(
    database: Database,
    officer: Officer,
    place: Place,
    answers: Sequence[Answer],
    *,
    now: datetime,
) -> Saved:
    """Write answers; where somebody else was first at a line theirs stays, and is told.

    The same answers sent twice are written once.

    Raises:
        Unknown: for a round that is not there, or not for the officer to see.
        Refused: for whoever does not answer for the office.
        BadInput: for an answer that cannot be kept, or to no line of the round, or for too many.
    """
    if len(answers) > AT_ONCE:
        raise BadInput(f"mỗi lần chỉ ghi được {AT_ONCE} dòng")
    for answer in answers:
        checked(answer)
    # Important: rights and the round are read before the write lock, for which others wait.
    with database.reading() as connection:
        number = _round(connection, officer, place).round.id
        setup, day = read_setup(connection), local_date(now)
        if not answers_for(connection, officer, [place.agency], setup, on=day):
            raise Refused(
                "chỉ lãnh đạo của đơn vị, hoặc người theo dõi cấp trên khi đơn vị không có "
                "lãnh đạo, mới giải trình được cho đơn vị"
            )

    def attempt() -> Saved:
        with database.writing() as connection:
            lines = lines_numbered(connection, number, {one.line for one in answers})
            return _given(connection, officer, lines, answers, now)

    return tried(attempt, times=TRIES, on=(WriteConflict,))


def checked(answer: Answer) -> None:
    """Look whether an answer can be kept.

    Raises:
        BadInput: naming the field by the line's number.
    """
    if answer.cause not in CAUSES:
        raise BadInput("hãy chọn nguyên nhân", field=f"cause-{answer.line}")
    if answer.cause == "other" and not answer.text:
        raise BadInput("nguyên nhân “Khác” phải ghi rõ", field=f"text-{answer.line}")
    if answer.text is not None and len(answer.text) > LONGEST:
        words = f"dài {len(answer.text)} ký tự, nhiều nhất là {LONGEST}"
        raise BadInput(words, field=f"text-{answer.line}")


def _given(
    connection: Connection,
    officer: Officer,
    lines: Mapping[int, Asked],
    answers: Iterable[Answer],
    now: datetime,
) -> Saved:
    written, overtaken = 0, set[int]()
    # In the order of their numbers, so that two savers never wait for each other.
    for answer in sorted(answers, key=lambda one: one.line):
        if (line := lines.get(answer.line)) is None:
            raise BadInput("có dòng không thuộc phiếu này; hãy mở lại phiếu")
        if (line.cause, line.text) == (answer.cause, answer.text):
            continue
        if give(connection, answer, by=officer.login, now=now):
            written += 1
        else:
            overtaken.add(answer.line)
    return Saved(written=written, overtaken=frozenset(overtaken))


def overseen(connection: Connection, officer: Officer) -> list[str]:
    """The offices whose explanations an officer reads, in order; at most one query."""
    tops = officer.agencies(*AND_BELOW)
    return sorted(connection.scalars(subtree(tops))) if tops else []


def shown(line: Asked, setup: Setup, names: Mapping[str, str], *, linked: bool) -> Line:
    """A line in words; the codes where the setup does not know these any more."""
    try:
        day, version = local_date(line.arrived_at), line.procedure_version
        rules = setup.procedure(line.procedure, on=day, version=version)[1]
    except Unknown:
        rules = None
    step = rules.step(line.step) if rules and line.step else None
    by = line.answered_by or ""
    return Line(
        asked=line,
        procedure=rules.name if rules else line.procedure,
        step=step.name if step else line.step,
        linked=linked,
        who=names.get(by, by),
    )


def notices_of(setup: Setup, places: Iterable[str]) -> tuple[str, ...]:
    """What must stand beside anything shown of some offices' cases."""
    notices = (setup.agency(code).notice for code in places if code in setup.agencies)
    return tuple(dict.fromkeys(filter(None, notices)))


def _round(connection: Connection, officer: Officer, place: Place) -> Tally:
    found = None
    if place.agency in overseen(connection, officer):
        found = round_at(connection, place.agency, place.week)
    if found is None:
        raise Unknown("week", "không có phiếu giải trình này")
    return found


def _named(setup: Setup, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    known = ((code, setup.agencies[code].name) for code in codes if code in setup.agencies)
    return tuple(sorted(known, key=lambda pair: pair[0]))


def _pressing(one: Tally) -> tuple[datetime, str]:
    return one.round.due_at, one.round.agency
