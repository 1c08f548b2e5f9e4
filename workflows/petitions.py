"""A petition (phản ánh, kiến nghị; PAKN): what its log makes of it, and until when it is answered.

A petition is open from its receipt until the office answers it, returns it because there is too
little in it, or sends it on to the office whose it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from sla.calendar import WorkingCalendar
from sla.clock import Clock
from sla.law import LawRow, law_on, read_law
from sla.limits import TimeLimit
from sla.spec import LawGap
from sla.zone import local_date
from workflows import petition_events as ev
from workflows.petition_events import About, Channel, Line

Ending = Literal["answered", "returned", "forwarded"]
_LAW = Path(__file__).parent / "data" / "petitions.yaml"
ENDINGS: Mapping[type[ev.PetitionEvent], Ending] = {
    ev.Answered: "answered",
    ev.ReturnedInsufficient: "returned",
    ev.Forwarded: "forwarded",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Petition:
    """A petition by what is known of it.

    Attributes:
        due_at: until when an answer was promised at its receipt; nothing moves it.
        ended_at: when the office was done with it; `ended_how` says by what, and
            `ended_recorded_at` when that was written down.
        version: how many lines its log has.
        lines: what truly happened, corrections taken in, oldest first.
    """

    code: str
    agency: str
    channel: Channel
    about: About
    subject: str
    received_at: datetime
    due_at: datetime
    version: int
    field: str | None = None
    procedure: str | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    ended_how: Ending | None = None
    ended_recorded_at: datetime | None = None
    published_at: datetime | None = None
    lines: tuple[Line, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the office."""
        return self.ended_at is None

    def late_at(self, now: datetime) -> bool:
        """Whether it was answered after its promise, or waits longer than that already.

        One that was returned or sent on has no answer that could be late.
        """
        if self.ended_how in ("returned", "forwarded"):
            return False
        return (self.ended_at or now) > self.due_at

    def standing_line(self, kind: type[ev.PetitionEvent]) -> Line | None:
        """The newest line of a kind that stands."""
        return next((one for one in reversed(self.lines) if isinstance(one.event, kind)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeLeft:
    """Working time left to the promise, negative when overdue; `day` is that of a standard day."""

    left: timedelta
    day: timedelta


def fold(code: str, lines: Iterable[Line]) -> Petition | None:
    """The petition that the lines of its log make; None for none, or for one struck out whole."""
    every = tuple(lines)
    true = true_lines(every)
    if not true or not isinstance(true[0].event, ev.Received):
        return None
    petition = _begun(code, true[0].event, len(every))
    for line in true:
        petition = _after(petition, line)
    return replace(petition, lines=true)


def true_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What truly happened: corrections are taken in, and what was struck out is left out."""
    kept: dict[int, Line] = {}
    for line in lines:
        event = line.event
        if isinstance(event, ev.SenderErased):
            continue
        if not isinstance(event, ev.Corrected):
            kept[line.version] = line
        elif event.event in kept:
            wrong = kept.pop(event.event)
            if not event.struck:
                kept[event.event] = wrong.told(ev.changed(wrong.event, event.changes))
    return tuple(kept[version] for version in sorted(kept))


def promised(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Until when a petition received at an instant is to be answered.

    Raises:
        LawGap: when no limit is known for that day.
        CalendarGap: when the calendar does not reach so far.
    """
    return petition_clock(received_at, calendar).first_due()


def petition_clock(
    received_at: datetime, calendar: WorkingCalendar, promise: datetime | None = None
) -> Clock:
    """The clock of a petition; with a promise that one is its deadline, whatever the law says."""
    limit = TimeLimit.parse(petition_law(received_at).value)
    return Clock(
        calendar=calendar,
        law=law_on(local_date(received_at)),
        limit=limit,
        start=received_at,
        promise=promise,
    )


def time_left(petition: Petition, calendar: WorkingCalendar, *, now: datetime) -> TimeLeft | None:
    """What is left of the time for an answer; None once nobody waits for one."""
    if not petition.is_open:
        return None
    clock = petition_clock(petition.received_at, calendar, petition.due_at)
    return TimeLeft(left=clock.left(now), day=calendar.spec.standard_day())


def petition_law(instant: datetime) -> LawRow:
    """The rule about the answer that was in force at an instant.

    Raises:
        LawGap: when none is known for that day.
    """
    day = local_date(instant)
    found = _rule("petition_limit", day)
    if found is None:
        raise LawGap(f"Chưa có thời hạn trả lời phản ánh, kiến nghị cho ngày {day:%d/%m/%Y}.")
    return found


def ending_tolerance(day: date) -> int:
    """How many working days back whoever is no leader may date the end of a petition.

    Raises:
        LawGap: for a day on which none is known.
    """
    found = _rule("petition_ending_tolerance", day)
    if found is None:
        raise LawGap(f"Chưa có quy định về ghi muộn phản ánh, kiến nghị cho ngày {day:%d/%m/%Y}.")
    return int(TimeLimit.parse(found.value).amount)


def _rule(name: str, day: date) -> LawRow | None:
    return next((row for row in _rows() if row.rule == name and row.in_force(day)), None)


@cache
def _rows() -> tuple[LawRow, ...]:
    return read_law(_LAW.read_text(encoding="utf-8"))


def _begun(code: str, event: ev.Received, version: int) -> Petition:
    return Petition(
        code=code,
        agency=event.agency,
        channel=event.channel,
        about=event.about,
        subject=event.subject,
        received_at=event.at,
        due_at=event.due_at,
        version=version,
        field=event.field,
        procedure=event.procedure,
    )


def _after(petition: Petition, line: Line) -> Petition:
    event = line.event
    if isinstance(event, ev.AcceptedForHandling):
        return replace(petition, accepted_at=event.at)
    if isinstance(event, ev.Published):
        return replace(petition, published_at=event.at)
    if (how := ENDINGS.get(type(event))) is not None:
        return replace(
            petition, ended_at=event.at, ended_how=how, ended_recorded_at=line.recorded_at
        )
    return petition
