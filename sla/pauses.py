"""Times that do not count: single pauses, and the stops they come to together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sla.spec import BadPause
from sla.words import instant_in_words


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count, [start, end); `restarts` when its end starts the limit afresh."""

    start: datetime
    end: datetime | None
    restarts: bool = False

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise BadPause(
                f"Lần tạm dừng từ {instant_in_words(self.start)} kết thúc trước khi bắt đầu."
            )


def known(pauses: Iterable[Pause], at: datetime | None) -> Iterator[Pause]:
    """The pauses as known strictly before an instant (None: all); an end not known yet is none."""
    for pause in pauses:
        if at is None or (pause.end is not None and pause.end < at):
            yield pause
        elif pause.start < at:
            yield Pause(pause.start, None)


def united(pauses: Iterable[Pause], since: datetime) -> Iterator[Pause]:
    """The stops that pauses come to from an instant on: what touches is one."""
    joined: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if joined and _touch(joined[-1], pause):
            joined[-1] = _joined(joined[-1], pause)
        else:
            joined.append(pause)
    for pause in joined:
        if _matters(pause, since):
            yield pause if pause.start >= since else replace(pause, start=since)


def _touch(one: Pause, later: Pause) -> bool:
    return one.end is None or later.start <= one.end


def _joined(one: Pause, later: Pause) -> Pause:
    # A restart inside a longer stop leaves the whole fresh limit to the end of that stop.
    end = None if one.end is None or later.end is None else max(one.end, later.end)
    return Pause(one.start, end, one.restarts or later.restarts)


def _matters(pause: Pause, since: datetime) -> bool:
    if pause.end is None:
        return True
    return pause.end > since and (pause.restarts or pause.end > pause.start)


def ended_after(begun: datetime, stops: Iterable[Pause]) -> list[Pause]:
    """The stops that ended, and after an instant."""
    return [stop for stop in stops if stop.end is not None and stop.end > begun]
