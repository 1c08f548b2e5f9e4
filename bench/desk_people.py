"""Officers for a simulated province: those who look at lists, and those whose steps are running."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import text

from app import clock
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.passwords import Hasher
from app.store.engine import Database
from bench.peers.django_site import PASSWORD
from bench.protocol import NotRun
from workflows.agency import Role
from workflows.officer import Grant

_BUSIEST = text(
    "SELECT agency FROM cases WHERE settled_at IS NULL AND NOT training "
    "GROUP BY agency ORDER BY count(*) DESC, agency LIMIT :many"
)
# One step of the case runs, it is somebody's, and at the case's own office.
_RUNNING = text("""
SELECT case_steps.assignee, case_steps.agency, case_steps.role, case_code, step, version
FROM case_steps JOIN cases ON code = case_code
WHERE ended_at IS NULL AND assignee IS NOT NULL AND referred_by IS NULL AND steps_running = 1
    AND state = 'processing' AND role IN ('specialist', 'leader', 'clerk')
ORDER BY assignee, case_code
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A running step that its officer can complete."""

    login: str
    agency: str
    role: Role
    code: str
    step: str
    version: int


def watchers(opened: Database, many: int) -> list[Grant]:
    """Give the roles of specialists at the offices with the most live cases.

    Raises:
        NotRun: where no case is live.
    """
    with opened.reading() as connection:
        agencies = connection.scalars(_BUSIEST, {"many": many}).all()
    if not agencies:
        raise NotRun("no case of the province is live")
    return [Grant(agency=agency, role=Role.SPECIALIST) for agency in agencies]


def login_of(grant: Grant) -> str:
    """Name the one who looks at the lists of an office."""
    return f"xem.{grant.agency.lower()}"


def tasks(opened: Database, officers: int) -> list[Task]:
    """Give the running steps of those officers who have the most, by turns of the officers."""
    with opened.reading() as connection:
        found = [_task(*row) for row in connection.execute(_RUNNING)]
    mine = [list(own) for _, own in groupby(found, key=lambda task: task.login)]
    busiest = sorted(mine, key=len, reverse=True)[:officers]
    return list(_by_turns(busiest))


def _task(assignee: str, agency: str, role: str, code: str, step: str, version: int) -> Task:
    return Task(
        login=assignee, agency=agency, role=Role(role), code=code, step=step, version=version
    )


def _by_turns(piles: Sequence[list[Task]]) -> Iterator[Task]:
    for turn in range(max(map(len, piles), default=0)):
        for pile in piles:
            yield from pile[turn : turn + 1]


def accounts(opened: Database, grants: Sequence[Grant], work: Sequence[Task]) -> list[str]:
    """Give each of them an account with one password; their logins."""
    held = {login_of(grant): {grant} for grant in grants}
    for task in work:
        held.setdefault(task.login, set()).add(Grant(agency=task.agency, role=task.role))
    hasher, now = Hasher(time_cost=1, memory_cost=8), clock.now()
    for login, own in held.items():
        new = NewAccount(login=login, name=login, grants=tuple(own), password=PASSWORD)
        create_account(opened, new, by=None, now=now, hasher=hasher)
    return list(held)
