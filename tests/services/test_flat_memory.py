"""Every command holds a part of the cases at a time: four times as many take no more memory."""

import gc
import tracemalloc
from collections.abc import Callable
from functools import partial

import pytest

from app.projections import rebuild
from app.reports.asked import Asked
from app.reports.ii06a import table
from app.reports.quarters import quarters_of
from app.services import journal, verify, verify_cases
from app.services.export import export_jsonl, export_xes
from app.services.rebuild import rebuild_all
from app.store import audit, event_log, spans
from app.store.engine import Database
from app.store.event_log import CaseLog, insert_rows, rows_of
from app.store.scope import Scope
from tests.projections.test_rebuild import ACCEPTED
from tests.services.journals import NOW, office, paid, take
from tests.services.journals import accepted as accepted_line
from tests.store import desk

FEW, MANY = 80, 320
# What waits for the collector of cycles goes up and down; the logs and rows of the cases that are
# more would take several times as much.
SLACK = 800_000


class Nowhere:
    """A file that keeps nothing."""

    def write(self, data: bytes, /) -> int:
        return len(data)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts so small that a few hundred cases are many of them, all in this process."""
    for module, name, size in (
        (event_log, "BATCH", 40),
        (spans, "BATCH", 40),
        (rebuild, "BATCH", 20),
        (verify, "SPAN", 20),
        (verify_cases, "BATCH", 10),
        (journal, "BATCH_LINES", 40),
    ):
        monkeypatch.setattr(module, name, size)
    monkeypatch.setitem(audit.STREAMED, "yield_per", 40)
    for name in ("app.services.rebuild", "app.services.verify", "app.services.journal"):
        monkeypatch.setattr(f"{name}.cores", lambda: 1)


def more(opened: Database, since: int, until: int) -> None:
    """Cases that are in the log only."""
    with opened.writing() as connection:
        for number in range(since, until):
            insert_rows(connection, rows_of(CaseLog(code=f"{number:05d}"), [ACCEPTED]))


def peak(work: Callable[[], object]) -> int:
    """The most memory that Python had while it worked, after once that warmed up."""
    work()
    gc.collect()
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def quarter(opened: Database) -> None:
    period = quarters_of(2024)[0].period
    with opened.reading() as connection:
        table(connection, Asked(scope=Scope(), period=period, now=NOW))


WORKS: dict[str, Callable[[Database], object]] = {
    "rebuild": lambda opened: rebuild_all(opened, lambda cases: None),
    "verify": lambda opened: verify.verify(opened, now=NOW),
    "export": lambda opened: export_jsonl(opened, Nowhere(), Scope()),
    "export-xes": lambda opened: export_xes(opened, Nowhere(), Scope()),
    "report": quarter,
}


def test_commands_that_read_the_log_hold_a_part_of_it(database_url):
    opened = desk.loaded(database_url)
    more(opened, 0, FEW)
    few = {name: peak(partial(work, opened)) for name, work in WORKS.items()}
    more(opened, FEW, MANY)

    many = {name: peak(partial(work, opened)) for name, work in WORKS.items()}

    assert verify.verify(opened, now=NOW).cases == MANY
    grown = {name: (few[name], many[name]) for name in WORKS if many[name] > few[name] + SLACK}
    assert not grown


def test_an_import_holds_a_part_of_the_file(database_url):
    opened = office(database_url)

    def work(cases: int) -> int:
        lines = (
            line
            for number in range(cases)
            for line in (accepted_line(f"N{number}"), paid(f"N{number}"))
        )
        return peak(lambda: journal.import_journal(opened, lines, "so.jsonl", now=NOW))

    take(opened, *(line for number in range(MANY) for line in (accepted_line(f"N{number}"),)))
    few, many = work(FEW), work(MANY)

    assert many < few + SLACK
