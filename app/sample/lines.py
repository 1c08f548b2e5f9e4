"""The sample as a journal (contract 3): case codes, recording times, canonical JSON lines."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate

from app.sample.arrivals import Entry
from app.sample.dice import Dice
from app.sample.office import HOUR
from app.sample.outages import restored
from app.sample.ward import AGENCY
from app.sample.year import year
from sla.zone import SECOND, from_local_us, local_date, midnight, to_local_us
from workflows import events as ev
from workflows.codec import NAME_OF_TYPE, canonical, instant_text, to_data

SEED = 20_230_615
TICKED_LATE = 0.015


def journal(seed: int = SEED) -> Iterator[str]:
    """The lines of the sample year in the order in which they were recorded, without line ends.

    The same seed gives the same bytes everywhere; another one gives other people and days, and the
    same table for the published quarter.
    """
    dice = Dice(seed + 1)
    lines = [line for case in coded(list(year(seed))) for line in _lines(*case, dice)]
    lines.sort(key=lambda line: line[:3])
    for _, _, _, text in lines:
        yield text


def coded(
    cases: Sequence[list[Entry]], series: Callable[[list[Entry]], str] = lambda case: AGENCY
) -> Iterator[tuple[str, list[Entry]]]:
    """Each case with its code: a number within its series and day, in the order of coming in."""
    serials: Counter[str] = Counter()
    for entries in sorted(cases, key=lambda entries: entries[0].event.at):
        day = f"{series(entries)}-{local_date(entries[0].event.at):%y%m%d}"
        serials[day] += 1
        yield f"{day}-{serials[day]:04d}", entries


def _lines(
    code: str, entries: Sequence[Entry], dice: Dice
) -> Iterator[tuple[datetime, str, int, str]]:
    for number, (entry, recorded_at) in enumerate(
        zip(entries, _recorded(entries, dice), strict=True)
    ):
        yield recorded_at, code, number, line_of(code, entry, recorded_at)


def _recorded(entries: Sequence[Entry], dice: Dice) -> Iterator[datetime]:
    """When each event was entered: at once, after an outage, or ticked on a later evening."""
    sloppy = dice.span(1, len(entries)) if dice.chance(TICKED_LATE) else len(entries)
    times = [_entered(entry, dice, late=number >= sloppy) for number, entry in enumerate(entries)]
    return accumulate(times, max)


def _entered(entry: Entry, dice: Dice, *, late: bool) -> datetime:
    at = entry.event.at
    if entry.by is None or isinstance(entry.event, ev.Corrected):
        return at
    back = restored(at)
    if back is not None:
        return _later(back, dice.span(0, HOUR))
    return _later(midnight(local_date(at)), dice.span(18 * HOUR, 21 * HOUR)) if late else at


def _later(instant: datetime, seconds: int) -> datetime:
    return from_local_us(to_local_us(instant) + seconds * SECOND)


def line_of(code: str, entry: Entry, recorded_at: datetime) -> str:
    """The journal's line of an entry, without a line end."""
    event = entry.event
    line: dict[str, object] = {
        "case": code,
        "type": NAME_OF_TYPE[type(event)],
        "at": instant_text(event.at),
        "data": to_data(event),
    }
    if recorded_at != event.at:
        line["recorded_at"] = instant_text(recorded_at)
    if entry.by is not None:
        line["by"] = entry.by
    return canonical(line)
