"""The events of one case as journal lines (contract 3), written straight as text for speed.

Every constant that goes into a line is free of what JSON would escape; a test reads every line
back. An event is given by the second on the wall at which it happened.
"""

from collections.abc import Iterator
from itertools import accumulate

from app.sample.dice import Dice
from app.sample.province.hours import DAY
from sla.zone import day_of

TICKED_LATE = 0.015
EVENING = (18 * 3600, 21 * 3600)
_MINUTES = tuple(f"T{minute // 60:02d}:{minute % 60:02d}:" for minute in range(DAY // 60))
_SECONDS = tuple(f"{second:02d}+07:00" for second in range(60))

Told = tuple[int, str, str, str]  # when, type, data, who


class Telling:
    """What has been told of a case so far, in its order."""

    __slots__ = ("events",)

    def __init__(self) -> None:
        self.events: list[Told] = []

    def add(self, wall: int, type_: str, data: str = "{}", by: str = "") -> None:
        """The next event; `by` is empty for the citizen."""
        self.events.append((wall, type_, data, by))

    def lines(self, code: str, end: int, dice: Dice) -> list[str]:
        """The lines of what was recorded before the second `end`."""
        events = self.events
        late = dice.random() < TICKED_LATE
        recorded = _recorded(events, dice) if late else [event[0] for event in events]
        return [
            _line(code, event, at) for event, at in zip(events, recorded, strict=True) if at < end
        ]


def text_of(wall: int) -> str:
    """A second on the wall in ISO 8601."""
    day, second = divmod(wall, DAY)
    return f"{_day(day)}{_MINUTES[second // 60]}{_SECONDS[second % 60]}"


def _line(code: str, event: Told, recorded: int) -> str:
    wall, type_, data, by = event
    when = f',"recorded_at":"{text_of(recorded)}"' if recorded != wall else ""
    who = f',"by":"{by}"' if by else ""
    return f'{{"case":"{code}","type":"{type_}","at":"{text_of(wall)}"{when}{who},"data":{data}}}\n'


def _recorded(events: list[Told], dice: Dice) -> Iterator[int]:
    """When each was entered: from some event on only in the evening of its day."""
    sloppy = dice.span(1, len(events))
    return accumulate(
        (
            _evening(wall, dice) if by and place >= sloppy else wall
            for place, (wall, _, _, by) in enumerate(events)
        ),
        max,
    )


def _evening(wall: int, dice: Dice) -> int:
    return max(wall, wall - wall % DAY + dice.span(*EVENING))


_DAYS: dict[int, str] = {}


def _day(number: int) -> str:
    known = _DAYS.get(number)
    if known is None:
        known = _DAYS[number] = day_of(number).isoformat()
    return known
