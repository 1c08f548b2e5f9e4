"""What keepers of an installation ask of its database: the incidents of the offices they keep."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.store.engine import Connection
from app.store.incidents import INCIDENTS, Incident
from app.store.read_tables import CaseRow
from app.store.scope import subtree
from app.store.tables import table_of

CASES = table_of(CaseRow)


def incidents_of(connection: Connection, tops: Sequence[str], *, limit: int) -> list[Incident]:
    """The incidents that stand with cases of some offices and all below them, the latest first."""
    latest = (INCIDENTS.c.last_at.desc(), INCIDENTS.c.case_code, INCIDENTS.c.job)
    query = select(INCIDENTS).where(_of(tops)).order_by(*latest).limit(limit)
    return [Incident(**row._mapping) for row in connection.execute(query)]


def how_many_of(connection: Connection, tops: Sequence[str]) -> int:
    """How many incidents stand with cases of some offices and all below them."""
    query = select(func.count()).select_from(INCIDENTS).where(_of(tops))
    return connection.scalar(query) or 0


def stands(connection: Connection, tops: Sequence[str], *, code: str, job: str) -> bool:
    """Whether a job has an incident with a case, and the case is of these offices."""
    one = and_(INCIDENTS.c.case_code == code, INCIDENTS.c.job == job)
    return connection.scalar(select(exists().where(one, _of(tops)))) or False


def _of(tops: Sequence[str]) -> ColumnElement[bool]:
    here = exists().where(CASES.c.code == INCIDENTS.c.case_code, CASES.c.agency.in_(subtree(tops)))
    # A case that could not even be read is nobody's; somebody has to see that it is there.
    lost = ~exists().where(CASES.c.code == INCIDENTS.c.case_code)
    return and_(INCIDENTS.c.solved_at.is_(None), or_(here, lost))
