"""What a checker knows beforehand: the forms of the law, the words of offices, the usual sums."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.reports.checking.words import plain
from app.reports.forms import all_forms, codes, form_of

_FILE = Path(__file__).parent / "data" / "words.yaml"
_FORM = re.compile(r"\bII[.,]\s?(0\d)\s?([a-dđ])?", re.IGNORECASE)
_HEADING = 300  # characters of a heading, or of a line, that may name a cell
_NUMBER = re.compile(r"\((\d+)\)")
Sums = tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Most:
    """A cell that cannot be more than another; `sure` where that is beyond doubt."""

    less: str
    more: str
    sure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Symbol:
    """A kind of official document, and its sign in a number ("kh"), folded."""

    name: str
    symbol: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownForm:
    """A form as far as a table of it is recognised.

    Attributes:
        cells: by printed column number.
        heads: by printed column number, what stands over it in the law's print.
        formulas: by printed column number, the numbers it is the sum of.
        order: the cells of each variant, from left to right.
        verified: whether the heads are the law's.
    """

    code: str
    cells: Mapping[int, str]
    heads: Mapping[int, str]
    formulas: Mapping[int, tuple[int, ...]]
    order: tuple[tuple[str, ...], ...]
    verified: bool


@cache
def known_form(code: str) -> KnownForm:
    """The form of that number.

    Raises:
        BadInput: where there is none.
    """
    form = form_of(code)
    layouts = [form.layout(variant.code) for variant in form.variants]
    numbered = {
        int(found[1]): column
        for layout in reversed(layouts)
        for column in layout.columns
        if (found := _NUMBER.match(column.number))
    }
    by_cell = {column.cell: number for number, column in numbered.items()}
    return KnownForm(
        code=code,
        cells={number: column.cell for number, column in numbered.items()},
        heads={number: column.head for number, column in numbered.items()},
        formulas={
            number: tuple(by_cell[cell] for cell in column.formula)
            for number, column in numbered.items()
            if column.formula and set(column.formula) <= set(by_cell)
        },
        order=tuple(tuple(column.cell for column in layout.columns) for layout in layouts),
        verified=form.verified,
    )


def form_named(text: str) -> str:
    """The last form a text names ("Biểu số II.06a/VPCP/KSTT"), among those we know; or nothing."""
    by_plain = {code.lower(): code for code in codes()}
    found = [f"ii.{one[1]}{one[2] or ''}".lower() for one in _FORM.finditer(text)]
    return next((by_plain[name] for name in reversed(found) if name in by_plain), "")


def is_known(code: str) -> bool:
    """Whether there is such a form."""
    return code in all_forms()


def cell_of(heading: str) -> str:
    """The cell of II.06a and its kin that a heading speaks of; or nothing."""
    return _cell_of(plain(heading)[:_HEADING])


def forget() -> None:
    """Drop what was kept of somebody's file while it was judged."""
    _cell_of.cache_clear()


@lru_cache(maxsize=4096)
def _cell_of(text: str) -> str:
    for cell, has, but in _cells():
        if has.search(text) and not (but and but.search(text)):
            return cell
    return ""


@cache
def _cells() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (row["cell"], re.compile(row["has"]), re.compile(row["but"]) if "but" in row else None)
        for row in _words()["cells"]
    )


def prose_cell(said: str) -> str:
    """The total of II.06a that the words before a number speak of; nothing for one office's share.

    Args:
        said: as `words.plain` gives it.
    """
    for has, but, cell in _prose():
        if has.search(said) and not but.search(said):
            return cell
    return ""


@cache
def _prose() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    rows = _words()["prose"]
    return tuple((re.compile(row["has"]), re.compile(row["but"]), row["cell"]) for row in rows)


@cache
def symbols() -> Mapping[str, Symbol]:
    """The kinds of official documents, by their folded name."""
    return {plain(row["name"]): Symbol(**row) for row in _words()["documents"]}


@cache
def usual_sums() -> Sums:
    """By the cell of the whole, the parts it may be made of, the usual ones first."""
    return tuple(
        (row["whole"], tuple(tuple(parts) for parts in row["parts"])) for row in _words()["sums"]
    )


def balances(named: Collection[str]) -> tuple[str, list[tuple[str, ...]]]:
    """What came in, and what it may have become, in a table that has cells with these names."""
    row = _words()["balance"]
    fitting = [
        tuple(parts)
        for choices in (row["parts"], row["without_total"])
        for parts in choices
        if {row["whole"], *parts} <= set(named)
    ]
    usual = [parts for parts in fitting if "solved.total" in parts]
    return row["whole"], usual or fitting


@cache
def mosts() -> tuple[Most, ...]:
    """What can never be more than what."""
    return tuple(Most(**row) for row in _words()["most"])


@cache
def fewers(form: str) -> tuple[tuple[int, int], ...]:
    """The same for a form by its column numbers; worth a look only."""
    rows = _words()["fewer"]
    return tuple((row["less"], row["more"]) for row in rows if row["form"] == form)


@cache
def _words() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
