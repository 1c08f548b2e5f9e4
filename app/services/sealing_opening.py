"""Whether a table opens with what the signed table of the period before left open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from app.reports.asked import Asked
from app.reports.forms import Form
from app.reports.gate import CARRIED, MOST, Obstacle, Stock, left_open, opening
from app.reports.gate_cases import cases_at, reopened, struck_out
from app.reports.placements import Placements, counts_facts, from_json, placements
from app.reports.switches import parsed
from app.services.reports import Report
from app.store import sealed as store
from app.store.engine import Connection
from app.store.sealed import Whole, Whose
from app.store.setup import read_setup
from sla.zone import day_number, day_of

_ALL = ""  # the one row of all cases, where two tables have other rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A table with its cases; `asked` as the form understands the question."""

    form: Form
    asked: Asked
    report: Report
    found: Placements

    @property
    def facts(self) -> bool:
        """Whether it counts facts of cases."""
        return counts_facts(self.form, self.asked)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """The offices that only one of two tables counts, and whether the others kept their level."""

    left: tuple[str, ...]
    joined: tuple[str, ...]
    steady: bool

    @classmethod
    def between(cls, connection: Connection, kept: Whole, asked: Asked) -> Self:
        """What became of the offices of a signed table, in the scope of a question today."""
        agencies = read_setup(connection).agencies
        here = set(asked.scope.codes(connection) or agencies)
        there = set(kept.figures["offices"])
        levels: Mapping[str, str] = kept.figures.get("levels", {})
        both = here.intersection(there, levels)
        return cls(
            left=tuple(sorted(there - here)),
            joined=tuple(sorted(here - there)),
            steady=all(levels[code] == agencies[code].level for code in both),
        )

    def notices(self) -> Iterator[str]:
        """What cannot be compared, in a sentence each."""
        since = "của cơ quan này không so được với kỳ trước"
        if self.left:
            yield f"Từ kỳ trước đã ra khỏi phạm vi: {_named(self.left)}; hồ sơ {since}"
        if self.joined:
            yield f"Từ kỳ trước đã vào phạm vi: {_named(self.joined)}; hồ sơ {since}"


def is_alone(connection: Connection, agency: str) -> bool:
    """Whether no office is below one."""
    return all(one.parent != agency for one in read_setup(connection).agencies.values())


def kept_before(connection: Connection, counted: Counted, whose: Whose) -> Whole | None:
    """The signed table of the period before, where the form carries cases over."""
    cells = {column.cell for column in counted.report.layout.columns}
    if CARRIED not in cells:
        return None
    eve = day_of(day_number(whose.first) - 1)
    previous = store.before(connection, whose, eve)
    return store.whole(connection, previous.id) if previous else None


def against(
    connection: Connection, counted: Counted, kept: Whole, tree: Tree
) -> Iterator[Obstacle]:
    """How the opening stock differs from what the table of the period before left open."""
    # By the rule by which the table before it closed its cases, both for the cases and for those
    # that were opened again: a case may be closed by one rule and open by the other.
    old = _as_before(counted, kept)
    here = counted.found
    if old != counted.asked:
        here = placements(connection, counted.form, old, counted.report.table)
    names = {row.key: row.field for row in counted.report.table.rows}
    stock = left_open(from_json(kept.cases))
    if kept.sealed.whose.variant != counted.asked.variant or not tree.steady:
        here, stock = _in_one(here), _joined(stock)
        names = {_ALL: counted.report.layout.total}
    none = frozenset[str]()
    yield from opening(
        names,
        here,
        Stock(edition=kept.sealed.edition, rows=stock),
        reopened(connection, old) if counted.facts else none,
        struck=struck_out(connection, old) if counted.facts else none,
        elsewhere=cases_at(connection, (*tree.left, *tree.joined)) if counted.facts else none,
    )


def _named(codes: Sequence[str]) -> str:
    more = len(codes) - MOST
    rest = f" và {more} cơ quan nữa" if more > 0 else ""
    return f"{', '.join(codes[:MOST])}{rest}"


def _as_before(counted: Counted, kept: Whole) -> Asked:
    asked = counted.asked
    closing = parsed(kept.sealed.switches).close_at
    return replace(asked, switches=replace(asked.switches, close_at=closing))


def _in_one(found: Placements) -> Placements:
    spots = {code: tuple((_ALL, cells) for _, cells in of) for code, of in found.spots.items()}
    return Placements(spots=spots)


def _joined(rows: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    return {_ALL: frozenset().union(*rows.values())}
