"""Form II.07: the procedures of the catalogue on the last day of a period, counted by level."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.forms.form import Form
from app.reports.forms.levels import stood
from app.reports.table import Cells, Table, TableRow, added
from app.store.engine import Connection
from app.store.offices import offices_of
from app.store.setup import Setup, read_setup
from workflows.agency import Level
from workflows.procedure import Procedure

Counted = Callable[[Iterable[Procedure], frozenset[str]], Cells]


def in_force(setup: Setup, day: date) -> tuple[Procedure, ...]:
    """Each procedure as it stands on a day, in the version cases of that day are accepted by."""
    found = (_on(versions, day) for versions in setup.procedures.values())
    return tuple(one for one in found if one is not None)


def must_be_of_now(asked: Asked, source: str) -> None:
    """For a table out of what does not remember when it was written down.

    Raises:
        BadInput: where it is asked as known at some time.
    """
    if asked.as_known_at is not None:
        words = f"biểu này lập theo {source} hiện tại; hãy bỏ thời điểm “như đã biết”"
        raise BadInput(words, field="as_known_at")


def counted_by_field(connection: Connection, asked: Asked, form: Form, count: Counted) -> Table:
    """The table with a line for each field, out of the procedures that the scope's offices have.

    Args:
        connection: a reading transaction.
        asked: whose catalogue, and at the end of which period.
        form: for its identities.
        count: the cells of some procedures, told the levels of the scope's offices.

    Raises:
        BadInput: where it is asked as known at some time.
    """
    must_be_of_now(asked, "danh mục")
    setup, day = read_setup(connection), asked.period.last
    levels = _levels(setup, offices_of(connection, asked.scope), day)
    by_field = _by_field(in_force(setup, day), levels)
    rows = tuple(
        TableRow(field=one.name, key=one.code, cells=count(by_field.get(one.code, ()), levels))
        for one in setup.fields.values()
    )
    return Table(
        form=form.code,
        scope=asked.scope,
        period=asked.period,
        as_known_at=None,
        rows=rows,
        total=added((row.cells for row in rows), tuple(count((), levels))),
        identities=form.identities,
    )


def by_level(
    found: Iterable[Procedure], levels: frozenset[str], parts: Mapping[str, tuple[Level, ...]]
) -> dict[str, int]:
    """How many procedures the offices of each part have.

    One that is handled on two levels is counted on each, as the law's form adds the levels up.
    """
    procedures = list(found)
    return {
        name: sum(1 for one in procedures if levels.intersection(one.levels, wanted))
        for name, wanted in parts.items()
    }


def _on(versions: Iterable[Procedure], day: date) -> Procedure | None:
    begun = [one for one in versions if one.valid_from is None or one.valid_from <= day]
    return begun[-1] if begun else None


def _levels(setup: Setup, codes: Iterable[str] | None, day: date) -> frozenset[str]:
    offices = (setup.agencies[code] for code in (setup.agencies if codes is None else codes))
    return frozenset(office.level.value for office in offices if stood(office, day, day))


def _by_field(found: Iterable[Procedure], levels: frozenset[str]) -> dict[str, list[Procedure]]:
    by_field: dict[str, list[Procedure]] = {}
    for one in _offered(found, levels):
        by_field.setdefault(one.field, []).append(one)
    return by_field


def _offered(found: Iterable[Procedure], levels: frozenset[str]) -> Iterator[Procedure]:
    return (one for one in found if not levels.isdisjoint(one.levels))
