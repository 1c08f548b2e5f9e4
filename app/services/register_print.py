"""A register on paper: part after part, on the form of the law of its days, without a number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import Unknown
from app.letters.facts import Facts, Issue
from app.letters.facts_register import Entry, register_facts
from app.letters.forms import form_for
from app.letters.legible import sheet_with_gaps
from app.letters.own import own_docx
from app.letters.pdf import pdf_of
from app.lists.register import parts_of
from app.services.letter_drawing import DOCX, PDF, Paper
from app.services.office_templates import content_of
from app.services.register import EACH, Book, Part, Wanted, book_of, lines_of, parts_in, readable
from app.store.engine import Connection, Database
from app.store.office_templates import current
from app.store.setup import Setup, read_setup
from workflows.officer import Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Somebody who reads a register: who, which book, when."""

    officer: Officer
    wanted: Wanted
    now: datetime


def register_print(database: Database, folder: Path, reading: Reading, number: int) -> Paper:
    """One part of a register: a PDF, or a DOCX where the office has a template of its own.

    Args:
        database: where.
        folder: the folder of files, where an office's own template lies.
        reading: who, which book, when.
        number: of the part, from 1.

    Raises:
        Unknown: for an office whose register the officer may not read, or a part there is none of.
        MissingField: when the office has not said what every letter needs.
    """
    with database.reading() as connection:
        book, part, facts = _read(connection, reading, number)
        own = current(connection, book.office.code, "register")
    name = f"register-{book.office.code}-{part.first}-{part.last}-{number}"
    if own is not None:
        content = own_docx(content_of(folder, own), facts)
        return Paper(content=content, media=DOCX, name=f"{name}.docx")
    # What a name lacks is written in by hand: the other lines are wanted all the same.
    sheet = sheet_with_gaps(form_for("register", part.last), facts)
    return Paper(content=pdf_of(sheet, at=reading.now), media=PDF, name=f"{name}.pdf")


def _read(connection: Connection, reading: Reading, number: int) -> tuple[Book, Part, Facts]:
    setup, officer = read_setup(connection), reading.officer
    book = book_of(setup, officer, readable(connection, officer), reading.wanted)
    parts = parts_in(connection, book)
    if not 0 < number <= len(parts):
        raise Unknown("part", f"sổ này không có tệp in thứ {number}")
    part = parts[number - 1]
    issue = _issue(reading, setup, book, _called(part, parts))
    found = tuple(_lines(connection, setup, book, part))
    days = (part.first, part.last)
    facts = register_facts(book.office, found, setup, issue=issue, days=days, since=part.since)
    return book, part, facts


def _lines(connection: Connection, setup: Setup, book: Book, part: Part) -> Iterator[Entry]:
    asked = book.asked(part.first, part.last)
    for codes in parts_of(connection, asked, skip=part.since - 1, most=EACH, size=EACH):
        yield from lines_of(connection, setup, book, codes)


def _issue(reading: Reading, setup: Setup, book: Book, part: str) -> Issue:
    field = setup.fields[book.field].name if book.field else ""
    extra = {"field": field, "part": part}
    return Issue(number=None, at=reading.now, by_name=reading.officer.name, extra=extra)


def _called(part: Part, parts: tuple[Part, ...]) -> str:
    if len(parts) == 1:
        return ""
    return f"phần {part.number}/{len(parts)}: dòng {part.since}–{part.until}"
