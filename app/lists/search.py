"""Finding a case: by its code or the end of it, by telephone, identity number, words of a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.sql import Subquery

from app.lists.lines import ListRow, columns_of, lines_from
from app.store.engine import Connection
from app.store.folding import code_key, folded, id_key, phone_key
from app.store.visible import CASES, as_seen_by, limit_of, seen
from workflows.officer import Officer

SIZE = 50
LONGEST = 500  # letters looked at; a name, a code and a scanned address are shorter
_MOST_WORDS, _LONGEST_WORD, _LONGEST_CODE = 8, 40, 64
_FEWEST_DIGITS = 2
_LATELY = 1_000  # cases looked through for a common name before the index is asked
_SIMPLE: ColumnElement[str] = literal_column("'simple'")
_NAMED = text(
    "SELECT case_names_of.code FROM case_names "
    "JOIN case_names_of ON case_names_of.id = case_names.rowid WHERE case_names MATCH :words"
)
_PARTS = str.maketrans(dict.fromkeys("/?&=#\t\r\n", " "))


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a search has found: the one case that was named, or cases to choose from.

    Attributes:
        exact: the code of the case whose code was typed or scanned; then `rows` is this case.
        rows: the cases, newest first, at most as many as were asked for.
        more: whether there are others.
    """

    exact: str | None = None
    rows: tuple[ListRow, ...] = ()
    more: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a text may mean.

    Attributes:
        codes: the codes it may be, as typed and in capitals, alone or inside an address.
        number: its digits and letters, when it looks like a number or the end of a code.
        phone: the same as a telephone number.
        words: the words of a name; the last one may be unfinished.
    """

    codes: tuple[str, ...]
    number: str | None
    phone: str | None
    words: tuple[str, ...]

    @classmethod
    def read(cls, typed: str) -> Self:
        """Everything a text may mean; any text has a meaning, though it may find nothing."""
        plain = folded(typed[:LONGEST])
        number = _number(plain)
        return cls(
            codes=_codes(typed[:LONGEST]),
            number=number,
            phone=phone_key(number) if number else None,
            words=tuple(word[:_LONGEST_WORD] for word in plain.split()[:_MOST_WORDS]),
        )


def find(connection: Connection, officer: Officer, typed: str, size: int = SIZE) -> Found:
    """The cases an officer may see that a text means, newest first."""
    wanted, asked = Wanted.read(typed), as_seen_by(connection, officer)
    named = connection.execute(_all(seen(CASES.c.code.in_(wanted.codes))), asked).all()
    if named:
        # Two codes that differ in nothing but capitals: the one that was typed comes first.
        first = min(named, key=lambda row: wanted.codes.index(row.code))
        return Found(exact=first.code, rows=lines_from(connection, [first]))
    for rows, enough in _ways(connection, wanted, size):
        found = connection.execute(rows.limit(limit_of(size + 1)), asked).all()
        if len(found) >= enough:
            lines = lines_from(connection, found[:size])
            return Found(rows=lines, more=len(found) > size)
    return Found()


def matches(connection: Connection, wanted: Wanted) -> ColumnElement[bool]:
    """The condition on `cases` that a text is meant, in any of its meanings."""
    return or_(CASES.c.code.in_(wanted.codes), *_meanings(connection, wanted))


def _ways(connection: Connection, wanted: Wanted, size: int) -> Iterator[tuple[Select[Any], int]]:
    """Rows to be taken for the answer, each with the number of them that makes it one."""
    if wanted.number:
        yield _all(seen(_has_number(wanted.number, wanted.phone))), 1
    if wanted.words:
        # Enough people of a common name came lately; to find all and sort them takes long.
        lately = seen(newest=_LATELY)
        yield _all(lately).where(*_spelt(lately, wanted.words)), size + 1
        yield _all(seen(_has_words(connection, wanted.words))), 1


def _meanings(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.number:
        yield _has_number(wanted.number, wanted.phone)
    if wanted.words:
        yield _has_words(connection, wanted.words)


def _all(rows: Subquery) -> Select[Any]:
    return select(*columns_of(rows)).order_by(rows.c.arrived_at.desc(), rows.c.code.desc())


def _spelt(rows: Subquery, words: tuple[str, ...]) -> Iterator[ColumnElement[bool]]:
    name = literal(" ") + rows.c.name_key + literal(" ")
    for word in words[:-1]:
        yield name.contains(f" {word} ")
    yield name.contains(f" {words[-1]}")


def _has_number(number: str, phone: str | None) -> ColumnElement[bool]:
    end = code_key(number)
    # A range and not LIKE, which needs another index where letters have an order of their own.
    last = and_(CASES.c.code_key >= end, CASES.c.code_key < f"{end[:-1]}{chr(ord(end[-1]) + 1)}")
    same = [last, CASES.c.id_no == id_key(number)]
    return or_(*same, CASES.c.phone == phone) if phone else or_(*same)


def _has_words(connection: Connection, words: tuple[str, ...]) -> ColumnElement[bool]:
    # Words are letters and digits only, so that nothing in them means anything to a database.
    if connection.dialect.name == "postgresql":
        asked = " & ".join([*words[:-1], f"{words[-1]}:*"])
        vector = func.to_tsvector(_SIMPLE, CASES.c.name_key)
        return vector.bool_op("@@")(func.to_tsquery(_SIMPLE, asked))
    asked = " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
    return CASES.c.code.in_(_NAMED.bindparams(words=asked).columns(CASES.c.code))


def _number(plain: str) -> str | None:
    """Digits and letters without a gap, where most of them are digits."""
    joined = plain.replace(" ", "")
    digits = sum(letter.isdecimal() for letter in joined)
    return joined[:LONGEST] if digits >= max(_FEWEST_DIGITS, len(joined) / 2) else None


def _codes(typed: str) -> tuple[str, ...]:
    parts = [typed.strip(), *unquote(typed).translate(_PARTS).split()]
    plain = [part for part in parts if len(part) <= _LONGEST_CODE and part.isprintable()]
    return tuple(dict.fromkeys(form for part in plain for form in (part, part.upper())))[:40]
