"""Finding a case: by its code or the end of it, by telephone, identity number, words of a name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self
from urllib.parse import unquote

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.sql import Subquery

from app.lists.lines import SHOWN, ListRow, columns_of, lines_from
from app.store.engine import Connection
from app.store.folding import code_key, folded, id_key, phone_key
from app.store.visible import CASES, OFFICES, as_seen_by, limit_of, seen, sees_all
from workflows.officer import Officer

SIZE = 50
LONGEST = 500  # letters looked at; a name, a code and a scanned address are shorter
_MOST_WORDS, _LONGEST_WORD, _LONGEST_CODE = 8, 40, 64
_FEWEST_DIGITS = 2
_FULL, _SPELT = 3, 2  # words of a whole name, and letters of a last word that is nearly typed
_LATELY = 1_000  # cases looked through for a common name before the index is asked
_NUMBERS = ("code_end", "code_beyond", "id_no", "phone")
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

    def asked(self, dialect: str) -> dict[str, Any]:
        """What the statements are asked with."""
        # Words are letters and digits only, so that nothing in them means anything to a database.
        *whole, last = self.words or ("",)
        spelt = [f"% {word} %" for word in whole] + [f"% {last}%"]
        if dialect == "postgresql":
            words = " & ".join([*whole, f"{last}:*"])
        else:
            words = " ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
        return {
            **self._numbers(),
            **{f"word{place}": text for place, text in enumerate(spelt)},
            "words": words,
        }

    def _numbers(self) -> dict[str, Any]:
        if not self.number:
            return dict.fromkeys(_NUMBERS)
        end = code_key(self.number)
        beyond = f"{end[:-1]}{chr(ord(end[-1]) + 1)}"
        values = (end, beyond, id_key(self.number), self.phone)
        return dict(zip(_NUMBERS, values, strict=True))


def find(connection: Connection, officer: Officer, typed: str, size: int = SIZE) -> Found:
    """The cases an officer may see that a text means, newest first."""
    wanted = Wanted.read(typed)
    offices = as_seen_by(connection, officer)
    asked = {**offices, **wanted.asked(connection.dialect.name)}
    everywhere = sees_all(connection, offices[OFFICES.key])
    codes = {**asked, "codes": wanted.codes}
    named = connection.execute(_of_code(everywhere=everywhere), codes).all()
    if named:
        # Two codes that differ in nothing but capitals: the one that was typed comes first.
        first = min(named, key=lambda row: wanted.codes.index(row.code))
        return Found(exact=first.code, rows=lines_from(connection, [first]))
    for rows, enough in _ways(connection, wanted, size, everywhere=everywhere):
        found = connection.execute(rows, asked).all()
        if len(found) >= enough:
            lines = lines_from(connection, found[:size])
            return Found(rows=lines, more=len(found) > size)
    return Found()


def matches(connection: Connection, wanted: Wanted) -> ColumnElement[bool]:
    """The condition on `cases` that a text is meant, in any of its meanings."""
    dialect = connection.dialect.name
    asked = wanted.asked(dialect)
    meanings: list[ColumnElement[bool]] = []
    if wanted.number:
        meanings.append(_has_number(asked, phone=wanted.phone is not None))
    if wanted.words:
        meanings.append(_has_words(dialect, asked["words"]))
    return or_(CASES.c.code.in_(wanted.codes), *meanings)


def _ways(
    connection: Connection, wanted: Wanted, size: int, *, everywhere: bool
) -> Iterator[tuple[Select[Any], int]]:
    """Statements that may give the answer, each with the number of rows that makes it one."""
    if wanted.number:
        yield _of_number(size, phone=wanted.phone is not None, everywhere=everywhere), 1
    if wanted.words:
        if _may_be_common(wanted.words):
            # Enough people of a common name came lately; to find all and sort them takes long.
            yield _lately(size, len(wanted.words), everywhere=everywhere), size + 1
        yield _of_words(size, connection.dialect.name, everywhere=everywhere), 1


def _may_be_common(words: tuple[str, ...]) -> bool:
    """Whether one in twenty may be called so: nobody is by three whole words."""
    return len(words) < _FULL or len(words[-1]) < _SPELT


# Each statement is made once for its shape and asked with other words: making it takes longer
# than most answers.
@cache
def _of_code(*, everywhere: bool) -> Select[Any]:
    named = CASES.c.code.in_(bindparam("codes", expanding=True))
    return _all(seen(named, columns=SHOWN, everywhere=everywhere))


@cache
def _of_number(size: int, *, phone: bool, everywhere: bool) -> Select[Any]:
    names = {name: bindparam(name, type_=String()) for name in _NUMBERS}
    rows = seen(_has_number(names, phone=phone), columns=SHOWN, everywhere=everywhere)
    return _all(rows).limit(limit_of(size + 1))


@cache
def _lately(size: int, words: int, *, everywhere: bool) -> Select[Any]:
    rows = seen(newest=_LATELY, columns=(*SHOWN, "name_key"), everywhere=everywhere)
    name = literal(" ") + rows.c.name_key + literal(" ")
    spelt = (name.like(bindparam(f"word{n}", type_=String())) for n in range(words))
    return _all(rows).where(*spelt).limit(limit_of(size + 1))


@cache
def _of_words(size: int, dialect: str, *, everywhere: bool) -> Select[Any]:
    words: BindParameter[str] = bindparam("words", type_=String())
    rows = seen(_has_words(dialect, words), columns=SHOWN, everywhere=everywhere)
    return _all(rows).limit(limit_of(size + 1))


def _all(rows: Subquery) -> Select[Any]:
    return select(*columns_of(rows)).order_by(rows.c.arrived_at.desc(), rows.c.code.desc())


def _has_number(asked: Mapping[str, Any], *, phone: bool) -> ColumnElement[bool]:
    # A range and not LIKE, which needs another index where letters have an order of their own.
    last = and_(CASES.c.code_key >= asked["code_end"], CASES.c.code_key < asked["code_beyond"])
    same = [last, CASES.c.id_no == asked["id_no"]]
    return or_(*same, CASES.c.phone == asked["phone"]) if phone else or_(*same)


def _has_words(dialect: str, words: Any) -> ColumnElement[bool]:
    if dialect == "postgresql":
        vector = func.to_tsvector(_SIMPLE, CASES.c.name_key)
        return vector.bool_op("@@")(func.to_tsquery(_SIMPLE, words))
    named = _NAMED.bindparams(words=words) if isinstance(words, str) else _NAMED
    return CASES.c.code.in_(named.columns(CASES.c.code))


def _number(plain: str) -> str | None:
    """Digits and letters without a gap, where most of them are digits."""
    joined = plain.replace(" ", "")
    digits = sum(letter.isdecimal() for letter in joined)
    return joined[:LONGEST] if digits >= max(_FEWEST_DIGITS, len(joined) / 2) else None


def _codes(typed: str) -> tuple[str, ...]:
    parts = [typed.strip(), *unquote(typed).translate(_PARTS).split()]
    plain = [part for part in parts if len(part) <= _LONGEST_CODE and part.isprintable()]
    return tuple(dict.fromkeys(form for part in plain for form in (part, part.upper())))[:40]
