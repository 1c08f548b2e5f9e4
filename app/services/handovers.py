"""Files that are to be handed over, the lists they go with, and the lists that await somebody.

Which files lie with an officer is read from the log (`workflows.handing`); a list is issued by
`app.services.letter_handover`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from app.errors import Unknown
from app.lists.asked import values
from app.lists.handovers import (
    HANDS,
    HandoverList,
    ListKey,
    Taker,
    in_hands,
    lists_awaiting,
    lists_made,
    people,
)
from app.services.bulk import MOST
from app.services.letter_drawing import Paper
from app.services.letter_making import case_of
from app.services.letter_papers import Number, reprint
from app.store import letters
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, load_many
from app.store.setup import Setup, read_setup
from sla.spec import CalendarGap
from sla.zone import later, local_date
from workflows import events as ev
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.desk_rights import Seat
from workflows.handing import Leaving, leaving
from workflows.officer import Officer
from workflows.words import step_name

LATELY = 7 * 24 * 60  # minutes in which paper follows what was passed on in the system
RECENT = 30 * 24 * 60  # minutes for which lists stay on the page
SHOWN = 20  # lists of each sort


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """One file before it is handed over; `step` says what is to be done where it goes."""

    code: str
    applicant: str
    procedure: str
    step: str
    due: datetime | None
    training: bool
    leaving: Leaving


@dataclass(frozen=True, kw_only=True, slots=True)
class Towards:
    """Files that go from one office to one taker.

    Attributes:
        login: for whom they are meant, where the log has named somebody.
        office: the name of the taker's office.
        people: who can take them.
    """

    giver: str
    giver_role: str
    agency: str
    role: str
    login: str | None
    office: str
    lines: tuple[Waiting, ...]
    people: tuple[Taker, ...]

    @property
    def code(self) -> str:
        """What a form calls the two sides."""
        return f"{self.giver}|{self.giver_role}|{self.agency}|{self.role}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Handovers:
    """The page: files to hand over by their taker, lists that await the officer, lists made.

    Attributes:
        more: whether more files lie there than were looked at.
        names: of the offices, and of those who made the lists, by code and login.
    """

    towards: tuple[Towards, ...]
    more: bool
    awaiting: tuple[HandoverList, ...]
    made: tuple[HandoverList, ...]
    names: Mapping[str, str]


def handovers(database: Database, officer: Officer, *, now: datetime) -> Handovers:
    """What an officer has to hand over and to take, from one moment."""
    with database.reading() as connection:
        setup, asked = read_setup(connection), values(connection, officer, now)
        since, recent = later(now, minutes=-LATELY), later(now, minutes=-RECENT)
        codes = in_hands(connection, asked, since=since, most=MOST + 1)
        files = list(files_of(connection, setup, officer, codes[:MOST]))
        awaiting = lists_awaiting(connection, asked, since=recent, most=SHOWN)
        made = lists_made(connection, officer.agencies(*HANDS), since=recent, most=SHOWN)
        offices = {one.leaving.office for one in files}
        logins = {one.by for one in (*awaiting, *made) if one.by}
        able, names = people(connection, offices, logins, on=local_date(now))
    return Handovers(
        towards=_towards(setup, files, able),
        more=len(codes) > MOST,
        awaiting=awaiting,
        made=made,
        names={**{code: agency.name for code, agency in setup.agencies.items()}, **names},
    )


def handover_paper(database: Database, folder: Path, officer: Officer, key: ListKey) -> Paper:
    """A list again, as it was issued.

    Raises:
        Unknown: when there is no such list, or the officer may not see every case on it.
    """
    with database.reading() as connection:
        rows = _rows(connection, key)
        if not rows:
            raise Unknown("number", "không có danh sách bàn giao này")
    number = Number(agency=key.agency, kind="handover", year=key.year, serial=key.serial)
    return reprint(database, folder, officer, rows[0].case_code, number)


def _rows(connection: Connection, key: ListKey) -> Sequence[letters.IssuedRow]:
    return letters.find_all(
        connection, key.agency, "handover", key.year, key.serial, training=key.training
    )


def files_of(
    connection: Connection, setup: Setup, officer: Officer, codes: Sequence[str]
) -> Iterator[Waiting]:
    """Those of some cases that lie in an officer's hands and stand on no list yet; one query."""
    logs = load_many(connection, codes)
    for code in filter(logs.__contains__, codes):
        case = case_of(logs[code])
        setting = setup.setting_of(case)
        seat = Seat(case=case, setting=setting, officer=officer, agencies=setup.agencies)
        found = leaving(seat)
        if found is not None and not _listed(logs[code], found, officer):
            yield _waiting(case, seat, found)


def _listed(log: CaseLog, found: Leaving, officer: Officer) -> bool:
    """Whether a list was made of just this passing.

    While the officer is at work on a file, somebody else's list is the one it came with.
    """
    return any(
        isinstance(line.event, ev.LetterIssued)
        and line.event.kind == "handover"
        and line.event.at >= found.since
        and (not found.in_hand or line.by in officer.logins)
        for line in log.lines
    )


def _waiting(case: Case, seat: Seat, found: Leaving) -> Waiting:
    procedure = seat.setting.procedure
    return Waiting(
        code=case.code,
        applicant=case.applicant.name if case.applicant else "–",
        procedure=procedure.name,
        step=step_name(procedure, found.step) if found.step else "Trả kết quả",
        due=_due(case, seat),
        training=case.training,
        leaving=found,
    )


def _due(case: Case, seat: Seat) -> datetime | None:
    try:
        return case_clock(case, seat.setting).due()
    except CalendarGap:
        return None


def _towards(setup: Setup, files: Sequence[Waiting], able: Sequence[Taker]) -> tuple[Towards, ...]:
    groups = groupby(sorted(files, key=_order), key=_group)
    made = [_toward(setup, tuple(lines), able) for _, lines in groups]
    # What only has to be written down comes before what is still being worked on.
    return tuple(sorted(made, key=lambda one: all(line.leaving.in_hand for line in one.lines)))


def _toward(setup: Setup, lines: tuple[Waiting, ...], able: Sequence[Taker]) -> Towards:
    to = lines[0].leaving
    return Towards(
        giver=to.giver,
        giver_role=to.giver_role,
        agency=to.office,
        role=to.role,
        login=to.login,
        office=setup.agency(to.office).name,
        lines=lines,
        people=tuple(one for one in able if (one.agency, one.role) == (to.office, to.role)),
    )


def _group(one: Waiting) -> tuple[object, ...]:
    """One list each: from one side to one taker, and practice apart from citizens' files."""
    to = one.leaving
    return (to.giver, to.giver_role, to.office, to.role, to.login or "", one.training)


def _order(one: Waiting) -> tuple[object, ...]:
    """By list; work in hand comes last, for it is not done yet."""
    return (*_group(one), one.leaving.in_hand, one.code)
