"""How data/periods.yaml is read, and what in it is a mistake."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from workflows.loader import Convert, Record, day, integer, list_of, one_of, text
from workflows.node import Node
from workflows.yamltext import read_yaml

Kind = Literal[
    "quarter", "half_year", "year", "month15", "calendar_month", "calendar_quarter", "calendar_year"
]

FILE = Path(__file__).parent / "data" / "periods.yaml"
KINDS: tuple[Kind, ...] = get_args(Kind)
YEAR = "{year}"
_YEAR = 12  # months


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodRow:
    """The periods of one kind under one law.

    Attributes:
        head: what the kind is called over a list of its periods.
        word: what it is called in a sentence.
        names: of each period of a year, in their order.
        first_month: in which the first one begins; 0 is December of the year before.
        first_day: of the month on which each begins.
        months: how long each is.
        offered: how many of them a page offers.
        source: the law or print it was taken from.
    """

    kind: Kind
    head: str
    word: str
    names: tuple[str, ...]
    first_month: int
    first_day: int
    months: int
    offered: int
    valid_from: date
    valid_to: date | None
    source: str


def read_periods(raw: str | bytes, source: str) -> tuple[PeriodRow, ...]:
    """The rows of a file of periods.

    Raises:
        BadPack: with file, line, field and advice for all that is wrong in it.
    """
    return list_of(_row)(read_yaml(raw, source))


def _row(node: Node) -> PeriodRow:
    record = Record(node)
    row = PeriodRow(
        kind=record.need("kind", one_of(*KINDS)),
        head=record.need("head", text),
        word=record.need("word", text),
        names=record.need("names", list_of(_name)),
        first_month=record.need("first_month", _from_to(0, _YEAR)),
        first_day=record.need("first_day", _from_to(1, 28)),
        months=record.need("months", _from_to(1, _YEAR)),
        offered=record.need("offered", _from_to(0, _YEAR)),
        valid_from=record.need("valid_from", day),
        valid_to=record.maybe("valid_to", day, None),
        source=record.need("source", text),
    )
    record.close()
    if len(row.names) * row.months > _YEAR:
        raise node.at("names").fail("các kỳ cộng lại dài hơn một năm; hãy xem lại names và months")
    return row


def _name(node: Node) -> str:
    found = text(node)
    if YEAR not in found:
        raise node.fail(f"tên kỳ phải có {YEAR}; hãy viết như “Quý I năm {YEAR}”")
    return found


def _from_to(least: int, most: int) -> Convert[int]:
    def read(node: Node) -> int:
        found = integer(node)
        if not least <= found <= most:
            raise node.fail(f"phải từ {least} đến {most}, không phải {found}")
        return found

    return read
