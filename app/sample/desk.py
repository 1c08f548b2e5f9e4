"""This morning's desk of the demonstration: cases in flight at its first instant, as a journal."""

from collections.abc import Iterator

from app.sample.arrivals import Entry
from app.sample.dice import Dice
from app.sample.lines import SEED, coded, line_of
from app.sample.scenes_intake import before_acceptance
from app.sample.scenes_result import finished
from app.sample.scenes_work import at_work
from app.sample.stage import Stage
from app.sample.tale import Plea, Tale
from app.sample.ward import read_ward
from workflows import events as ev


def desk_journal(seed: int = SEED) -> Iterator[str]:
    """The lines of the morning, to be imported after the year; nothing is later than MORNING.

    The scenes are written down; the seed only chooses among officers and numbers of papers.
    """
    lines = [
        (entry.recorded_at or entry.event.at, code, number, entry)
        for code, tale in _numbered(seed)
        for number, entry in enumerate(tale.told)
    ]
    for recorded_at, code, _, entry in sorted(lines, key=lambda line: line[:3]):
        yield line_of(code, entry, recorded_at)


def pleas(seed: int = SEED) -> Iterator[tuple[str, int, Plea]]:
    """What waits for a second person at MORNING, each behind its case and the case's version."""
    for code, tale in _numbered(seed):
        if tale.plea is not None:
            yield code, len(tale.told), tale.plea


def tales(seed: int = SEED) -> Iterator[Tale]:
    """Every case of the morning."""
    stage = Stage(read_ward(), Dice(seed))
    yield from before_acceptance(stage)
    yield from at_work(stage)
    yield from finished(stage)


def _numbered(seed: int) -> Iterator[tuple[str, Tale]]:
    """The tales with their codes, in the order of coming in."""
    by_entries = {id(tale.told): tale for tale in tales(seed)}
    cases = [tale.told for tale in by_entries.values()]
    for code, entries in coded(cases, _series):
        yield code, by_entries[id(entries)]


def _series(entries: list[Entry]) -> str:
    """The office's own numbers, or those of its practice."""
    first = entries[0].event
    if not isinstance(first, ev.Submitted | ev.Accepted) or first.agency is None:
        raise ValueError("a case begins by coming in")
    return f"TAP-{first.agency}" if first.training else first.agency
