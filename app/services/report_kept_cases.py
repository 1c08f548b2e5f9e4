"""The cases of a number of a signed table: those that were signed, whatever became of them.

The codes come out of the edition itself, so that they are always as many as the number says. Why a
case stands there is told by the log of today, as far as that still places it there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from app.errors import BadInput, Unknown
from app.reports.asked import Asked
from app.reports.forms import Form, form_of
from app.reports.forms.form import PAGE
from app.reports.kept import from_kept
from app.reports.members import Member, no_such_row
from app.reports.placements import from_json
from app.reports.table import Table, TableRow
from app.services.report_cases_page import TOTAL, CaseLine, head_of, lines_of
from app.services.report_cases_sheet import csv_of
from app.services.reports import Cell
from app.services.sealing import whole_seen
from app.services.sheets import Column, written
from app.services.xes import Sink
from app.store.engine import Connection, Database
from app.store.sealed import Sealed, Whole
from app.store.setup import read_setup
from workflows.officer import Officer

GONE = "Nay không còn đứng ở ô này"
COLUMNS: tuple[Column, ...] = (
    Column(head="Mã", width=24, cell=lambda one: one.code),
    Column(head="Dòng của biểu đã ký", width=40, cell=lambda one: one.row),
    Column(head="Hạn trả kết quả", width=16, cell=lambda one: one.told and one.told.member.due_at),
    Column(
        head="Vì sao ở đây",
        width=60,
        cell=lambda one: one.told.member.reason if one.told else GONE,
    ),
    Column(
        head="Vì sao không ở cột bên",
        width=60,
        cell=lambda one: one.told and one.told.member.not_next,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptLine:
    """A case that was signed in a number.

    Attributes:
        row: the lines of the table it stands in.
        told: the case as the log of today places it there; None where it does so no more.
    """

    code: str
    row: str
    told: CaseLine | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptPage:
    """Some cases of a number of a signed table; otherwise as `CasesPage`.

    Attributes:
        office: its name as it was signed.
        row: the name of the line as it was signed.
        gone: how many of `lines` stand there no more.
    """

    form: Form
    sealed: Sealed
    office: str
    head: str
    row: str
    lines: tuple[KeptLine, ...]
    count: int
    next: str | None

    @property
    def gone(self) -> int:
        """How many of the lines stand in this cell no more."""
        return sum(line.told is None for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class _Number:
    """A number that was found to be one of a signed table."""

    connection: Connection
    officer: Officer
    kept: Whole
    table: Table
    form: Form
    cell: Cell

    @property
    def asked(self) -> Asked:
        """The question as it was asked, known as it was known then."""
        one = self.kept.sealed
        return Asked(
            scope=self.table.scope,
            period=self.table.period,
            now=one.counted_at,
            as_known_at=one.as_known_at or one.counted_at,
            switches=self.table.switches,
            variant=one.whose.variant,
        )

    @property
    def head(self) -> str:
        """The headings over the number."""
        return head_of(self.form, self.asked, self.cell.name)

    @cached_property
    def rows(self) -> Mapping[str, str]:
        """The lines whose cases it counts: their names by key."""
        return {row.key: row.field for row in _rows(self.table, self.cell.row)}

    @property
    def row(self) -> str:
        """What its line is called."""
        if self.cell.row is None:
            return TOTAL
        return next(row.field for row in self.table.rows if row.key == self.cell.row)

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Every case with the lines it stands in, in the order of the codes."""
        found: dict[str, str] = {}
        for code, row, cells in from_json(self.kept.cases).rows():
            if row in self.rows and self.cell.name in cells:
                found[code] = "; ".join(filter(None, (found.get(code), self.rows[row])))
        return found

    def lines(self, after: str, most: int) -> list[KeptLine]:
        """So many of its cases, those behind a code, each with what the log of today tells."""
        rest = (code for code in self.codes if code > after)
        codes = list(islice(rest, most))
        told = self._told(codes, after)
        return [KeptLine(code=code, row=self.codes[code], told=told.get(code)) for code in codes]

    def every(self) -> Iterator[KeptLine]:
        """All of its cases, some at a time."""
        after = ""
        while found := self.lines(after, PAGE):
            yield from found
            after = found[-1].code

    def _told(self, codes: Sequence[str], after: str) -> Mapping[str, CaseLine]:
        setup = read_setup(self.connection)
        try:
            live = list(self._live(codes, after))
        except (BadInput, Unknown):
            return {}  # The line itself, or its office, is no longer there.
        return {one.member.case_code: one for one in lines_of(setup, self.officer, live)}

    def _live(self, codes: Sequence[str], after: str) -> Iterator[Member]:
        """What the log of today places in the cell between two codes, page by page."""
        last = after if codes else None
        while last is not None:
            name, row = self.cell.name, self.cell.row
            page = self.form.cases(
                self.connection, self.asked, name, row, after=last or None, limit=PAGE
            )
            yield from page
            whole = len(page) < PAGE or page[-1].case_code >= codes[-1]
            last = None if whole else page[-1].case_code


def kept_page(
    database: Database, officer: Officer, number: int, cell: Cell, *, after: str = ""
) -> KeptPage:
    """A page of the cases of a number of a signed table, those whose codes come after `after`.

    Raises:
        Unknown: where there is no such edition for the officer, and for a number that does not
            open.
        BadInput: for a row the signed table does not have.
    """
    with database.reading() as connection:
        one = _number(connection, officer, number, cell)
        lines = one.lines(after, PAGE + 1)
    return KeptPage(
        form=one.form,
        sealed=one.kept.sealed,
        office=one.kept.figures["office"]["name"],
        head=one.head,
        row=one.row,
        lines=tuple(lines[:PAGE]),
        count=len(one.codes),
        next=lines[PAGE - 1].code if len(lines) > PAGE else None,
    )


def kept_xlsx(database: Database, officer: Officer, number: int, cell: Cell) -> bytes:
    """The same cases, all of them, as an XLSX file.

    Raises:
        As `kept_page`.
    """
    with database.reading() as connection:
        one = _number(connection, officer, number, cell)
        return written(_title(one), one.every(), COLUMNS)


def kept_csv(database: Database, officer: Officer, number: int, cell: Cell, out: Sink) -> None:
    """The same as CSV that Excel reads as UTF-8, written bit by bit.

    Raises:
        As `kept_page`.
    """
    with database.reading() as connection:
        one = _number(connection, officer, number, cell)
        csv_of(one.every(), COLUMNS, out)


def _number(connection: Connection, officer: Officer, number: int, cell: Cell) -> _Number:
    kept = whole_seen(connection, officer, number)
    table = from_kept(kept.figures["table"])
    if cell.row is not None and not _rows(table, cell.row):
        raise no_such_row(cell.row)
    form = form_of(table.form)
    one = _Number(
        connection=connection, officer=officer, kept=kept, table=table, form=form, cell=cell
    )
    head_of(form, one.asked, cell.name)
    return one


def _rows(table: Table, key: str | None) -> Sequence[TableRow]:
    """The lines behind one: itself, those of its section, or all of them for the total."""
    rows = [row for row in table.rows if row.kind == "row"]
    if key is None:
        return rows
    heads = {row.section for row in table.rows if row.key == key and row.kind != "row"}
    return [row for row in rows if row.key == key or row.section in heads]


def _title(one: _Number) -> list[str]:
    sealed, period = one.kept.sealed, one.table.period
    return [
        f"{one.form.number}: {one.head} – {one.row}",
        f"Bản đã ký số {sealed.edition}, {one.kept.figures['office']['name']}",
        f"Kỳ báo cáo: {period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}",
    ]
