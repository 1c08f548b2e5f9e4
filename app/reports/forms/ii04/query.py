"""The figures of II.04, a line for each field: what was to be reviewed, and what came of it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, func, select

from app.reports.asked import Asked
from app.reports.forms.catalogue import must_be_of_now
from app.reports.table import Cells, Table, TableRow
from app.store.engine import Connection
from app.store.reviews import REVIEWS
from app.store.setup import Setup, read_setup
from workflows.reviews import OUTCOMES

FORM = "II.04"
COUNTED = (
    "plan.total", "plan.done", "reviewed.total", *(f"reviewed.{name}" for name in OUTCOMES),
    "cost.saving",
)  # fmt: skip
# Only for the share: what the reviewed procedures cost before, and what is saved of just that.
_BEFORE, _OF_THAT = "cost.before", "cost.saving_of_that"
_SUMS = (*COUNTED, _BEFORE, _OF_THAT)
NO_FIELD = "Thủ tục không còn trong danh mục"
_R = REVIEWS.c


def table(connection: Connection, asked: Asked) -> Table:
    """The table in one aggregate; reviews do not remember when they were written down.

    Raises:
        BadInput: where it is asked as known at some time.
    """
    must_be_of_now(asked, "sổ rà soát")
    setup = read_setup(connection)
    sums = _by_field(connection, asked, setup)
    rows = [
        TableRow(field=field.name, key=field.code, cells=_cells([sums[field.code]]))
        if field.code in sums
        else TableRow(field=field.name, key=field.code, cells=_cells([]))
        for field in setup.fields.values()
    ]
    if "" in sums:
        rows.append(TableRow(field=NO_FIELD, cells=_cells([sums[""]])))
    return Table(
        form=FORM,
        scope=asked.scope,
        period=asked.period,
        as_known_at=asked.as_known_at,
        rows=tuple(rows),
        total=_cells(sums.values()),
        identities=(),
    )


def _by_field(connection: Connection, asked: Asked, setup: Setup) -> dict[str, Cells]:
    sums: dict[str, dict[str, int]] = {}
    query = (
        select(_R.procedure, *_measures(asked))
        .where(asked.scope.restrict(REVIEWS.c.agency))
        .group_by(_R.procedure)
    )
    for row in connection.execute(query):
        versions = setup.procedures.get(row[0], ())
        into = sums.setdefault(versions[-1].field if versions else "", dict.fromkeys(_SUMS, 0))
        for name, value in zip(_SUMS, row[1:], strict=True):
            into[name] += int(value or 0)
    return dict(sums)


def _measures(asked: Asked) -> Iterable[ColumnElement[int]]:
    first, last = asked.period.first, asked.period.last
    planned = and_(_R.planned, _R.planned_year == last.year)
    done = and_(_R.decided_on >= first, _R.decided_on <= last)
    priced = and_(done, _R.cost_before.is_not(None))
    yield func.count().filter(planned)
    yield func.count().filter(planned, _R.decided_on <= last)
    yield func.count().filter(done)
    for name in OUTCOMES:
        yield func.count().filter(done, _R.outcome == name)
    yield func.sum(_R.saving).filter(done)
    yield func.sum(_R.cost_before).filter(priced)
    yield func.sum(_R.saving).filter(priced)


def _cells(lines: Iterable[Cells]) -> Cells:
    """The cells of some lines together; a share of nothing stays blank."""
    every = tuple(lines)
    sums = {name: sum(line[name] for line in every) for name in _SUMS}
    cells = {name: sums[name] for name in COUNTED}
    if sums["plan.total"]:
        cells["plan.share"] = share(sums["plan.done"], sums["plan.total"])
    if sums[_BEFORE]:
        cells["cost.share"] = share(sums[_OF_THAT], sums[_BEFORE])
    return cells


def share(part: int, whole: int) -> int:
    """A part of a whole in hundredths of a percent, rounded half up."""
    return (2 * 10_000 * part + whole) // (2 * whole)
