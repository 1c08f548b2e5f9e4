"""A register as a spreadsheet and as CSV: its fifteen columns, texts that stay texts."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from app.letters.facts_register import Entry
from app.letters.facts_words import day_short
from app.lists.register import parts_of
from app.services.register import Book, Wanted, book_of, lines_of, readable
from app.services.sheets import LONGEST, MOST_ROWS, Cell, Column, frame, written
from app.store.engine import Connection, Database
from app.store.setup import Setup, read_setup
from sla.zone import local
from workflows.officer import Officer

_BATCH = 500  # logs read at once
# What a spreadsheet would take for a formula when a text begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS: tuple[Column, ...] = (
    Column(head="(1) TT", width=10, cell=lambda one: one.place),
    Column(head="(2) Mã hồ sơ", width=24, cell=lambda one: one.code),
    Column(head="(3) Tên thủ tục hành chính", width=40, cell=lambda one: one.procedure),
    Column(head="(4) Số lượng hồ sơ (bộ)", width=10, cell=lambda one: int(one.sets)),
    Column(head="(5) Tên cá nhân, tổ chức", width=28, cell=lambda one: one.applicant),
    Column(head="(6) Địa chỉ, số điện thoại", width=34, cell=lambda one: one.contact),
    Column(head="(7) Cơ quan chủ trì giải quyết", width=28, cell=lambda one: one.office),
    Column(head="(8) Nhận hồ sơ", width=16, cell=lambda one: one.accepted),
    Column(head="(9) Hẹn trả kết quả", width=16, cell=lambda one: one.due),
    Column(
        head="(10) Chuyển hồ sơ đến cơ quan giải quyết", width=18, cell=lambda one: one.forwarded
    ),
    Column(head="(11) Nhận kết quả từ cơ quan giải quyết", width=18, cell=lambda one: one.resolved),
    Column(head="(12) Trả kết quả: ngày, tháng, năm", width=18, cell=lambda one: one.delivered),
    Column(
        head="(13) Trả kết quả: phương thức nhận kết quả", width=20, cell=lambda one: one.method
    ),
    Column(head="(14) Trả kết quả: ký nhận", width=24, cell=lambda one: one.signed),
    Column(head="(15) Ghi chú", width=34, cell=lambda one: one.note),
)


def register_sheet(database: Database, officer: Officer, wanted: Wanted, *, now: datetime) -> bytes:
    """A register as an XLSX file, at most `MOST_ROWS` lines.

    Raises:
        Unknown: for an office whose register the officer may not read, or a field nobody loaded.
    """
    with database.reading() as connection:
        setup, book = _opened(connection, officer, wanted)
        head = [*_head(setup, book), *frame(connection, officer, now)]
        return written(head, _lines(connection, setup, book), COLUMNS)


def register_csv(database: Database, officer: Officer, wanted: Wanted) -> bytes:
    """A register as CSV that a spreadsheet reads as UTF-8: one line of heads, then the lines.

    Raises:
        Unknown: as `register_sheet`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.head for column in COLUMNS])
    with database.reading() as connection:
        setup, book = _opened(connection, officer, wanted)
        for one in islice(_lines(connection, setup, book), MOST_ROWS):
            writer.writerow([_text(column.cell(one)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _opened(connection: Connection, officer: Officer, wanted: Wanted) -> tuple[Setup, Book]:
    setup = read_setup(connection)
    return setup, book_of(setup, officer, readable(connection, officer), wanted)


def _lines(connection: Connection, setup: Setup, book: Book) -> Iterator[Entry]:
    # One more than fits, so that a sheet that was cut says so.
    for codes in parts_of(connection, book.asked(), most=MOST_ROWS + 1, size=_BATCH):
        yield from lines_of(connection, setup, book, codes)


def _head(setup: Setup, book: Book) -> Iterator[str]:
    yield f"Sổ theo dõi hồ sơ – {book.office.name}"
    field = f", lĩnh vực {setup.fields[book.field].name}" if book.field else ""
    yield (
        f"Quyển số {book.first.year}, từ ngày {day_short(book.first)}"
        f" đến ngày {day_short(book.last)}{field}"
    )


def _text(value: Cell) -> str | int:
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y %H:%M}"
    if value is None or isinstance(value, int):
        return "" if value is None else value
    return f"'{value[:LONGEST]}" if value.startswith(_FORMULA) else value[:LONGEST]
