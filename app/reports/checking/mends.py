"""Which few cells, changed, would put several sums right: mostly where the mistake was made."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from app.reports.checking.faults import Change, Mend, place_of
from app.reports.checking.sums import Cells, Spot, Sum
from app.reports.checking.tables import Sheet

MOST = 200  # broken sums of a table that are looked into; more are no slip of the pen
_MOST_TRIED = 8  # cells of one column that are combined


Steps = dict[Spot, int]  # by how much each cell is to be changed
Found = tuple[Steps, frozenset[Sum]]  # and the sums that hold then


def mends_of(sheet: Sheet, cells: Cells, sums: Sequence[Sum]) -> list[Mend]:
    """Single cells that mend two sums or more, and cells of one column that mend its sum too."""
    search = _Search(cells, sums)
    found = [*islice(search.single(), MOST), *islice(search.together(), MOST)]
    best = [one for one in found if not any(one[1] < other[1] for other in found)]
    return [_mend(sheet, cells, steps, len(mended)) for steps, mended in best]


class _Search:
    """The first broken sums, and which cells stand in them."""

    def __init__(self, cells: Cells, sums: Sequence[Sum]) -> None:
        self.cells = cells
        self.short = {one: cells.short(one) for one in sums if not cells.holds(one)}
        self.broken = list(islice(self.short, MOST))
        self.by_spot: dict[Spot, list[Sum]] = defaultdict(list)
        for one in sums:
            for spot in one.spots():
                self.by_spot[spot].append(one)

    def single(self) -> Iterator[Found]:
        """Each cell by whose change alone two or more sums hold, and none breaks."""
        for spot in dict.fromkeys(spot for one in self.broken for spot in one.spots()):
            step = self._common(spot, self.by_spot[spot])
            # Where each of them has it as its whole, the fault itself says what to write.
            others = [one for one in self.by_spot[spot] if one.whole != spot]
            if step and others and len(self.by_spot[spot]) > 1:
                yield {spot: step}, frozenset(self.by_spot[spot])

    def together(self) -> Iterator[Found]:
        """Cells of one column whose changes mend their lines and, together, the column's sum."""
        for one in self.broken:
            if one.kind == "column":
                yield from self._combined(one)

    def _combined(self, column: Sum) -> Iterator[Found]:
        steps = {spot: step for spot in column.parts if (step := self._line_step(spot, column))}
        tried = list(steps)[:_MOST_TRIED]
        for size in range(len(tried), 1, -1):
            for chosen in combinations(tried, size):
                if sum(steps[spot] for spot in chosen) == self.cells.short(column):
                    mended = frozenset(one for spot in chosen for one in self.by_spot[spot])
                    yield {spot: steps[spot] for spot in chosen}, mended
                    return

    def _line_step(self, spot: Spot, column: Sum) -> int:
        return self._common(spot, [one for one in self.by_spot[spot] if one is not column])

    def _common(self, spot: Spot, sums: Sequence[Sum]) -> int:
        """The change of a cell by which all these sums hold; 0 for none."""
        steps = {self._step(one, spot) for one in sums}
        step = steps.pop() if len(steps) == 1 else 0
        return step if self.cells.amount(spot) + step >= 0 else 0

    def _step(self, one: Sum, spot: Spot) -> int:
        short = self.short.get(one, 0)
        return -short if spot == one.whole else short


def _mend(sheet: Sheet, cells: Cells, steps: Steps, mended: int) -> Mend:
    rows = {row.at: row for row in sheet.rows}
    columns = {column.at: column for column in sheet.columns}
    changes = tuple(
        Change(
            place=place_of(rows[row], columns[column]),
            old=cells.amount((row, column)),
            new=cells.amount((row, column)) + step,
            at=sheet.address(rows[row], columns[column]),
        )
        for (row, column), step in steps.items()
    )
    return Mend(changes=changes, mended=mended, table=sheet.name)
