"""Any right table passes in any writing and kind of file; any one changed cell is found."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reports.checking import judged
from tests.reports.checking.papers import KINDS, paper
from tests.reports.checking.seeds import HEADS_002, HEADS_003, Lines

Counts = list[int]
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STYLES: dict[str, Callable[[int], str]] = {
    "plain": str,
    "dots": lambda n: f"{n:,}".replace(",", "."),
    "spaces": lambda n: f"{n:,}".replace(",", " "),
    "hard spaces": lambda n: f"{n:,}".replace(",", "\u00a0"),
    "two digits": lambda n: f"{n:02}",
    "dashes": lambda n: str(n) if n else "-",
    "blanks": lambda n: str(n) if n else "",
    "unit": lambda n: f"{n} hồ sơ",
    "zeros behind": lambda n: f"{n},0",
}
NAMES = ("Hộ tịch", "Chứng thực", "Đất đai", "Bảo trợ xã hội", "Người có công", "Nuôi con nuôi")
SEPARATORS = (";", ",", "\t")
ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "utf-16-le")


@st.composite
def lines(draw: st.DrawFn, *, wide: bool) -> list[Counts]:
    """The lines of a right table, from (3) to (13), and Dừng tính and HS hủy where it is wide."""
    made = []
    for _ in range(draw(st.integers(1, len(NAMES)))):
        count = st.integers(0, draw(st.sampled_from([0, 9, 2000, 300_000])))
        early, on_time, late, in_time, overdue = (draw(count) for _ in range(5))
        received = early + on_time + late + in_time + overdue
        online = draw(st.integers(0, received))
        carried = draw(st.integers(0, received - online))
        line = [
            received, online, received - online - carried, carried,
            early + on_time + late, early, on_time, late, in_time + overdue, in_time, overdue,
        ]  # fmt: skip
        more = [draw(st.integers(0, in_time + overdue)), draw(count)] if wide else []
        made.append(line + more)
    return made


def table(made: list[Counts], style: str, *, wide: bool) -> Lines:
    total = [sum(column) for column in zip(*made, strict=True)]
    write = STYLES[style]
    body = [[str(n), NAMES[n - 1], *map(write, line)] for n, line in enumerate(made, start=1)]
    heads = HEADS_002 if wide else HEADS_003
    return [*heads, *body, ["TỔNG CỘNG", "<", *map(write, total)]]


def number(text: str) -> int | None:
    return int(text.replace(".", "")) if text else None


@FEW
@given(data=st.data(), wide=st.booleans(), style=st.sampled_from(sorted(STYLES)))
def test_a_right_table_passes(data, wide, style):
    # With zeros left blank a table of nothing but zeros would be an empty form.
    made = data.draw(lines(wide=wide).filter(lambda made: style != "blanks" or made[0][0] > 0))
    kind = data.draw(st.sampled_from(KINDS))
    how = {"separator": data.draw(st.sampled_from(SEPARATORS)),
           "encoding": data.draw(st.sampled_from(ENCODINGS))}  # fmt: skip

    verdict = judged(paper(kind, [["Biểu số II.06a"]], table(made, style, wide=wide), **how))

    assert [fault.sentence() for fault in verdict.faults] == []
    assert verdict.tables[0].form == "II.06a"


@FEW
@given(data=st.data(), style=st.sampled_from(["plain", "dots", "two digits"]))
def test_a_changed_cell_is_found_and_named(data, style):
    made = data.draw(lines(wide=False))
    total = [sum(column) for column in zip(*made, strict=True)]
    row = data.draw(st.integers(0, len(made)))
    column = data.draw(st.integers(0, 10))
    right = [*made, total][row][column]
    wrong = data.draw(st.integers(0, 400_000).filter(lambda n: n != right))
    grid = table(made, style, wide=False)
    grid[len(HEADS_003) + row][2 + column] = STYLES[style](wrong)

    verdict = judged(paper(data.draw(st.sampled_from(KINDS)), [], grid))

    name = "dòng TỔNG CỘNG" if row == len(made) else f"dòng {row + 1} ({NAMES[row]})"
    place = f"{name}, cột ({column + 3})"
    mended = {(one.place, one.new) for mend in verdict.mends for one in mend.changes}
    named = {(one.place, number(one.computed)) for one in verdict.faults}
    assert (place, right) in mended | named
