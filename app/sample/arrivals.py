"""How a case comes in: at the counter, by post, or from a citizen's screen at any hour."""

from dataclasses import dataclass
from datetime import datetime

from app.sample import officers, words
from app.sample.dice import Dice
from app.sample.office import HOUR, Office
from app.sample.ward import AGENCY
from sla.zone import SECOND, day_number, day_of, from_local_us, midnight, to_local_us
from workflows import events as ev
from workflows.events import Applicant, Channel, Event

AT_NIGHT = 0.35
ASKED = 0.05
SLOW = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An event and the account that recorded it; None for the citizen.

    Attributes:
        recorded_at: when, if that is known; None leaves it to chance (`app.sample.lines`).
    """

    event: Event
    by: str | None
    recorded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What somebody asks for."""

    procedure: str
    channel: Channel
    applicant: Applicant


def accepted_directly(request: Request, at: datetime, desk: str) -> Entry:
    """The desk takes in what somebody brought."""
    event = ev.Accepted(
        at=at,
        agency=AGENCY,
        procedure=request.procedure,
        channel=request.channel,
        applicant=request.applicant,
    )
    return Entry(event=event, by=desk)


def submitted(request: Request, at: datetime, desk: str) -> Entry:
    """The citizen sends it; a parcel is entered by the desk."""
    event = ev.Submitted(
        at=at,
        agency=AGENCY,
        procedure=request.procedure,
        channel=request.channel,
        applicant=request.applicant,
    )
    return Entry(event=event, by=None if request.channel == "online" else desk)


def arrival(request: Request, accepted: int, office: Office, dice: Dice) -> list[Entry]:
    """All up to the acceptance at a working second, mostly within its 8 working hours."""
    desk, at = officers.desk(dice), office.at(accepted)
    if request.channel == "direct":
        return [accepted_directly(request, at, desk)]
    lag = dice.span(17 * HOUR // 2, 14 * HOUR) if dice.chance(SLOW) else dice.span(300, 6 * HOUR)
    before = sent_before(request, accepted - lag, accepted, office, dice)
    return [*before, Entry(event=ev.Accepted(at=at), by=desk)]


def sent_before(
    request: Request, ready: int, until: int, office: Office, dice: Dice
) -> list[Entry]:
    """The submission, sometimes with a supplement: complete at `ready`, answered at `until`."""
    desk = officers.desk(dice)
    online = request.channel == "online"
    if not (online and dice.chance(ASKED)):
        sent = office.at(ready)
        if online and dice.chance(AT_NIGHT):
            sent = _before_opening(until, office, dice)
        return [submitted(request, sent, desk)]
    asked = ready - dice.span(2 * HOUR, 24 * HOUR)
    return [
        submitted(request, office.at(asked - dice.span(600, 7 * HOUR)), desk),
        Entry(event=supplement(office.at(asked), dice), by=desk),
        Entry(event=ev.Supplemented(at=office.at(ready)), by=None),
    ]


def supplement(at: datetime, dice: Dice) -> ev.SupplementRequested:
    """The desk says what is missing."""
    items, reason = (dice.pick(words.PAPERS),), dice.pick(words.MISSING)
    return ev.SupplementRequested(at=at, items=items, reason=reason)


def _before_opening(until: int, office: Office, dice: Dice) -> datetime:
    """An evening or a rest day before the day of the answer, whose opening starts the clock."""
    index = office.index_of(until)
    worked = day_number(office.days[index - 1])
    day = day_of(dice.span(worked, day_number(office.days[index]) - 1))
    earliest = 18 if day_number(day) == worked else 8
    hour = dice.span(earliest * HOUR, 23 * HOUR)
    return from_local_us(to_local_us(midnight(day)) + hour * SECOND)
