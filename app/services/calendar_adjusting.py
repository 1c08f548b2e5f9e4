"""Cases of a decision that moves deadlines to another calendar: what becomes of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import CaseChangedMeanwhile, Refused, Unknown
from app.services.act import Press, desk_check
from app.services.calendar_preview import Moving, planned
from app.services.calendar_targets import Target, loaded, target_of
from app.services.record import Wanted, record_many_in
from app.store.calendar_change import Decision, Outcome
from app.store.engine import Connection
from app.store.event_log import CaseLog, load_many
from app.store.retry import tried
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from workflows.case import Case
from workflows.commands import AdjustDeadline
from workflows.evolve import fold
from workflows.officer import Officer

TRIES = 4
# What may be wrong with one case, or come of somebody else who records on it.
_OF_ONE_CASE = (CaseChangedMeanwhile, Refused, Unknown, SlaError, ValueError, LookupError)
DECIDE_ANEW = "không còn quyền quyết định; lãnh đạo khác hãy ra quyết định mới"


def settled_all(
    connection: Connection,
    decision: Decision,
    officer: Officer | None,
    codes: Sequence[str],
    now: datetime,
) -> list[Outcome]:
    """Some cases together, in a few statements; where one of them cannot be, in ever smaller parts.

    So what is wrong with one case, or who was first on it, keeps no other from its new deadline.
    """
    if officer is None:
        why = f"{decision.by} {DECIDE_ANEW}"
        return [Outcome(code=code, result="refused", why=why) for code in codes]
    adjusting = _Adjusting(connection=connection, decision=decision, officer=officer, now=now)
    return adjusting.parts(codes)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Adjusting:
    """A transaction in which the cases of a decision get their new deadlines."""

    connection: Connection
    decision: Decision
    officer: Officer
    now: datetime

    def parts(self, codes: Sequence[str]) -> list[Outcome]:
        """All of them within one savepoint, else each half within its own."""
        if len(codes) < 2:
            return [self._alone(code) for code in codes]
        try:
            return self._together(codes)
        except _OF_ONE_CASE:
            half = len(codes) // 2
            return [*self.parts(codes[:half]), *self.parts(codes[half:])]

    def _alone(self, code: str) -> Outcome:
        """One case within its savepoint, read anew when somebody else was first on it."""
        try:
            (outcome,) = tried(
                lambda: self._together([code]), times=TRIES, on=(CaseChangedMeanwhile,)
            )
        except CaseChangedMeanwhile as error:
            return Outcome(code=code, result="changed", why=str(error))
        except (Refused, Unknown, SlaError) as error:
            return Outcome(code=code, result="refused", why=str(error))
        except (ValueError, LookupError) as error:
            # One case that cannot be read must not keep the others waiting for ever.
            why = f"không đọc được ({type(error).__name__})"
            return Outcome(code=code, result="refused", why=why)
        return outcome

    def _together(self, codes: Sequence[str]) -> list[Outcome]:
        with self.connection.begin_nested():
            setup, logs = read_setup(self.connection), load_many(self.connection, codes)
            told = [self._planned(_known(logs, code), setup) for code in codes]
            wanted = [one for one, _ in told if one is not None]
            if wanted:
                record_many_in(self.connection, wanted, by=self.officer.login)
            return [outcome for _, outcome in told]

    def _planned(self, log: CaseLog, setup: Setup) -> tuple[Wanted | None, Outcome]:
        """What is to be recorded on a case, None for nothing, and what comes of it."""
        code, decision = log.code, self.decision
        # The clock of this machine may be a little behind that of whoever recorded last.
        moment = max(self.now, log.lines[-1].recorded_at)
        moving = _moving(log, setup, decision, moment)
        if isinstance(moving, str):
            return None, Outcome(code=code, result=moving)
        plan = moving.plan
        if plan.new_due is None:
            return None, Outcome(code=code, result="gap", why=plan.gap, old_due_at=plan.old_due)
        if _stays(moving, decision):
            return None, Outcome(code=code, result="same", old_due_at=plan.old_due)
        press = Press(officer=self.officer, key=decision.key, now=moment)
        wanted = Wanted(
            log=log,
            commands=[_command(moving, plan.new_due, decision, moment)],
            now=moment,
            check=desk_check(setup.agencies, press),
        )
        return wanted, Outcome(
            code=code,
            result="moved" if plan.move == "due" else "bound",
            old_due_at=plan.old_due,
            new_due_at=plan.new_due,
        )


def _known(logs: Mapping[str, CaseLog], code: str) -> CaseLog:
    """The log of a case that has one.

    Raises:
        Unknown: when there is no such case.
    """
    if code not in logs:
        raise Unknown("case", f"không có hồ sơ {code}")
    return logs[code]


def _stays(moving: Moving, decision: Decision) -> bool:
    """Whether a case keeps all its deadlines, and so gets no event."""
    # Important: the pause of a case that stands still is counted when it ends, and must be counted
    # by the new calendar though the deadline of today is the same by both.
    stands = moving.case.standing_since is not None
    return moving.plan.move == "binding" and not (decision.rebinds or stands)


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
