"""The figures of II.07a; what the catalogue cannot tell (“4 tại chỗ”) stays blank."""

from collections.abc import Iterable

from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.forms.catalogue import counted_by_field
from app.reports.table import Cells, Table
from app.store.engine import Connection
from workflows.procedure import Procedure


def table(connection: Connection, asked: Asked) -> Table:
    """The procedures of the scope's offices on the last day of the period, each once."""
    return counted_by_field(connection, asked, form_of("II.07a"), _count)


def _count(found: Iterable[Procedure], levels: frozenset[str]) -> Cells:
    every = list(found)
    return {
        "local.total": len(every),
        "desk.total": len(every),
        "process.total": sum(1 for one in every if one.steps),
    }
