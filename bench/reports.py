"""The tables of a province with 200,000 cases, on a PostgreSQL of its own.

    .venv/bin/python -m bench.reports [--rounds 15]

By turns in each round: the page of II.06a of the province, counted by the rules of the contract,
with the hand-over as the end, and by all choices at once; the roll-up II.06c with a line for each
of 240 offices; and two bare aggregates over the case rows, which know no period's end and no day of
knowledge: `bare` has a filter for each column of the form, of the same offices, by field; `barest`
has three, of all offices. Then the page of cases behind each number, for the total and one field.
The ratio to `bare` decides, as the median of the rounds; `barest` stands beside it. Writes
`bench/reports.json` and leaves nothing running.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import TextClause, text

from app.reports.cells import cells_of
from app.reports.switches import Switches, parsed
from app.services.report_cases_page import cases_page
from app.services.report_page import Wanted, table_page
from app.services.reports import Cell
from app.store.engine import Database, database
from app.store.schema import upgrade
from bench.report_cases import CASES, LEADER, NOW, PERIOD, PROVINCE, filled
from tests import databases

KEPT = Path(__file__).with_suffix(".json")
LIMITS = {"contract": 3.0, "hand_over": 3.0, "page_ms": 100.0, "rollup_ms": 2_000.0}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "contract": {},
    "hand_over": {"close_at": "hand_over"},
    "all_choices": {
        "close_at": "hand_over",
        "returned_in": "separate",
        "paused_in": "own_column",
        "on_time_until": "end_of_due_day",
    },
}
Work = Callable[[], object]

_BARE = text("""
WITH RECURSIVE tree(code) AS (
    SELECT code FROM agencies WHERE code = :top
    UNION SELECT agencies.code FROM agencies JOIN tree ON agencies.parent = tree.code
)
SELECT field, count(*),
    count(*) FILTER (WHERE channel = 'online' AND accepted_at >= :start),
    count(*) FILTER (WHERE channel <> 'online' AND accepted_at >= :start),
    count(*) FILTER (WHERE accepted_at < :start),
    count(*) FILTER (WHERE closed_at IS NOT NULL),
    count(*) FILTER (WHERE verdict = 'early'),
    count(*) FILTER (WHERE verdict = 'on_time'),
    count(*) FILTER (WHERE verdict = 'late'),
    count(*) FILTER (WHERE closed_at IS NULL),
    count(*) FILTER (WHERE closed_at IS NULL AND due_at >= :end),
    count(*) FILTER (WHERE closed_at IS NULL AND due_at < :end),
    count(*) FILTER (WHERE paused_since IS NOT NULL),
    count(*) FILTER (WHERE state = 'voided')
FROM cases WHERE agency IN (SELECT code FROM tree) GROUP BY field
""").bindparams(top=PROVINCE, start=PERIOD.start, end=PERIOD.end)
_BAREST = text("""
SELECT field, count(*), count(*) FILTER (WHERE channel = 'online'),
    count(*) FILTER (WHERE verdict = 'late'), count(*) FILTER (WHERE closed_at IS NULL)
FROM cases GROUP BY field
""")


def main() -> int:
    """Measure; 0 when every limit is kept, 1 otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="of all that is measured by turns")
    rounds = parser.parse_args().rounds
    with _province() as opened:
        times = _by_turns(_works(opened), rounds)
        pages = sorted(ms for choices in CHOICES for ms in _pages(opened, choices))
    return _reported({**_tables(times), **_spread(pages)}, rounds)


@contextmanager
def _province() -> Iterator[Database]:
    with databases.server() as admin, databases.database(admin) as url:
        address = databases.text_of(url)
        upgrade(address)
        opened = database(address)
        with tempfile.TemporaryDirectory() as folder:
            filled(opened, Path(folder))
        print(f"{CASES} cases", file=sys.stderr)
        yield opened
        opened.engine.dispose()


def _works(opened: Database) -> dict[str, Work]:
    rollup = _wanted("II.06c", "contract", variant="don-vi")
    return {
        "bare": partial(_asked, opened, _BARE),
        "barest": partial(_asked, opened, _BAREST),
        **{name: partial(table_page, opened, LEADER, _wanted("II.06a", name)) for name in CHOICES},
        "rollup": partial(table_page, opened, LEADER, rollup),
    }


def _wanted(form: str, choices: str, variant: str = "") -> Wanted:
    return Wanted(
        form=form,
        period=PERIOD,
        now=NOW,
        agency=PROVINCE,
        subtree=True,
        variant=variant,
        choices=CHOICES[choices],
    )


def _asked(opened: Database, query: TextClause) -> None:
    with opened.reading() as connection:
        connection.execute(query).all()


def _by_turns(works: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each work in each round, after one round that warms up."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            ms = _ms(work)
            if number:
                times[name].append(ms)
    return times


def _pages(opened: Database, choices: str) -> Iterator[float]:
    """The page behind each number, the better of two askings, for the total and one field."""
    switches: Switches = parsed(CHOICES[choices])
    for name in cells_of(switches):
        for row in (None, "F1"):
            page = partial(
                cases_page, opened, LEADER, _wanted("II.06a", choices), Cell(name=name, row=row)
            )
            yield min(_ms(page), _ms(page))


def _ms(work: Work) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def _tables(times: Mapping[str, list[float]]) -> dict[str, float]:
    found = {f"{name}_ms": statistics.median(each) for name, each in times.items()}
    for beside, ending in (("bare", ""), ("barest", "_to_barest")):
        for name in CHOICES:
            rounds = zip(times[name], times[beside], strict=True)
            found[f"{name}{ending}"] = statistics.median(one / other for one, other in rounds)
    return found


def _spread(pages: list[float]) -> dict[str, float]:
    return {
        "page_ms": statistics.median(pages),
        "page_p90_ms": pages[len(pages) * 9 // 10],
        "page_worst_ms": pages[-1],
    }


def _reported(found: Mapping[str, float], rounds: int) -> int:
    for name, figure in found.items():
        limit = f"  (limit {LIMITS[name]:g})" if name in LIMITS else ""
        print(f"{name:>24}: {figure:10,.2f}{limit}")
    content = {"sizes": {"cases": CASES, "rounds": rounds}, "found": found, "limits": LIMITS}
    KEPT.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    kept = all(found[name] <= limit for name, limit in LIMITS.items())
    print("within the limits" if kept else "NOT within the limits")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
