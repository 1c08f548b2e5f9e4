"""The register of an office: which book somebody may read, and its lines for some days on a page.

It is read from the log anew each time, so that a correction shows the true times. On paper:
`app.services.register_print`; as a spreadsheet: `app.services.register_sheet`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.errors import BadInput, Unknown
from app.letters.facts_register import Entry, entries
from app.letters.versions import versions
from app.lists.register import RegisterAsked, counted, part_of
from app.services.case_people import ONLOOKERS
from app.services.letter_making import case_of
from app.store.engine import Connection, Database
from app.store.event_log import load_many
from app.store.setup import Setup, read_setup
from app.store.visible import offices
from sla.zone import day_number, day_of, midnight
from workflows.agency import Agency, Role
from workflows.desk_rights import upwards
from workflows.officer import Officer

SIZE = 50  # lines of a page
EACH = 300  # lines of one printed part: a second or two to draw, and nobody waits longer behind it
# Who keeps the book, who leads, and who looks into it.
READERS = (Role.ONE_STOP, Role.CLERK, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What somebody asked for: local days, both included, of one year; None is the usual office.

    Raises:
        BadInput: when the days are not in order, or of two years: a book is opened each year.
    """

    first: date
    last: date
    agency: str | None = None
    field: str | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput("ngày cuối phải từ ngày đầu trở đi", field="to")
        if self.first.year != self.last.year:
            raise BadInput("sổ mở theo từng năm: hãy chọn hai ngày trong cùng một năm", field="to")


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """A register somebody may read.

    Attributes:
        field: its code; None for all fields.
        masked: whether the reader only looks on, and telephone numbers are hidden from them.
    """

    office: Agency
    first: date
    last: date
    field: str | None
    masked: bool

    def asked(self, first: date | None = None, last: date | None = None) -> RegisterAsked:
        """The same for the lists, or for some of its days."""
        return RegisterAsked(
            agency=self.office.code,
            since=midnight(first or self.first),
            until=midnight(day_of(day_number(last or self.last) + 1)),
            field=self.field,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one printed file holds: lines of days under one circular, counted from 1 in these."""

    number: int
    first: date
    last: date
    since: int
    until: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterPage:
    """A page of the register.

    Attributes:
        offices, fields: names by code, to choose from.
        next: the mark after which the other lines come; None at the end.
        parts: the files it can be printed by.
    """

    book: Book
    offices: Mapping[str, str]
    fields: Mapping[str, str]
    entries: tuple[Entry, ...]
    next: str | None
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """How many lines the book has."""
        return sum(part.until - part.since + 1 for part in self.parts)


def register_page(
    database: Database, officer: Officer, wanted: Wanted, *, after: str | None = None
) -> RegisterPage:
    """Some lines of a register, in the order of acceptance.

    Raises:
        Unknown: for an office whose register the officer may not read, or a field nobody loaded.
        BadInput: for an `after` that no page has given.
    """
    with database.reading() as connection:
        setup = read_setup(connection)
        codes = readable(connection, officer)
        book = book_of(setup, officer, codes, wanted)
        parts = parts_in(connection, book)
        found = part_of(connection, book.asked(), after=after, size=SIZE)
        lines = tuple(lines_of(connection, setup, book, found.codes))
    return RegisterPage(
        book=book,
        offices={code: setup.agency(code).name for code in codes},
        fields={field.code: field.name for field in setup.fields.values()},
        entries=lines,
        next=found.next,
        parts=parts,
    )


def readable(connection: Connection, officer: Officer) -> tuple[str, ...]:
    """The codes of the offices whose register an officer may read; at most one query."""
    grants = tuple(grant for grant in officer.grants if grant.role in READERS)
    return offices(connection, replace(officer, grants=grants))


def book_of(setup: Setup, officer: Officer, codes: Sequence[str], wanted: Wanted) -> Book:
    """The book that is meant.

    Args:
        setup: what is loaded.
        officer: who reads.
        codes: what `readable` gave for them.
        wanted: what they asked for.

    Raises:
        Unknown: for an office whose register the officer may not read, or a field nobody loaded.
    """
    own = (code for code in officer.agencies(*READERS) if code in codes)
    code = wanted.agency or next(own, None) or next(iter(codes), None)
    if code is None or code not in codes:
        raise Unknown("agency", "không có sổ theo dõi của cơ quan này")
    if wanted.field is not None and wanted.field not in setup.fields:
        raise Unknown("field", "không có lĩnh vực này")
    around = (code, *(one.code for one in upwards(code, setup.agencies)))
    return Book(
        office=setup.agency(code),
        first=wanted.first,
        last=wanted.last,
        field=wanted.field,
        masked=officer.roles_at(*around) <= ONLOOKERS,
    )


def lines_of(
    connection: Connection, setup: Setup, book: Book, codes: Sequence[str]
) -> Iterator[Entry]:
    """The lines of cases in the given order; one query."""
    logs = load_many(connection, codes)
    found = entries((case_of(logs[code]) for code in codes if code in logs), setup)
    return map(_masked, found) if book.masked else found


def parts_in(connection: Connection, book: Book) -> tuple[Part, ...]:
    """The files a book is printed by: of so many lines, and each on the form of one circular."""
    made: list[Part] = []
    for first, last in _windows(book.first, book.last):
        count = counted(connection, book.asked(first, last))
        for start in range(0, count, EACH):
            until = min(start + EACH, count)
            number = len(made) + 1
            made.append(Part(number=number, first=first, last=last, since=start + 1, until=until))
    return tuple(made)


def _windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days under one circular after the other."""
    while first <= last:
        end = versions().on(first).last
        until = end if end is not None and first <= end < last else last
        yield first, until
        first = day_of(day_number(until) + 1)


def _masked(entry: Entry) -> Entry:
    phone = entry.phone
    return replace(entry, phone="•" * max(len(phone) - 3, 0) + phone[-3:]) if phone else entry
