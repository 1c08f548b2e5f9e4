"""What the form of one act has to know: the case, what is allowed, and who may take the work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.services.act import KEY, must_see
from app.services.case_people import names, offices_of_steps
from app.services.record import known_log
from app.store import acts as presses
from app.store.absences import Colleague, officers_at
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.setup import read_setup
from sla.zone import local_date
from workflows.agency import Agency, Role
from workflows.case import Case
from workflows.desk import Act, ActName, acts
from workflows.desk_rights import Seat
from workflows.evolve import fold
from workflows.log import Recorded
from workflows.officer import Officer
from workflows.procedure import Procedure
from workflows.setting import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class ActPage:
    """A case before an officer who is about to do something on it.

    Attributes:
        version: what the form has to name.
        agencies: all offices by code.
        lines: the log, for what is to be corrected.
        colleagues: who may take each step, by its code.
        leaders: those of the case's office.
        people: names by login.
    """

    case: Case
    setting: Setting
    officer: Officer
    now: datetime
    version: int
    agencies: Mapping[str, Agency]
    lines: tuple[Recorded, ...]
    acts: tuple[Act, ...]
    colleagues: Mapping[str, Sequence[Colleague]]
    leaders: Sequence[Colleague]
    people: Mapping[str, str]

    @property
    def seat(self) -> Seat:
        """The officer before the case, as the rules of the desk see them."""
        return Seat(
            case=self.case, setting=self.setting, officer=self.officer, agencies=self.agencies
        )

    def act(self, name: ActName) -> Act:
        """How an act stands for this officer."""
        return next(act for act in self.acts if act.name == name)

    def who(self, login: str | None) -> str:
        """The name of an officer; the login itself for one without an account."""
        return self.people.get(login, login) if login else "chưa giao ai"


def act_page(database: Database, officer: Officer, code: str, *, now: datetime) -> ActPage:
    """What the form of an act shows.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
        DatabaseNotReady: when the database is out of reach.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        log = known_log(connection, code)
        setup = read_setup(connection)
        case = _case(log)
        setting = setup.setting_of(case)
        where = offices_of_steps(setting, setup)
        colleagues = _colleagues(connection, setting.procedure, where, case, local_date(now))
        leaders = officers_at(connection, case.agency, Role.LEADER, on=local_date(now))
        people = names(connection, _logins(case, log))
    return ActPage(
        case=case,
        setting=setting,
        officer=officer,
        now=now,
        version=log.version,
        agencies=setup.agencies,
        lines=log.lines,
        acts=acts(case, setting, officer, now=now, agencies=setup.agencies),
        colleagues=colleagues,
        leaders=leaders,
        people={**people, **_known(colleagues.values()), officer.login: officer.name},
    )


def was_sent(database: Database, officer: Officer, code: str, key: str) -> bool:
    """Whether this very form was recorded before; then its answer was lost on the way."""
    if KEY.fullmatch(key) is None:
        return False
    with database.reading() as connection:
        must_see(connection, officer, code)
        done = presses.known(connection, key)
    return done is not None and (done.login, done.case_code) == (officer.login, code)


def _case(log: CaseLog) -> Case:
    case = fold(log.code, (line.event for line in log.lines))
    if case is None:
        raise LookupError(f"{log.code} has no events")
    return case


def _colleagues(
    connection: Connection, procedure: Procedure, where: Mapping[str, str], case: Case, day: date
) -> dict[str, list[Colleague]]:
    """Who may take each step that runs or could run next; one query for each role and office."""
    wanted = [step for step in procedure.steps if step.code in _near(procedure, case)]
    seats = {(where[step.code], step.role) for step in wanted}
    found = {
        (agency, role): officers_at(connection, agency, Role(role), on=day)
        for agency, role in sorted(seats)
    }
    return {step.code: found[where[step.code], step.role] for step in wanted}


def _near(procedure: Procedure, case: Case) -> frozenset[str]:
    """The steps that run, and those that may start now or once the running ones are done."""
    running = frozenset(run.step for run in case.steps if run.end is None)
    done = case.done_steps()
    soon = (*procedure.next_steps(done), *procedure.next_steps(done | running))
    return running | {step.code for step in soon}


def _logins(case: Case, log: CaseLog) -> set[str]:
    """Everybody who has or had a step, or recorded anything."""
    people = (*(run.assignee for run in case.steps), *(line.by for line in log.lines))
    return {login for login in people if login is not None}


def _known(groups: Iterable[Sequence[Colleague]]) -> dict[str, str]:
    return {one.login: one.name for group in groups for one in group}
