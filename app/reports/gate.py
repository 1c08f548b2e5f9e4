"""Whether a table may be sealed: what stands against it, with the cases that do."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.reports.layout import Layout
from app.reports.placements import Placements
from app.reports.table import Cells, Identity, Table, TableRow

MOST = 20  # cases named in one obstacle
CARRIED, VOIDED = "received.carried", "voided"
# What a period leaves to the next one: those paused stand on their own where the office has it so.
LEFT_OPEN = ("open.total", "open.paused")

Kind = Literal[
    "scope", "not_ended", "choices", "known", "identity", "list", "opening", "unclassified"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """One thing that has to be put right first.

    Attributes:
        words: one Vietnamese sentence.
        cases: the first of the cases (or petitions) it is about, by code.
        more: how many there are besides.
        row: the key of the row it is about; None for the whole table.
    """

    kind: Kind
    words: str
    cases: tuple[str, ...] = ()
    more: int = 0
    row: str | None = None

    def __str__(self) -> str:
        """The sentence with its cases."""
        if not self.cases:
            return self.words
        rest = f" và {self.more} mục nữa" if self.more else ""
        return f"{self.words}: {', '.join(self.cases)}{rest}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """What stands against sealing a table; open where nothing does.

    Attributes:
        notices: sentences that stand against nothing, about offices that came or went.
    """

    obstacles: tuple[Obstacle, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it may be sealed."""
        return not self.obstacles


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """What a sealed table left open: its edition, and the cases of each row."""

    edition: int
    rows: Mapping[str, Collection[str]]


def obstacle(kind: Kind, words: str, codes: Sequence[str], *, row: str | None = None) -> Obstacle:
    """An obstacle about some cases, of which the first are named."""
    ordered = sorted(codes)
    return Obstacle(
        kind=kind,
        words=words,
        cases=tuple(ordered[:MOST]),
        more=max(0, len(ordered) - MOST),
        row=row,
    )


def sums(table: Table, layout: Layout, found: Placements) -> Iterator[Obstacle]:
    """Every identity that fails on a row or the total, and every column that does not add up."""
    for row in (row for row in table.rows if row.kind != "section"):
        for identity in table.identities:
            if not identity.holds(row.cells):
                codes = _breaking(found, row, identity)
                words = f"Dòng “{row.field}” {_fails(identity, row.cells)}"
                yield obstacle("identity", words, codes, row=row.key)
    for identity in table.identities:
        if not identity.holds(table.total):
            yield obstacle("identity", f"Dòng tổng {_fails(identity, table.total)}", ())
    counted = (column.cell for column in layout.columns if column.kind == "int")
    for cell in table.not_adding_up(counted):
        yield obstacle("identity", f"Cột “{layout.head_of(cell)}” cộng không đúng", ())


def lists(table: Table, layout: Layout, found: Placements) -> Iterator[Obstacle]:
    """Every number that is not the number of the cases behind it."""
    names = [column.cell for column in layout.columns if column.kind == "int"]
    for row, name in found.misfits(table, names):
        codes = found.ids(row.key, name)
        words = (
            f"Ô “{layout.head_of(name)}” ở dòng “{row.field}” là {row.cells.get(name, 0)}, "
            f"nhưng danh sách phía sau có {len(codes)} hồ sơ"
        )
        yield obstacle("list", words, codes, row=row.key)


def left_open(found: Placements) -> Mapping[str, frozenset[str]]:
    """The cases that a table leaves open, by row."""
    return _by_row(found, LEFT_OPEN)


def carried(found: Placements) -> Mapping[str, frozenset[str]]:
    """The cases that a table takes over from the period before, by row."""
    return _by_row(found, (CARRIED,))


def opening(
    names: Mapping[str, str],
    found: Placements,
    before: Stock,
    reopened: Collection[str],
    *,
    struck: Collection[str] = (),
    elsewhere: Collection[str] = (),
) -> Iterator[Obstacle]:
    """The cases by which the opening stock differs from the closing one before it, row by row.

    A case that was opened again in the period was closed before it, one that was struck out since
    is open nowhere, and one of an office that came or went has nothing to be compared with: all
    are as they should be.

    Args:
        names: of the rows, by key.
        found: the cases of this table.
        before: what the last sealed edition of the period before left open.
        reopened: the cases that were opened again in this period.
        struck: the cases that were struck out after the period before.
        elsewhere: the cases of offices that only one of both tables counts.
    """
    new = carried(found)
    gone = {*struck, *elsewhere, *(code for _, code in _pairs(found, VOIDED))}
    back = {*reopened, *elsewhere}
    for row in sorted({*new, *before.rows}):
        here, there = frozenset(new.get(row, ())), frozenset(before.rows.get(row, ()))
        name = names.get(row, row)
        # Important: a case that only changed its row stands in two obstacles, one for each row.
        extra, lost = here - there - back, there - here - gone
        edition = f"bản số {before.edition} đã ký của kỳ trước"
        if extra:
            words = f"Dòng “{name}” nhận từ kỳ trước hồ sơ không còn mở ở {edition}"
            yield obstacle("opening", words, sorted(extra), row=row)
        if lost:
            words = f"Dòng “{name}” thiếu hồ sơ còn mở ở {edition}"
            yield obstacle("opening", words, sorted(lost), row=row)


def _breaking(found: Placements, row: TableRow, identity: Identity) -> list[str]:
    """The cases that stand in the whole and not in just one of the parts, or the other way."""
    return [
        code
        for code, key, cells in found.rows()
        if key == row.key
        and (identity.whole in cells) != sum(part in cells for part in identity.parts)
    ]


def _fails(identity: Identity, cells: Cells) -> str:
    parts = " + ".join(str(cells.get(part, 0)) for part in identity.parts)
    return f"không thỏa {identity.text}: {cells.get(identity.whole, 0)} khác {parts}"


def _by_row(found: Placements, names: Collection[str]) -> Mapping[str, frozenset[str]]:
    rows: dict[str, set[str]] = {}
    for name in names:
        for row, code in _pairs(found, name):
            rows.setdefault(row, set()).add(code)
    return {row: frozenset(codes) for row, codes in rows.items()}


def _pairs(found: Placements, name: str) -> Iterator[tuple[str, str]]:
    for (row, cell), codes in found.by_cell.items():
        if cell == name:
            yield from ((row, code) for code in codes)
