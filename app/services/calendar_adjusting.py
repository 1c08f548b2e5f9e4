"""One case of a decision that moves deadlines to another calendar: what becomes of it."""

from datetime import datetime

from app.errors import CaseChangedMeanwhile, Refused, Unknown
from app.services.act import Press, by_the_desk
from app.services.calendar_preview import Moving, planned
from app.services.calendar_targets import Target, loaded, target_of
from app.services.record import known_log, record_in
from app.store.calendar_change import Decision, Outcome
from app.store.engine import Connection
from app.store.event_log import CaseLog
from app.store.retry import tried
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from workflows.case import Case
from workflows.commands import AdjustDeadline
from workflows.evolve import fold
from workflows.officer import Officer

TRIES = 4
DECIDE_ANEW = "không còn quyền quyết định; lãnh đạo khác hãy ra quyết định mới"


def settled(
    connection: Connection, decision: Decision, officer: Officer | None, code: str, now: datetime
) -> Outcome:
    """One case within its savepoint, read anew when somebody else was first on it."""
    if officer is None:
        return Outcome(code=code, result="refused", why=f"{decision.by} {DECIDE_ANEW}")

    def attempt() -> Outcome:
        with connection.begin_nested():
            return _adjusted(connection, decision, officer, code, now)

    try:
        return tried(attempt, times=TRIES, on=(CaseChangedMeanwhile,))
    except CaseChangedMeanwhile as error:
        return Outcome(code=code, result="changed", why=str(error))
    except (Refused, Unknown, SlaError) as error:
        return Outcome(code=code, result="refused", why=str(error))
    except (ValueError, LookupError) as error:
        # One case that cannot be read must not keep the others waiting for ever.
        return Outcome(code=code, result="refused", why=f"không đọc được ({type(error).__name__})")


def _adjusted(
    connection: Connection, decision: Decision, officer: Officer, code: str, now: datetime
) -> Outcome:
    log, setup = known_log(connection, code), read_setup(connection)
    # The clock of this machine may be a little behind that of whoever recorded last.
    moment = max(now, log.lines[-1].recorded_at)
    moving = _moving(log, setup, decision, moment)
    if isinstance(moving, str):
        return Outcome(code=code, result=moving)
    plan = moving.plan
    if plan.new_due is None:
        return Outcome(code=code, result="gap", why=plan.gap, old_due_at=plan.old_due)
    # Important: the pause of a case that stands still is counted when it ends, and must be counted
    # by the new calendar though the deadline of today is the same by both.
    stands = moving.case.standing_since is not None
    if plan.move == "binding" and not (decision.rebinds or stands):
        return Outcome(code=code, result="same", old_due_at=plan.old_due)
    command = _command(moving, plan.new_due, decision, moment)
    check = by_the_desk(connection, Press(officer=officer, key=decision.key, now=moment))
    record_in(connection, log, [command], by=officer.login, now=moment, check=check)
    return Outcome(
        code=code,
        result="moved" if plan.move == "due" else "bound",
        old_due_at=plan.old_due,
        new_due_at=plan.new_due,
    )


def _moving(log: CaseLog, setup: Setup, decision: Decision, now: datetime) -> Moving | str:
    """The case as the decision moves it, or the result of one that it does not touch."""
    case = fold(log.code, (line.event for line in log.lines))
    if case is None or not case.is_open:
        return "closed"
    target = _aim(setup, case, decision)
    if target is None or _is_there(case.calendar or "", target.reference):
        return "known"
    return planned(case, setup, target, now)


def _is_there(bound: str, target: str) -> bool:
    """Whether a case is on a version already, or on a later one of the same calendar."""
    (code, _, number), (aim, _, wanted) = bound.rpartition("@"), target.rpartition("@")
    return code == aim and int(number) >= int(wanted)


def _aim(setup: Setup, case: Case, decision: Decision) -> Target | None:
    """The version of the decision, whichever came after it: nobody has looked at that one."""
    targets = loaded(setup, decision.targets)
    target = target_of(setup, case.agency, targets)
    return target if target and target.reference in decision.targets else None


def _command(moving: Moving, due: datetime, decision: Decision, now: datetime) -> AdjustDeadline:
    return AdjustDeadline(
        at=now,
        new_due_at=due,
        reason=f"{decision.reason} ({decision.decision_no} ngày "
        f"{decision.decision_day:%d/%m/%Y}): {moving.plan.reason()}",
        approved_by=decision.by,
        calendar=moving.target,
    )
