"""The cases behind a number as files: all of them, in one glance at the log, texts stay texts."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.reports.asked import Asked
from app.reports.forms import Form
from app.reports.out.csv import harmless
from app.services.report_cases_page import CaseLine, head_of, lines_of, notices_of, row_of
from app.services.report_page import Wanted, asked_in, known_form
from app.services.reports import Cell
from app.services.sheets import Cell as Value
from app.services.sheets import Column, frame, written
from app.services.xes import Sink
from app.store.engine import Connection, Database
from app.store.setup import Setup, read_setup
from sla.zone import local
from workflows.officer import Officer

BATCH = 1_000  # cases read at a time

COLUMNS: tuple[Column, ...] = (
    Column(head="Mã hồ sơ", width=24, cell=lambda one: one.member.case_code),
    Column(head="Cơ quan", width=28, cell=lambda one: one.office),
    Column(head="Lĩnh vực", width=24, cell=lambda one: one.field),
    Column(head="Hạn trả kết quả", width=16, cell=lambda one: one.member.due_at),
    Column(head="Lúc", width=16, cell=lambda one: one.member.at),
    Column(head="Vì sao ở đây", width=60, cell=lambda one: one.member.reason),
    Column(head="Vì sao không ở cột bên", width=60, cell=lambda one: one.member.not_next),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Number:
    """A number that was found to be one of a table the officer may open."""

    connection: Connection
    officer: Officer
    setup: Setup
    form: Form
    asked: Asked
    cell: Cell

    @property
    def title(self) -> str:
        """What it counts."""
        head = head_of(self.form, self.asked, self.cell.name)
        return f"{self.form.number}: {head} – {row_of(self.setup, self.form, self.cell.row)}"

    def lines(self) -> Iterator[CaseLine]:
        """Its cases in the order of their codes, some at a time."""
        after: str | None = None
        while True:
            found = self.form.cases(
                self.connection,
                self.asked,
                self.cell.name,
                self.cell.row,
                after=after,
                limit=BATCH,
            )
            yield from lines_of(self.setup, self.officer, found)
            if len(found) < BATCH:
                return
            after = found[-1].case_code


def cases_xlsx(database: Database, officer: Officer, wanted: Wanted, cell: Cell) -> bytes:
    """The cases as an XLSX file; it says where it had to be cut.

    Raises:
        As `app.services.report_cases_page.cases_page`.
    """
    with database.reading() as connection:
        one = _number(connection, officer, wanted, cell)
        days = f"Kỳ báo cáo: {_day(one.asked.period.first)} – {_day(one.asked.period.last)}"
        marks = notices_of(connection, one.setup, one.asked)
        head = [one.title, days, *frame(connection, officer, wanted.now)]
        return written(dict.fromkeys((*head, *marks)), one.lines(), COLUMNS)


def cases_csv(database: Database, officer: Officer, wanted: Wanted, cell: Cell, out: Sink) -> None:
    """The cases as CSV that Excel reads as UTF-8, written bit by bit.

    Raises:
        As `app.services.report_cases_page.cases_page`.
    """
    with database.reading() as connection:
        csv_of(_number(connection, officer, wanted, cell).lines(), COLUMNS, out)


def csv_of(lines: Iterable[object], columns: Sequence[Column], out: Sink) -> None:
    """Lines as CSV that Excel reads as UTF-8, written bit by bit."""
    out.write(b"\xef\xbb\xbf" + _row([column.head for column in columns]))
    for line in lines:
        out.write(_row([_text(column.cell(line)) for column in columns]))


def _number(connection: Connection, officer: Officer, wanted: Wanted, cell: Cell) -> _Number:
    asked, _ = asked_in(connection, officer, wanted)
    form = known_form(wanted.form)
    head_of(form, asked, cell.name)
    return _Number(
        connection=connection,
        officer=officer,
        setup=read_setup(connection),
        form=form,
        asked=asked,
        cell=cell,
    )


def _row(values: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode()


def _text(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y %H:%M}"
    return harmless(str(value or ""))


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}"
