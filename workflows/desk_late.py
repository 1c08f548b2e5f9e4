"""Late ticks and repairs: when a second person must agree, and who may be that person."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sla.calendar import WorkingCalendar
from sla.law import LawRow, read_law
from sla.limits import TimeLimit
from sla.spec import LawGap
from sla.zone import local_date
from workflows.agency import Role
from workflows.case import Case
from workflows.clocks import clocks
from workflows.commands import Command, CorrectEvent, SubmitCase, VoidCase
from workflows.guards import Refusal
from workflows.officer import Officer
from workflows.setting import Setting

_FILE = Path(__file__).parent / "data" / "desk.yaml"
# When a citizen sent a case is told by the portal, and an early hour only binds the desk sooner.
_TOLD_ELSEWHERE = (SubmitCase,)
_REPAIRS = (CorrectEvent, VoidCase)


def needs_second_person(
    command: Command,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    deadlines: Collection[datetime] = (),
) -> bool:
    """Whether a command is only a proposal until somebody else approves it.

    Always for a correction and a voiding. Else for what is said to have happened on an earlier
    day, longer ago in working time than the tolerance, or before a deadline that has passed since.

    Args:
        command: what is to be recorded.
        now: the instant of recording.
        calendar: the case's.
        deadlines: of the clocks that run, see `deadlines_of`.

    Raises:
        CalendarGap: for a day outside the years of the calendar.
        LawGap: for a day on which no tolerance is known.
    """
    if isinstance(command, _REPAIRS):
        return True
    if isinstance(command, _TOLD_ELSEWHERE) or command.at >= now:
        return False
    if local_date(command.at) < local_date(now):
        return True
    if any(command.at <= due < now for due in deadlines):
        return True
    return calendar.between(command.at, now) > late_tolerance(local_date(now)).hours


def deadlines_of(case: Case, setting: Setting) -> tuple[datetime, ...]:
    """The deadlines of all clocks of a case that run.

    Raises:
        CalendarGap: when one lies beyond the calendar's years.
    """
    return tuple(one.clock.due() for one in clocks(case, setting) if one.stop is None)


def may_approve(
    officer: Officer, case: Case, *, proposed_by: str, recorded_by: Collection[str] = ()
) -> Refusal | None:
    """Why an officer may not be the second person for a proposal on a case.

    It takes a leader of the case's office who neither proposed it nor recorded the event it is
    about, and who stands in for nobody who did. A leader's role that is only lent does not do:
    whoever proposes could choose who stands in for another leader, and so the second person.

    Args:
        officer: who would approve, with the roles of today.
        case: what the proposal is about.
        proposed_by: the login of the proposer.
        recorded_by: the logins beside the events in question: for a correction the `by` of the
            line it corrects.
    """
    if Role.LEADER not in officer.roles_at(case.agency):
        words = "chỉ lãnh đạo của cơ quan giải quyết hồ sơ này duyệt được"
        return Refusal(message=words)
    if Role.LEADER not in officer.alone.roles_at(case.agency):
        words = "người chỉ làm thay lãnh đạo không duyệt được; cần chính lãnh đạo của cơ quan này"
        return Refusal(message=words)
    if officer.login == proposed_by:
        return Refusal(message="người đề nghị không được tự duyệt")
    if officer.login in recorded_by:
        return Refusal(message="người đã ghi việc này không được duyệt việc sửa nó")
    if officer.logins & {proposed_by, *recorded_by}:
        words = "người đang làm thay cho người đề nghị hoặc người đã ghi việc này không được duyệt"
        return Refusal(message=words)
    return None


def late_tolerance(day: date) -> TimeLimit:
    """How long ago, in working hours, something may have happened and still be recorded alone.

    Raises:
        LawGap: for a day on which none is known.
    """
    values = [row.value for row in _rows() if row.rule == "late_tolerance" and row.in_force(day)]
    if len(values) != 1:
        raise LawGap(f"Quy định “late_tolerance” không rõ cho ngày {day:%d/%m/%Y}.")
    return TimeLimit.parse(values[0])


@lru_cache(maxsize=1)
def _rows() -> tuple[LawRow, ...]:
    return read_law(_FILE.read_text(encoding="utf-8"))
