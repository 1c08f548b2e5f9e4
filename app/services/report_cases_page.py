"""The cases behind a number of a table, as a page shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.errors import Unknown
from app.reports.asked import Asked
from app.reports.forms import Form
from app.reports.forms.form import PAGE
from app.reports.forms.levels import APART
from app.reports.members import Member
from app.reports.switches import Switches
from app.services.report_page import Wanted, asked_in, known_form
from app.services.reports import Cell
from app.store.engine import Connection, Database
from app.store.offices import offices_of
from app.store.setup import Setup, read_setup
from workflows import commands as cmd
from workflows.desk_rights import RIGHTS
from workflows.officer import Officer

TOTAL = "toàn biểu"
# Who may ask for a correction, of the cases of their own office (`workflows.desk_rights`).
_REPAIRERS = RIGHTS[cmd.CorrectEvent]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseLine:
    """A case with the names of its office and field.

    Attributes:
        repairable: whether the officer may ask for a correction of it.
    """

    member: Member
    office: str
    field: str
    repairable: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CasesPage:
    """Some cases of a number.

    Attributes:
        own: the choices its office counts by.
        head: the headings over the number.
        row: the name of its line; empty for the total.
        count: the number itself.
        next: what the next page comes after; None on the last.
        notices: what must stand beside cases of these offices.
    """

    form: Form
    asked: Asked
    own: Switches
    cell: Cell
    head: str
    row: str
    lines: tuple[CaseLine, ...]
    count: int
    next: str | None
    notices: tuple[str, ...]


def cases_page(
    database: Database, officer: Officer, wanted: Wanted, cell: Cell, *, after: str = ""
) -> CasesPage:
    """A page of the cases behind a number, those whose codes come after `after`.

    Raises:
        Unknown: for a form or a cell there is none of, and an office that is none of the officer's.
        BadInput: as `app.services.report_page.table_page`, and for a row there is none of.
    """
    with database.reading() as connection:
        asked, own = asked_in(connection, officer, wanted)
        form, setup = known_form(wanted.form), read_setup(connection)
        head = head_of(form, asked, cell.name)
        found = form.cases(
            connection, asked, cell.name, cell.row, after=after or None, limit=PAGE + 1
        )
        more = len(found) > PAGE
        count = form.count(connection, asked, cell.name, cell.row) if more or after else len(found)
        notices = notices_of(connection, setup, asked)
    return CasesPage(
        form=form,
        asked=asked,
        own=own,
        cell=cell,
        head=head,
        row=row_of(setup, form, cell.row),
        lines=tuple(lines_of(setup, officer, found[:PAGE])),
        count=count,
        next=found[PAGE - 1].case_code if more else None,
        notices=notices,
    )


def head_of(form: Form, asked: Asked, cell: str) -> str:
    """The headings over a number, with the printed number of its column.

    Raises:
        Unknown: for a cell the form does not print, and where none of its numbers opens.
    """
    columns = form.layout(asked.variant, asked.switches).columns
    found = next((one for one in columns if one.cell == cell and one.kind == "int"), None)
    if found is None or not form.opens:
        raise Unknown("cell", f"biểu {form.code} không có con số này để mở")
    mark = found.number.partition("=")[0]
    return f"{found.full_head} {mark}".strip()


def row_of(setup: Setup, form: Form, key: str | None) -> str:
    """What a line is called, by its key: a field, an office, a section, or both."""
    if key is None:
        return TOTAL
    section, apart, code = key.rpartition(APART)
    heads = {one.code: one.head for one in form.sections}
    by_office = bool(heads) and not apart
    named = setup.agencies.get(code) if by_office else setup.fields.get(code)
    parts = (heads.get(section, section), named.name if named else code)
    return " – ".join(filter(None, parts)) or "không thuộc lĩnh vực nào"


def lines_of(setup: Setup, officer: Officer, found: Sequence[Member]) -> Iterator[CaseLine]:
    """Cases with their names."""
    for one in found:
        field, office = setup.fields.get(one.field), setup.agencies.get(one.agency)
        yield CaseLine(
            member=one,
            office=office.name if office else one.agency,
            field=field.name if field else one.field,
            repairable=_repairable(officer, one),
        )


def notices_of(connection: Connection, setup: Setup, asked: Asked) -> tuple[str, ...]:
    """What must stand beside the cases of these offices."""
    found = (setup.agencies.get(code) for code in offices_of(connection, asked.scope) or ())
    said = (office.notice for office in found if office)
    return tuple(dict.fromkeys(notice for notice in said if notice))


def _repairable(officer: Officer, one: Member) -> bool:
    # A petition is put right in its own register.
    return not one.petition and bool(officer.roles_at(one.agency).intersection(_REPAIRERS))
