"""Offices whose own tables count by other choices than a table that adds their cases up."""

from collections.abc import Collection, Mapping

from app.reports.asked import Asked
from app.reports.forms import Form
from app.reports.forms.levels import stood
from app.reports.placements import counts_facts
from app.reports.switches import choices_for, choosers
from app.store.engine import Connection
from app.store.offices import offices_of
from app.store.setup import read_setup
from workflows.agency import Agency
from workflows.desk_rights import upwards

NAMED = 5  # offices; of more only the number is told


def other_choices(connection: Connection, form: Form, put: Asked) -> tuple[str, ...]:
    """A sentence about them, so that who holds both tables knows why they differ.

    Args:
        connection: a reading transaction.
        form: of the table.
        put: what it was asked, as the form understands it.
    """
    top, agencies = put.scope.agency, read_setup(connection).agencies
    if top is None or not put.scope.subtree or not counts_facts(form, put):
        return ()
    inside = {code: agencies[code] for code in offices_of(connection, put.scope) or ()}
    names = [inside[code].name for code in _others(connection, form, put, inside)]
    own = choices_for(connection, top, put.period.last) == put.switches
    whose = f"theo cách của {inside[top].name}" if own else "theo cách được chọn khi lập biểu"
    words = f"đếm theo cách khác trong biểu của mình; biểu này đếm mọi hồ sơ {whose}"
    return (f"{_listed(names)} {words}, nên số liệu có thể khác các biểu đó.",) if names else ()


def _others(
    connection: Connection, form: Form, put: Asked, inside: Mapping[str, Agency]
) -> list[str]:
    """Those that made other choices, for themselves or for counted offices below them."""
    counted = (one.code for one in inside.values() if _counted(one, form, put))
    bound = {above.code for code in counted for above in upwards(code, inside)}
    return [
        code
        for code in choosers(connection)
        if code in bound and choices_for(connection, code, put.period.last) != put.switches
    ]


def _counted(office: Agency, form: Form, put: Asked) -> bool:
    levels = {level for section in form.sections for level in section.levels}
    there = stood(office, put.period.first, put.period.last)
    return there and (not levels or office.level in levels)


def _listed(names: Collection[str]) -> str:
    """The first of them by name, and how many more there are."""
    told = ", ".join(sorted(names)[:NAMED])
    more = len(names) - NAMED
    rest = f" và {more} đơn vị khác" if more > 0 else ""
    return f"{'Các đơn vị' if len(names) > 1 else 'Đơn vị'} {told}{rest}"
