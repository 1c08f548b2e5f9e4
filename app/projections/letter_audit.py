"""Whether the numbers of the letters stand in a row: none given twice, none without a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.store.audit import Damaged, Fault
from app.store.engine import Connection
from app.store.event_log import EVENTS
from app.store.files import FILES
from app.store.letter_numbers import LETTER_NUMBERS, LETTERS, SERIES, first_free

# One such letter lists several cases, and the log of each of them tells of it.
SHARED = ("handover", "register")
_OF_SERIES = [LETTERS.c[name] for name in SERIES]


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterFile:
    """The file of a letter; `kept_here`: the folder of this database's files was given it."""

    case_code: str
    number: str
    sha256: str
    kept_here: bool


def letter_files(connection: Connection) -> list[LetterFile]:
    """Each file that a letter names, once, by the first letter that does."""
    columns = (LETTERS.c.case_code, LETTERS.c.number, LETTERS.c.file, FILES.c.sha256)
    joined = LETTERS.outerjoin(FILES, FILES.c.sha256 == LETTERS.c.file)
    query = select(*columns).select_from(joined)
    found: dict[str, LetterFile] = {}
    order = LETTERS.c.issued_at, LETTERS.c.case_code, LETTERS.c.version
    for code, number, sha256, kept in connection.execute(query.order_by(*order)):
        one = LetterFile(case_code=code, number=number, sha256=sha256, kept_here=kept is not None)
        found.setdefault(sha256, one)
    return [*found.values()]


def check_numbers(connection: Connection) -> None:
    """Look at every number of every letter.

    Raises:
        Damaged: at the first number that two letters have, or that was given and no letter has.
    """
    _no_double(connection)
    _no_gap(connection)


def unknown_letter(connection: Connection) -> Fault:
    """The first letter, by its case, that stands in the table and of whose case there is no log."""
    lost = LETTERS.c.case_code.not_in(select(EVENTS.c.case_code))
    order = LETTERS.c.case_code, LETTERS.c.version
    row = connection.execute(select(LETTERS).where(lost).order_by(*order).limit(1)).mappings().one()
    return extra_letter(dict(row))


def extra_letter(row: Mapping[str, Any]) -> Fault:
    """What is said of a row of `letters` that the log does not make."""
    return Fault(
        place=f"bảng letters, văn bản số {row['number']} của hồ sơ {row['case_code']}",
        words="không có trong nhật ký; hãy chạy motcua rebuild",
    )


def _no_double(connection: Connection) -> None:
    rows, cases = func.count(), func.count(LETTERS.c.case_code.distinct())
    other_letter = func.min(LETTERS.c.file) != func.max(LETTERS.c.file)
    alone = LETTERS.c.kind.not_in(SHARED)
    query = select(*_OF_SERIES, LETTERS.c.serial).group_by(*_OF_SERIES, LETTERS.c.serial)
    query = query.having(and_(rows > 1, or_(alone, other_letter, cases < rows)))
    found = connection.execute(query.order_by(*_OF_SERIES, LETTERS.c.serial).limit(1)).first()
    if found is not None:
        raise Damaged(_doubled(connection, found))


def _doubled(connection: Connection, found: Any) -> Fault:
    same = and_(*(LETTERS.c[name] == value for name, value in found._mapping.items()))
    query = select(LETTERS.c.case_code, LETTERS.c.number).where(same)
    one, other, *_ = connection.execute(query.order_by(LETTERS.c.issued_at, LETTERS.c.case_code))
    words = f"đã cấp hai lần, cho hồ sơ {one.case_code} và hồ sơ {other.case_code}"
    return Fault(place=_place(found, one.number), words=words)


def _no_gap(connection: Connection) -> None:
    of_row = and_(*(LETTERS.c[name] == LETTER_NUMBERS.c[name] for name in SERIES))
    given = LETTERS.c.serial.between(1, LETTER_NUMBERS.c.last)
    held = select(func.count(LETTERS.c.serial.distinct())).where(of_row, given)
    query = select(LETTER_NUMBERS).where(held.scalar_subquery() < LETTER_NUMBERS.c.last)
    order = [LETTER_NUMBERS.c[name] for name in SERIES]
    if (row := connection.execute(query.order_by(*order).limit(1)).first()) is not None:
        series = (row.agency, row.kind, row.year, row.training)
        place = _place(row, str(first_free(connection, series, after=0)))
        raise Damaged(Fault(place=place, words="đã cấp mà không có văn bản nào trong nhật ký"))


def _place(series: Any, number: str) -> str:
    practice = " (tập huấn)" if series.training else ""
    row = f"{series.agency}, loại {series.kind}, năm {series.year}{practice}"
    return f"số văn bản {number} của {row}"
