"""What the pages of letters show: an office's letters on a page and as a spreadsheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.errors import BadInput, Unknown
from app.lists.letters import LettersAsked, OfficeLetter, all_of, counted, part_of
from app.services.case_people import names
from app.services.sheets import MOST_ROWS, Column, frame, written
from app.store.engine import Database
from app.store.setup import Setup, read_setup
from app.store.visible import offices
from sla.zone import day_number, day_of, midnight
from workflows.agency import Agency
from workflows.events import LetterKind
from workflows.officer import Officer
from workflows.words import LETTERS

SIZE = 50  # letters of a page
EARLIEST, LATEST = 1990, 2200  # years somebody can mean


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What somebody asked for: local days, both included; None is the usual office, every kind.

    Attributes:
        text: a number or the code of a case; then the days do not matter.

    Raises:
        BadInput: when the days are not in order, or of a year that nobody means.
    """

    first: date
    last: date
    agency: str | None = None
    kind: LetterKind | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if any(not EARLIEST <= day.year <= LATEST for day in (self.first, self.last)):
            raise BadInput(f"chọn ngày từ năm {EARLIEST} đến năm {LATEST}", field="from")
        if self.last < self.first:
            raise BadInput("ngày cuối phải từ ngày đầu trở đi", field="to")


@dataclass(frozen=True, kw_only=True, slots=True)
class LettersPage:
    """A page of the letters of an office.

    Attributes:
        office: whose letters they are; None for somebody who sees no office.
        offices: names by code, to choose from.
        names: of those who issued them, by login.
        count: of all that was asked for.
        next: the mark after which the others come; None at the end.
    """

    wanted: Wanted
    office: Agency | None
    offices: Mapping[str, str]
    rows: tuple[OfficeLetter, ...] = ()
    names: Mapping[str, str]
    count: int = 0
    next: str | None = None


def letters_page(
    database: Database, officer: Officer, wanted: Wanted, *, after: str | None = None
) -> LettersPage:
    """Some letters of an office, newest first.

    Raises:
        Unknown: for an office whose cases the officer does not see.
        BadInput: for an `after` that no page has given.
    """
    with database.reading() as connection:
        setup, codes = read_setup(connection), offices(connection, officer)
        named = {code: setup.agency(code).name for code in codes}
        office = _office(setup, officer, codes, wanted)
        if office is None:
            return LettersPage(wanted=wanted, office=None, offices=named, names={})
        asked = _asked(office, wanted)
        count = counted(connection, officer, asked)
        found = part_of(connection, officer, asked, after=after, size=SIZE)
        people = names(connection, {row.by for row in found.rows if row.by})
    return LettersPage(
        wanted=wanted,
        office=office,
        offices=named,
        rows=found.rows,
        names=people,
        count=count,
        next=found.next,
    )


def letters_sheet(database: Database, officer: Officer, wanted: Wanted, *, now: datetime) -> bytes:
    """The same as an XLSX file, at most `MOST_ROWS` lines.

    Raises:
        Unknown: for an office whose cases the officer does not see.
    """
    with database.reading() as connection:
        setup, codes = read_setup(connection), offices(connection, officer)
        office = _office(setup, officer, codes, wanted)
        if office is None:
            raise Unknown("agency", "không có giấy tờ của cơ quan nào để xuất")
        asked = _asked(office, wanted)
        # One more than fits, so that a sheet that was cut says so.
        rows = list(all_of(connection, officer, asked, most=MOST_ROWS + 1))
        people = names(connection, {row.by for row in rows if row.by})
        head = [*_head(office, wanted), *frame(connection, officer, now)]
        return written(head, iter(rows), _columns(people))


def _office(
    setup: Setup, officer: Officer, codes: tuple[str, ...], wanted: Wanted
) -> Agency | None:
    own = (grant.agency for grant in officer.grants if grant.agency in codes)
    code = wanted.agency or next(own, None) or next(iter(codes), None)
    if code is not None and code not in codes:
        raise Unknown("agency", "không có giấy tờ của cơ quan này")
    return setup.agency(code) if code is not None else None


def _asked(office: Agency, wanted: Wanted) -> LettersAsked:
    return LettersAsked(
        agency=office.code,
        since=midnight(wanted.first),
        until=midnight(day_of(day_number(wanted.last) + 1)),
        kind=wanted.kind,
        text=wanted.text,
    )


def _head(office: Agency, wanted: Wanted) -> Iterator[str]:
    yield f"Giấy tờ đã phát hành – {office.name}"
    kind = f", {LETTERS[wanted.kind]}" if wanted.kind else ""
    if wanted.text:
        yield f"Tìm theo “{wanted.text}”{kind}"
    else:
        yield f"Từ ngày {wanted.first:%d/%m/%Y} đến ngày {wanted.last:%d/%m/%Y}{kind}"


def _columns(people: Mapping[str, str]) -> tuple[Column, ...]:
    return (
        Column(head="Số", width=14, cell=lambda one: one.number),
        Column(head="Loại giấy tờ", width=44, cell=lambda one: LETTERS[one.kind]),
        Column(head="Phát hành lúc", width=16, cell=lambda one: one.issued_at),
        Column(head="Mã hồ sơ", width=24, cell=lambda one: one.case_code),
        Column(head="Số hồ sơ", width=9, cell=lambda one: one.count),
        Column(head="Người nộp", width=28, cell=lambda one: one.applicant),
        Column(head="Người phát hành", width=24, cell=lambda one: people.get(one.by, one.by)),
        Column(head="Thay cho số", width=14, cell=lambda one: one.replaces),
        Column(head="Được thay bằng số", width=18, cell=lambda one: one.replaced_by),
        Column(head="Đăng công khai lúc", width=18, cell=lambda one: one.published_at),
        Column(head="Tập huấn", width=10, cell=lambda one: "tập huấn" if one.training else None),
    )
