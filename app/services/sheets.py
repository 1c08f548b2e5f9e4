"""A list or a search as a spreadsheet: texts stay texts, whatever they begin with."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from xlsxwriter import Workbook

from app.lists import search
from app.lists.catalogue import list_of
from app.lists.filters import Filters
from app.lists.read import EVERYTHING, Window, page
from app.services.lists import Line, lines_of
from app.store.engine import Connection, Database
from app.store.setup import read_setup
from app.store.visible import offices
from sla.words import instant_in_words
from sla.zone import local
from workflows.agency import Agency
from workflows.case import State
from workflows.officer import Officer
from workflows.words import CHANNELS, REASONS, STATES, TRAINING

MOST_ROWS = 50_000
LONGEST = 32_000  # letters of a cell; a spreadsheet holds a little more
_PAGE = 1_000
_OPTIONS = {
    "constant_memory": True,
    "in_memory": False,
    "remove_timezone": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cell = str | int | datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: its heading, its width in letters, and what stands in it."""

    head: str
    width: int
    cell: Callable[[Any], Cell]


def _waiting(line: Line) -> Cell:
    reason = line.row.waits_for
    return REASONS.get(reason, "chờ công dân bổ sung") if reason else None


COLUMNS: tuple[Column, ...] = (
    Column(head="Mã hồ sơ", width=24, cell=lambda line: line.row.code),
    Column(head="Người nộp", width=28, cell=lambda line: line.row.applicant),
    Column(head="Thủ tục", width=40, cell=lambda line: line.procedure),
    Column(head="Lĩnh vực", width=18, cell=lambda line: line.field),
    Column(head="Cơ quan", width=28, cell=lambda line: line.agency),
    Column(head="Trạng thái", width=20, cell=lambda line: STATES[State(line.row.state)]),
    Column(head="Kênh nộp", width=14, cell=lambda line: CHANNELS.get(line.row.channel)),
    Column(head="Đến lúc", width=16, cell=lambda line: line.row.arrived_at),
    Column(head="Hạn tiếp nhận", width=16, cell=lambda line: line.row.intake_due_at),
    Column(head="Tiếp nhận lúc", width=16, cell=lambda line: line.row.accepted_at),
    Column(head="Hạn trả kết quả", width=16, cell=lambda line: line.row.due_at),
    Column(
        head="Còn lại hoặc quá (giờ làm việc)",
        width=24,
        cell=lambda line: line.left.in_words() if line.left else None,
    ),
    Column(head="Bước đang làm", width=24, cell=lambda line: ", ".join(line.steps)),
    Column(
        head="Người xử lý",
        width=18,
        cell=lambda line: ", ".join(one.assignee for one in line.row.steps if one.assignee),
    ),
    Column(head="Hạn của bước", width=16, cell=lambda line: line.row.step_due_at),
    Column(head="Đang chờ", width=24, cell=_waiting),
    Column(head="Chờ từ lúc", width=16, cell=lambda line: line.row.waits_since),
    Column(head="Có kết quả lúc", width=16, cell=lambda line: line.row.closed_at),
    Column(head="Phí phải thu (đồng)", width=18, cell=lambda line: line.row.fee_due),
    Column(head="Phí đã thu (đồng)", width=16, cell=lambda line: line.row.fee_paid or None),
    Column(head="Ghi chú", width=30, cell=lambda line: TRAINING if line.row.training else None),
)


def list_sheet(
    database: Database,
    officer: Officer,
    code: str,
    *,
    filters: Filters = EVERYTHING,
    now: datetime,
) -> bytes:
    """A list with its filters as an XLSX file, in the order of the screen.

    Raises:
        Unknown: for a list that is not there, or not for the officer's roles.
    """
    one = list_of(officer, code)
    narrowed = [f"{name}: {value}" for name, value in filters.in_words()]
    with database.reading() as connection:
        head = [one.title, *narrowed, *frame(connection, officer, now)]
        return written(head, _listed(connection, officer, code, filters, now))


def search_sheet(database: Database, officer: Officer, text: str, *, now: datetime) -> bytes:
    """What a search has found as an XLSX file, newest first."""
    with database.reading() as connection:
        head = [f"Tìm kiếm: {text[:LONGEST]}", *frame(connection, officer, now)]
        found = search.find(connection, officer, text, MOST_ROWS + 1)
        return written(head, iter(lines_of(connection, found.rows, "case", now=now)))


def frame(connection: Connection, officer: Officer, now: datetime) -> Iterator[str]:
    """Who took it out and when, and what must stand beside the cases of these offices."""
    yield f"Xuất lúc {instant_in_words(now)}, người xuất: {officer.name}"
    agencies: dict[str, Agency] = dict(read_setup(connection).agencies)
    seen = (agencies[code].notice for code in offices(connection, officer) if code in agencies)
    yield from dict.fromkeys(notice for notice in seen if notice)


def _listed(
    connection: Connection, officer: Officer, code: str, filters: Filters, now: datetime
) -> Iterator[Line]:
    clock, window = list_of(officer, code).clock, Window(size=_PAGE)
    while True:
        found = page(connection, officer, code, filters=filters, window=window, now=now)
        yield from lines_of(connection, found.rows, clock, now=now)
        if found.next is None:
            return
        window = Window(after=found.next, size=_PAGE)


def written(
    head: Iterable[str], lines: Iterator[Any], columns: Sequence[Column] = COLUMNS
) -> bytes:
    """Lines under their headings as an XLSX file; above them the sentences of `head`."""
    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet("Danh sách")
        formats = {
            "bold": book.add_format({"bold": True}),
            "instant": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            "amount": book.add_format({"num_format": "#,##0"}),
        }
        _fill(sheet, formats, head, lines, columns)
    return out.getvalue()


def _fill(
    sheet: Any,
    formats: dict[str, Any],
    head: Iterable[str],
    lines: Iterator[Any],
    columns: Sequence[Column],
) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    top = 0
    for top, text in enumerate(head, start=1):
        sheet.write_string(top - 1, 0, text[:LONGEST], formats["bold"] if top == 1 else None)
    for place, column in enumerate(columns):
        sheet.write_string(top, place, column.head, formats["bold"])
    sheet.freeze_panes(top + 1, 1)
    last = top
    for last, line in enumerate(islice(lines, MOST_ROWS), start=top + 1):
        for place, column in enumerate(columns):
            _write(sheet, formats, (last, place), column.cell(line))
    if next(lines, None) is not None:
        told = f"Chỉ xuất {MOST_ROWS:,} hồ sơ đầu; hãy lọc hẹp hơn để xuất phần còn lại."
        sheet.write_string(last + 1, 0, told.replace(",", "."))


def _write(sheet: Any, formats: dict[str, Any], at: tuple[int, int], value: Cell) -> None:
    # Important: never `write`, which makes formulas and links out of what citizens call themselves.
    if isinstance(value, datetime):
        sheet.write_datetime(*at, local(value), formats["instant"])
    elif isinstance(value, int):
        sheet.write_number(*at, value, formats["amount"])
    elif value:
        sheet.write_string(*at, value[:LONGEST])
