"""The figures of II.07b; what the catalogue cannot tell (“4 tại chỗ”) stays blank."""

from collections.abc import Iterable, Mapping

from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.forms.catalogue import by_level, counted_by_field
from app.reports.table import Cells, Table
from app.store.engine import Connection
from workflows.agency import Level
from workflows.procedure import Procedure

PARTS: Mapping[str, tuple[Level, ...]] = {
    "province": (Level.PROVINCE, Level.DEPARTMENT),
    "district": (Level.DISTRICT,),
    "commune": (Level.COMMUNE,),
}


def table(connection: Connection, asked: Asked) -> Table:
    """The procedures of the scope's offices on the last day of the period."""
    return counted_by_field(connection, asked, form_of("II.07b"), _count)


def _count(found: Iterable[Procedure], levels: frozenset[str]) -> Cells:
    every = list(found)
    with_steps = [one for one in every if one.steps]
    return {
        **_group("local", every, levels),
        **_group("desk", every, levels),
        **_group("process", with_steps, levels),
    }


def _group(name: str, found: Iterable[Procedure], levels: frozenset[str]) -> Cells:
    parts = by_level(found, levels, PARTS)
    inner = {f"{name}.{part}": count for part, count in parts.items()}
    return {f"{name}.total": sum(parts.values()), **inner}
