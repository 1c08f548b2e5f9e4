"""II.06a: by every way of counting, of a province, 23 communes and one, at growing sizes.

`facts` is our aggregate for any days, choices and day of knowledge; `months` adds up kept
statutory months. `bare` is an aggregate over the rows of the cases of the same offices and days,
with a filter for each column, which knows no deadline, pause or knowledge of an earlier day. The
raw fold reads the log. DuckDB and Polars count a Parquet file of the facts that hold now, on all
cores, and open it anew each time. Every table is the same by all ways before any time counts.
"""

from collections.abc import Callable, Iterator
from functools import partial

from app.reports.cells import cells_of
from app.reports.switches import CONTRACT
from app.services.report_cases_page import cases_page
from app.services.report_page import Wanted, table_page
from app.services.reports import Cell
from bench.protocol import (
    Compared,
    Goal,
    Growth,
    Line,
    NotRun,
    Series,
    Side,
    alone,
    alternated,
    at_least,
    at_most,
    equal,
    measured,
)
from bench.report_ways import BARE, LOOSE, WAYS, aggregate, ready
from bench.report_world import World, smaller, world
from bench.stage import Stage

SIZES = (10_000, 100_000)
QUARTERS = ("historical", "current")
SLOW = ("raw fold",)
ENGINES = {"duckdb": "DuckDB", "polars": "Polars"}
Worlds = Callable[[int | None], World]


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield the goals by the largest province, then what the pages take, then growth."""
    made: dict[int | None, World] = {}

    def of(cases: int | None) -> World:
        if cases not in made:
            made[cases] = ready(world(stage) if cases is None else smaller(stage, cases))
        return made[cases]

    yield from _facts(stage, of)
    yield from _months(stage, of)
    yield from _pages(stage, of)
    if not stage.small:
        yield from _growing(stage, of)


def _facts(stage: Stage, of: Worlds) -> Iterator[Line]:
    for quarter in QUARTERS:
        yield measured(
            f"facts-bare-{quarter}",
            f"II.06a of a province from facts, {quarter} quarter, against a bare aggregate",
            partial(_against_aggregate, stage, of, quarter, earlier=False),
            goal=at_most(2),
        )
        yield measured(
            f"facts-earlier-{quarter}",
            f"the same as it was known 3 days after the {quarter} quarter",
            partial(_against_aggregate, stage, of, quarter, earlier=True),
            goal=at_most(3),
        )
    yield measured(
        "facts-loosest",
        "the current quarter against four counts of all cases, of all offices and days",
        partial(_against_aggregate, stage, of, "current", earlier=False, loose=True),
    )
    yield _beside(stage, of, "facts-raw", "from facts, against the raw fold", at_least(15))
    yield measured(
        "commune",
        "II.06a of one commune from facts, against that of the province",
        partial(_commune, stage, of),
        goal=at_least(50),
    )


def _months(stage: Stage, of: Worlds) -> Iterator[Line]:
    for quarter in QUARTERS:
        for key, engine in ENGINES.items():
            yield measured(
                f"months-{key}-{quarter}",
                f"the {quarter} quarter of a province from kept months, against {engine}",
                partial(_against, stage, of, ("months", engine), quarter),
                goal=at_least(5),
            )
    yield measured(
        "months-running",
        "the running quarter from kept months and the facts since, against the facts alone",
        partial(_against, stage, of, ("months", "facts"), "running"),
    )
    before = stage.scale.cases // 10
    yield measured(
        "months-growth",
        f"the current quarter from kept months, against {before:,} cases",
        partial(_grown, stage, of, before),
        goal=at_most(1.5),
    )


def _pages(stage: Stage, of: Worlds) -> Iterator[Line]:
    yield measured(
        "page-cases",
        "a page of the cases behind a number, over all cells of a province",
        partial(_drilled, stage, of),
        goal=at_most(100),
    )
    yield measured(
        "page-rollup",
        "II.06c of a province with a line for each office",
        partial(_rolled_up, stage, of),
        goal=at_most(2_000),
    )


def _growing(stage: Stage, of: Worlds) -> Iterator[Growth]:
    sizes: list[int | None] = [size for size in SIZES if size < stage.scale.cases]
    try:
        worlds = [of(size) for size in (*sizes, None)]
    except NotRun:
        return  # The lines above have said so.
    for scope in ("province", "communes", "commune"):
        for quarter in QUARTERS:
            yield Growth(
                key=f"by-{scope}-{quarter}",
                what=f"II.06a, {scope}, {quarter} quarter: milliseconds, median",
                head=("way", *(f"{one.cases:,} cases" for one in worlds)),
                rows=[
                    (way, *(_shown(stage, one, way, (quarter, scope)) for one in worlds))
                    for way in WAYS
                ],
            )


def _shown(stage: Stage, of: World, way: str, place: tuple[str, str]) -> str:
    slow = way in SLOW
    if slow and (of.cases > 200_000 or place != ("current", "province")):
        return "–"
    try:
        found = alone(_side(of, way, *place), 1 if slow else stage.rounds)
    except ModuleNotFoundError:
        return "not run"
    values = sorted(found.values)
    return f"{values[len(values) // 2]:,.1f}"


def _side(of: World, way: str, quarter: str, scope: str = "province") -> Side:
    asked = of.asked(quarter, scope)

    def work() -> int:
        WAYS[way](of, asked)
        return 1

    return Side(name=way, unit="ms", work=work)


def _beside(stage: Stage, of: Worlds, key: str, what: str, goal: Goal) -> Line:
    """Make the line of a slow way: one round where there are very many cases."""
    few = stage.scale.cases > 50_000
    return measured(
        key,
        f"II.06a of a province {what}{', one round' if few else ''}",
        partial(_against, stage, of, ("facts", "raw fold"), "current", rounds=1 if few else None),
        goal=goal,
    )


def _against(
    stage: Stage, of: Worlds, ways: tuple[str, str], quarter: str, *, rounds: int | None = None
) -> Compared:
    found = of(None)
    for scope in found.scopes if "raw fold" not in ways else ("commune", "province"):
        asked = found.asked(quarter, scope)
        one, other = (WAYS[way](found, asked) for way in ways)
        equal(list(one.items()), list(other.items()), f"{ways[0]}, {ways[1]}, {scope}")
    ours, peer = (_side(found, way, quarter) for way in ways)
    return alternated(ours, peer, rounds or stage.rounds)


def _against_aggregate(
    stage: Stage, of: Worlds, quarter: str, *, earlier: bool, loose: bool = False
) -> Compared:
    found = of(None)
    asked = found.known(quarter) if earlier else found.asked(quarter)
    query = LOOSE if loose else BARE

    def ours() -> int:
        WAYS["facts"](found, asked)
        return 1

    def bare() -> int:
        aggregate(found, query, asked)
        return 1

    if earlier and stage.small:
        equal(WAYS["facts"](found, asked), WAYS["raw fold"](found, asked), "facts, raw fold")
    name = "four counts" if loose else "bare aggregate"
    return alternated(
        Side(name="facts", unit="ms", work=ours),
        Side(name=name, unit="ms", work=bare),
        stage.rounds,
    )


def _commune(stage: Stage, of: Worlds) -> Compared:
    found = of(None)
    one, whole = (_side(found, "facts", "current", scope) for scope in ("commune", "province"))
    return alternated(one, whole, stage.rounds)


def _grown(stage: Stage, of: Worlds, before: int) -> Compared:
    larger, less = (_side(of(cases), "months", "current") for cases in (None, before))
    return alternated(larger, less, stage.rounds)


def _wanted(of: World, form: str, variant: str = "") -> Wanted:
    return Wanted(
        form=form,
        period=of.quarters["current"],
        now=of.now,
        agency=of.top,
        subtree=True,
        variant=variant,
        choices={},
    )


def _drilled(stage: Stage, of: Worlds) -> Series:
    found = of(None)
    wanted = _wanted(found, "II.06a")
    names = cells_of(CONTRACT)

    def work() -> int:
        for name in names:
            cases_page(found.opened, found.leader, wanted, Cell(name=name, row=None))
        return len(names)

    return alone(Side(name="pages", unit="ms", work=work), stage.rounds)


def _rolled_up(stage: Stage, of: Worlds) -> Series:
    found = of(None)

    def work() -> int:
        table_page(found.opened, found.leader, _wanted(found, "II.06c", "don-vi"))
        return 1

    return alone(Side(name="page", unit="ms", work=work), stage.rounds)
