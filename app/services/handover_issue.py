"""Issuing a list of files handed over from its page: to whom, and only what still lies there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.errors import BadInput, Refused
from app.letters.facts_office import office_values
from app.lists.handovers import HANDS, takers
from app.services.act import Press, must_see
from app.services.bulk import MOST
from app.services.handovers import Waiting, files_of
from app.services.letter_drawing import Look, Paper
from app.services.letter_handover import Handing, issue_handover, preview_handover
from app.store.engine import Connection, Database
from app.store.letters import IssuedRow
from app.store.setup import Setup, read_setup
from sla.zone import local_date
from workflows.agency import Role
from workflows.desk_rights import ROLES

_REOPEN = "hãy mở lại trang bàn giao"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A form as it was sent.

    Attributes:
        sides: giver and taker, as the page calls them.
        person: the login of who takes the files; empty for anybody of the role.
        codes: the ticked cases.
    """

    sides: str
    person: str
    codes: tuple[str, ...]


def hand_over(database: Database, folder: Path, press: Press, sent: Sent) -> tuple[IssuedRow, ...]:
    """Issue the list of the ticked files; the letter as it stands in each case.

    Raises:
        BadInput: for nothing ticked, too much, or a taker that no page of ours has.
        Refused: for a file that no longer waits to be handed to them, or that may not go.
        Unknown: for a case that the officer may not see.
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
    """
    look = Look(officer=press.officer, now=press.now)
    with database.reading() as connection:
        handing = _handing(connection, look, sent)
    # What the same press has handed over already lies there no more, and is not asked about.
    waits = partial(_must_wait, look=look, sent=sent)
    return issue_handover(database, folder, press, handing, check=waits)


def hand_over_preview(database: Database, folder: Path, look: Look, sent: Sent) -> Paper:
    """The list as it would be issued now.

    Raises:
        As `hand_over`.
    """
    with database.reading() as connection:
        handing = _handing(connection, look, sent)
        _must_wait(connection, look=look, sent=sent)
    return preview_handover(database, folder, look, handing)


def _handing(connection: Connection, look: Look, sent: Sent) -> Handing:
    if not 0 < len(set(sent.codes)) <= MOST:
        raise BadInput(f"hãy đánh dấu từ 1 đến {MOST} hồ sơ", field="codes")
    setup = read_setup(connection)
    giver, giver_role, agency, role = _sides(look, setup, sent)
    person = _person(connection, look, sent, agency, role)
    return Handing(
        codes=sent.codes,
        giver=_called(look, setup, giver, giver_role),
        taker=_called(look, setup, agency, role),
        taker_name=person,
        agency=giver,
    )


def _sides(look: Look, setup: Setup, sent: Sent) -> tuple[str, str, str, str]:
    match sent.sides.split("|"):
        case [giver, giver_role, agency, role] if {giver, agency} <= setup.agencies.keys():
            given = (one for one in HANDS if one == giver_role)
            if next(given, None) in look.officer.roles_at(giver) and role in HANDS:
                return giver, giver_role, agency, role
    raise BadInput(f"không hiểu bên giao, bên nhận; {_REOPEN}", field="sides")


def _person(connection: Connection, look: Look, sent: Sent, agency: str, role: str) -> str:
    if not sent.person:
        return ""
    able = takers(connection, [agency], on=local_date(look.now))
    found = (one.name for one in able if (one.login, one.role) == (sent.person, role))
    name = next(found, None)
    if name is None:
        raise BadInput(f"người nhận không còn làm việc này; {_REOPEN}", field="person")
    return name


def _must_wait(connection: Connection, *, look: Look, sent: Sent) -> None:
    setup, codes = read_setup(connection), tuple(dict.fromkeys(sent.codes))
    found = files_of(connection, setup, look.officer, codes)
    left = _others(codes, sent.sides, tuple(found))
    for code in left:
        must_see(connection, look.officer, code)
    if left:
        words = f"{', '.join(left[:5])}{'…' if len(left) > 5 else ''}"
        raise Refused(f"hồ sơ {words} không còn chờ bàn giao cho bên này; {_REOPEN}", "codes")


def _others(codes: Sequence[str], sides: str, found: Sequence[Waiting]) -> list[str]:
    waiting = {
        one.code
        for one in found
        if sides
        == "|".join(
            (one.leaving.giver, one.leaving.giver_role, one.leaving.office, one.leaving.role)
        )
    }
    return [code for code in codes if code not in waiting]


def _called(look: Look, setup: Setup, agency: str, role: str) -> str:
    """How the list names a side: the desk by its name, another by its role and office."""
    office = setup.agency(agency)
    if role == Role.ONE_STOP:
        desk = office_values(office, setup, day=local_date(look.now))["desk"]
        return f"{desk}, {office.name}"
    words = ROLES[role]
    return f"{words[:1].upper()}{words[1:]}, {office.name}"
