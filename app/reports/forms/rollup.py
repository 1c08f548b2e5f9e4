"""II.06a added up over many offices: a section for each level, a line for each field or office.

One aggregate counts everything; what stands behind a line is asked with the scope of that line, so
the list and the number are the same question.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.reports.asked import Asked
from app.reports.cells import cells_of, identities_of
from app.reports.counting import count_of
from app.reports.forms import form_of
from app.reports.forms.catalogue import in_force
from app.reports.forms.form import Form, Section
from app.reports.forms.levels import APART, Offices, of_levels, stood
from app.reports.members import Member, members, no_such_row
from app.reports.printed import dotted
from app.reports.table import Cells, Table, TableRow, added
from app.reports.tallies import tallied
from app.reports.tallying import Key
from app.store.engine import Connection
from app.store.offices import offices_of
from app.store.setup import Setup, read_setup
from workflows.agency import Agency, Level

BY_OFFICE = "don-vi"  # the variant with a line for each office
LETTERS = "ABCDEFGH"

Counts = Mapping[tuple[str, str], Cells]  # by level, and by field or office


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """What the lines of a roll-up are made of; `offices` are those of the scope, by code."""

    asked: Asked
    form: Form
    setup: Setup
    offices: tuple[Agency, ...]
    names: tuple[str, ...]
    counts: Counts

    @property
    def by_office(self) -> bool:
        """Whether each line is an office, not a field."""
        return self.asked.variant == BY_OFFICE

    def counted(self, levels: Sequence[Level], name: str) -> Cells:
        """What was counted on these levels of a field or an office."""
        found = (self.counts.get((level, name), {}) for level in levels)
        return added(found, self.names)

    def has_any(self, levels: Sequence[Level], name: str) -> bool:
        """Whether anything was."""
        return any((level, name) in self.counts for level in levels)


def rolled_up(connection: Connection, asked: Asked, form: Form) -> Table:
    """The table of all offices of the scope, in the sections of the form."""
    frame = _frame(connection, asked, form)
    present = [section for section in form.sections if _present(frame, section)]
    rows = tuple(
        row
        for letter, section in zip(LETTERS, present, strict=False)
        for row in _section(frame, section, letter)
    )
    return Table(
        form=form.code,
        scope=asked.scope,
        period=asked.period,
        as_known_at=asked.as_known_at,
        rows=rows,
        total=added((row.cells for row in rows if row.kind == "row"), frame.names),
        identities=identities_of(asked.switches),
        notices=(*_left_out(frame), *_tree(asked)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RollUp:
    """What the query.py of a roll-up offers; `form` is its official number."""

    form: str

    def table(self, connection: Connection, asked: Asked) -> Table:
        """The table of all offices of the scope."""
        return rolled_up(connection, asked, form_of(self.form))

    def cases(
        self,
        connection: Connection,
        asked: Asked,
        cell: str,
        row: str | None,
        *,
        after: str | None,
        limit: int,
    ) -> tuple[Member, ...]:
        """The cases behind a cell of a line or a subtotal; of the total for None.

        Raises:
            BadInput: for a cell or a line the table does not have.
        """
        put, field = _behind(connection, asked, form_of(self.form), row)
        return members(connection, put, cell, field, after=after, limit=limit)

    def count(self, connection: Connection, asked: Asked, cell: str, row: str | None) -> int:
        """How many those are, without the rest of the table.

        Raises:
            BadInput: as `cases`.
        """
        put, field = _behind(connection, asked, form_of(self.form), row)
        return count_of(connection, put, cell, field)


def _behind(
    connection: Connection, asked: Asked, form: Form, row: str | None
) -> tuple[Asked, str | None]:
    """The question and the field that a line is about."""
    scope, field = _place(connection, asked, form, row)
    return replace(asked, scope=scope), field


def _place(
    connection: Connection, asked: Asked, form: Form, row: str | None
) -> tuple[Offices, str | None]:
    of_section = {one.code: one.levels for one in form.sections}
    every = tuple(level for levels in of_section.values() for level in levels)
    if row is None:
        return of_levels(connection, asked.scope, every), None
    code, apart, field = row.partition(APART)
    by_office = asked.variant == BY_OFFICE
    if not apart and by_office:
        return of_levels(connection, asked.scope, every).just(code), None
    if not apart or code not in of_section or (field and by_office):
        raise no_such_row(row)
    return of_levels(connection, asked.scope, of_section[code]), field or None


def _frame(connection: Connection, asked: Asked, form: Form) -> _Frame:
    setup = read_setup(connection)
    codes = offices_of(connection, asked.scope)
    return _Frame(
        asked=asked,
        form=form,
        setup=setup,
        offices=tuple(
            setup.agencies[code] for code in sorted(setup.agencies if codes is None else codes)
        ),
        names=cells_of(asked.switches),
        counts=_counts(connection, asked),
    )


def _counts(connection: Connection, asked: Asked) -> Counts:
    line: Key = "agency" if asked.variant == BY_OFFICE else "field"
    return {
        (level, name): cells for (level, name), cells in tallied(connection, asked, "level", line)
    }


def _present(frame: _Frame, section: Section) -> bool:
    """Whether an office of it stood in the period, or has something to count."""
    counted = any(level in section.levels for level, _ in frame.counts)
    return counted or any(_stood(frame, office, section) for office in frame.offices)


def _stood(frame: _Frame, office: Agency, section: Section) -> bool:
    period = frame.asked.period
    return office.level in section.levels and stood(office, period.first, period.last)


def _section(frame: _Frame, section: Section, letter: str) -> Iterator[TableRow]:
    head, whole = f"{letter}. {section.head}", f"{section.code}{APART}"
    rows = [
        TableRow(
            field=name,
            key=code if frame.by_office else f"{whole}{code}",
            section=head,
            cells=frame.counted(section.levels, code),
        )
        for code, name in _lines(frame, section)
    ]
    yield TableRow(field=head, cells={}, key=whole, section=head, kind="section")
    yield from rows
    yield TableRow(
        field=f"Cộng phần {letter}",
        cells=added((row.cells for row in rows), frame.names),
        key=whole,
        section=head,
        kind="subtotal",
    )


def _lines(frame: _Frame, section: Section) -> Iterator[tuple[str, str]]:
    """Code and name of the fields or offices that have something to count, or could have."""
    if frame.by_office:
        could = {office.code for office in frame.offices if _stood(frame, office, section)}
        names = {office.code: office.name for office in frame.offices}
    else:
        could = _fields(frame, section)
        names = {field.code: field.name for field in frame.setup.fields.values()}
    for code, name in names.items():
        if code in could or frame.has_any(section.levels, code):
            yield code, name


def _fields(frame: _Frame, section: Section) -> set[str]:
    found = in_force(frame.setup, frame.asked.period.last)
    return {one.field for one in found if not set(section.levels).isdisjoint(one.levels)}


def _left_out(frame: _Frame) -> tuple[str, ...]:
    """A sentence about cases that no section holds, voided ones too, so that nobody misses them."""
    inside = {level for section in frame.form.sections for level in section.levels}
    lines = [cells for (level, _), cells in frame.counts.items() if level not in inside]
    count = sum(cells["received.total"] + cells["voided"] for cells in lines)
    if not count:
        return ()
    words = "hồ sơ của cơ quan ở cấp không thuộc biểu này; các hồ sơ đó không được đếm ở đây"
    return (f"Phạm vi được hỏi còn có {dotted(count)} {words}.",)


def _tree(asked: Asked) -> tuple[str, ...]:
    """A sentence where the cases are those of a past day and the offices are not."""
    if asked.as_known_at is None:
        return ()
    return ("Đơn vị, cấp và trực thuộc của đơn vị lấy theo danh mục hiện tại.",)
