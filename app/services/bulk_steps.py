"""Finishing the running step of many cases in one go, and handing each on to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput, Refused, Unknown
from app.services.act import Press, must_see
from app.services.bulk import MOST, Item, Line, act_many, key_of
from app.services.case_people import offices_of_steps
from app.services.record import known_log
from app.store import acts as presses
from app.store.absences import officers_at
from app.store.engine import Connection, Database
from app.store.setup import Setup, read_setup
from sla.zone import local_date
from workflows.agency import Role
from workflows.case import Case
from workflows.commands import Command, CompleteStep, StartStep
from workflows.desk_rights import Seat
from workflows.desk_steps import leads_on, onward
from workflows.evolve import fold

_CHANGED = "hồ sơ đã thay đổi từ lúc danh sách này hiện ra"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """A line of a list as the officer had it before them.

    Attributes:
        version: of the case.
        steps: the codes of the steps that ran.
    """

    code: str
    version: int
    steps: frozenset[str]

    @classmethod
    def read(cls, text: str) -> "Ticked":
        """What the value of a line's box says, "code|version|step step".

        Raises:
            BadInput: for a value that no list of ours has.
        """
        code, _, rest = text.partition("|")
        version, _, steps = rest.partition("|")
        if not (version.isascii() and version.isdecimal() and len(version) < 10):
            raise BadInput("không hiểu dòng đã chọn; hãy mở lại danh sách rồi chọn lại")
        return cls(code=code, version=int(version), steps=frozenset(steps.split()))

    def __str__(self) -> str:
        return f"{self.code}|{self.version}|{' '.join(sorted(self.steps))}"


def complete_many(database: Database, press: Press, ticked: Sequence[Ticked]) -> tuple[Line, ...]:
    """Finish the one running step that lies in the officer's hands, of each case.

    Only of cases that stand as the list showed them. The next step begins at once: with the one
    person who can take it, else with nobody, for the leader to give away. The same form sent again
    tells what came of it and does the rest.

    Args:
        database: where.
        press: who, with which form, when.
        ticked: the cases, at most `app.services.bulk.MOST`.

    Raises:
        BadInput: for no case or too many, or a key that no form of ours has.
    """
    wanted = {one.code: one for one in ticked}
    if not 0 < len(wanted) <= MOST:
        return act_many(database, press, [Item(code=code, commands=()) for code in wanted])
    found = {code: _planned(database, press, one) for code, one in wanted.items()}
    items = [one for one in found.values() if isinstance(one, Item)]
    recorded = act_many(database, press, items) if items else ()
    lines = {code: one for code, one in found.items() if isinstance(one, Line)}
    lines |= {line.code: line for line in recorded}
    return tuple(lines[code] for code in wanted)


def _planned(database: Database, press: Press, ticked: Ticked) -> Item | Line:
    """What is to be done on a case; a line where there is nothing to do any more."""
    code = ticked.code
    try:
        with database.reading() as connection:
            must_see(connection, press.officer, code)
            log = known_log(connection, code)
            # After the log: what was recorded in between is found here, and not done twice.
            done = presses.known(connection, key_of(press.key, code))
            if done is not None and done.login == press.officer.login:
                return Line(code=code, result="done", version=done.after)
            if log.version != ticked.version:
                return _outdated(press, ticked)
            case = fold(code, (line.event for line in log.lines))
            if case is None or _running(case) != ticked.steps:
                return Line(code=code, result="changed", why=_CHANGED)
            commands = _commands(connection, case, press)
    except (Refused, Unknown) as error:
        return Line(code=code, result="refused", why=str(error))
    return Item(code=code, commands=commands, expected_version=ticked.version)


def _outdated(press: Press, ticked: Ticked) -> Item:
    """What can only be answered with what has happened since that version."""
    step = CompleteStep(at=press.now, step=min(ticked.steps, default=""))
    return Item(code=ticked.code, commands=(step,), expected_version=ticked.version)


def _commands(connection: Connection, case: Case, press: Press) -> tuple[Command, ...]:
    setup = read_setup(connection)
    setting = setup.setting_of(case)
    seat = Seat(case=case, setting=setting, officer=press.officer, agencies=setup.agencies)
    mine = [run.step for run in seat.running if seat.holds(run)]
    if len(mine) != 1:
        words = "có nhiều bước đang chạy" if mine else "không có bước nào đang chạy trong tay bạn"
        raise Refused(f"{words}; hãy mở hồ sơ để xem")
    done = CompleteStep(at=press.now, step=mine[0])
    onward = _onward(connection, seat, setup, mine[0], press.now)
    return (done, onward) if onward else (done,)


def _running(case: Case) -> frozenset[str]:
    return frozenset(run.step for run in case.steps if run.end is None)


def _onward(
    connection: Connection, seat: Seat, setup: Setup, finished: str, now: datetime
) -> StartStep | None:
    """The beginning of the step that usually comes next; None where nothing leads on."""
    procedure = seat.setting.procedure
    coming = onward(procedure, seat.case.done_steps() if seat.case else frozenset(), finished)
    free = (step for step in coming if step.code not in {run.step for run in seat.running})
    following = next((step for step in free if leads_on(procedure, finished, step)), None)
    if following is None:
        return None
    office = offices_of_steps(seat.setting, setup)[following.code]
    takers = officers_at(connection, office, Role(following.role), on=local_date(now))
    only = takers[0].login if len(takers) == 1 else None
    return StartStep(at=now, step=following.code, assignee=only)
