"""What of a case's new events the citizen is told, and with which values; pure but for the setup.

| event | told |
|---|---|
| accepted | the code, the appointment, where; also when it is recorded days late |
| supplement_requested | what is missing and until when, unless it was brought at once |
| resolved | that the result is there and how it comes, unless it was handed over at once |
| refused, returned | that it was, and whom to ask; the reason by e-mail alone |
| deadline_missed of the case | an apology, while that deadline is still the one that holds |
| apology_issued | the old and the new date; the reason by e-mail, the public one elsewhere |
| letter_issued | a copy by e-mail: with what it tells, if both happened together, else alone; that
| | an apology was corrected by every channel |
| deadline_adjusted | the old and the new appointment, unless they are the same; after an apology
| | beside the date that was promised anew |

Nothing of training cases and voided ones; nothing of corrections. Once an apology was issued no
other is made by itself.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.notices.citizen_letters import copy_of, goes_with, in_words, is_copied
from app.notices.offices import shown
from sla.clock import Adjustment
from sla.words import instant_in_words
from workflows import events as ev
from workflows.case import Case, State
from workflows.clocks import case_clock
from workflows.events import Event
from workflows.filling import one_line
from workflows.setting import Setting

Values = dict[str, str]
RECEIVED, LATE, APOLOGY, COPY = "received", "late", "apology", "copy"
CORRECTED = "corrected"
_WAITING = (State.AWAITING_SUPPLEMENT, State.PAUSED)
_ENDS = (ev.Resolved, ev.Returned, ev.Withdrawn, ev.Voided)
_RESULT = {"post": "result_post", "online": "result_online"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """A case whose newest lines are `events`: the case and its setting as they stand after them."""

    case: Case
    setting: Setting
    events: Sequence[Event]


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """One thing to tell.

    Attributes:
        version: the number of the event in the case, from 1.
        at: when it happened.
        topic: what the key of the message calls it: received, supplement, result, copy…
        words: which text says it, without `citizen.`.
        values: those of the event; the office's are added by whoever writes.
        letters: whose copies go with it, for channels that can carry any.
    """

    version: int
    at: datetime
    topic: str
    words: str
    values: Values
    letters: tuple[ev.LetterIssued, ...] = ()


def news(happened: Happened) -> Iterator[News]:
    """What the citizen should hear of the new events, in their order.

    Raises:
        CalendarGap: when a deadline of the case lies beyond the calendar's years.
    """
    if happened.case.training or happened.case.voided_at is not None:
        return
    letters = [one for _, one in numbered(happened) if isinstance(one, ev.LetterIssued)]
    told: set[ev.LetterIssued] = set()
    for item in _news(happened):
        mine = tuple(letter for letter in letters if goes_with(letter, item.topic))
        told.update(mine)
        yield replace(item, values={**item.values, "attached": in_words(mine)}, letters=mine)
    yield from _copies(happened, told)


def numbered(happened: Happened) -> Iterator[tuple[int, Event]]:
    """The new events with their numbers in the case, from 1."""
    first = happened.case.version - len(happened.events) + 1
    return enumerate(happened.events, start=first)


def _news(happened: Happened) -> Iterator[News]:
    for version, event in numbered(happened):
        topic, tell = _TOLD.get(type(event), ("", _nothing))
        told = tell(event, happened)
        if told is not None:
            words, values = told
            yield News(
                version=version,
                at=event.at,
                topic=topic,
                words=words,
                values={**_of(happened), **values},
            )


def _copies(happened: Happened, told: Collection[ev.LetterIssued]) -> Iterator[News]:
    """The letters that no other message has brought."""
    for version, event in numbered(happened):
        if isinstance(event, ev.LetterIssued) and is_copied(event) and event not in told:
            words, values = copy_of(event, happened.case)
            yield News(
                version=version,
                at=event.at,
                topic=CORRECTED if words == f"{APOLOGY}_{CORRECTED}" else COPY,
                words=words,
                values={**_of(happened), **_again(happened), **values},
                letters=(event,),
            )


def _of(happened: Happened) -> Values:
    case, procedure = happened.case, happened.setting.procedure
    return {"case": case.code, "procedure": shown(procedure.name, procedure.code)}


def overtakes(happened: Happened) -> bool:
    """Whether the events have finished a case, so that nobody is told any more that it goes on."""
    ends = any(isinstance(event, _ENDS) for event in happened.events)
    return ends and not happened.case.is_open and _was_late(happened)


def apologises(happened: Happened) -> bool:
    """Whether the office has apologised by letter, so that no other apology is needed."""
    issued = any(isinstance(event, ev.ApologyIssued) for event in happened.events)
    return issued and _was_late(happened)


def _was_late(happened: Happened) -> bool:
    """Whether an apology can have been made by itself: only of a deadline that was missed."""
    return any(isinstance(event, ev.DeadlineMissed) for event in happened.case.log)


def _bare(text: str | None) -> str:
    """What an officer wrote, without the full stop the texts put there themselves."""
    return one_line(text or "").rstrip(" .;")


Told = tuple[str, Values] | None


def _nothing(_event: Event, _happened: Happened) -> Told:
    return None


def _received(event: ev.Accepted, happened: Happened) -> Told:
    due = event.due_at or case_clock(happened.case, happened.setting).first_due()
    accepted = instant_in_words(event.at)
    return "received", {"due": instant_in_words(due), "accepted": accepted}


def _supplement(event: ev.SupplementRequested, happened: Happened) -> Told:
    if happened.case.state not in _WAITING:
        return None
    until = instant_in_words(event.until) if event.until else ""
    items = "; ".join(filter(None, map(_bare, event.items)))
    values = {"items": items, "until": until, "reason": _bare(event.reason)}
    return "supplement", values


def _result(event: ev.Resolved, happened: Happened) -> Told:
    case = happened.case
    if case.state is not State.RESOLVED:
        return None
    return _RESULT.get(case.result_channel or "", "result"), {"result_no": _bare(event.result_no)}


def _refused(event: ev.Refused, _happened: Happened) -> Told:
    return "refused", {"reason": _bare(event.reason), "ground": _bare(event.ground)}


def _returned(event: ev.Returned, happened: Happened) -> Told:
    if happened.case.state is not State.RETURNED:
        return None
    return "returned", {"reason": _bare(event.reason)}


def _late(event: ev.DeadlineMissed, happened: Happened) -> Told:
    """Only of a deadline that still holds: after days of downtime it may have moved, or be over."""
    case = happened.case
    if event.clock != "case" or not case.is_open or case.apology is not None:
        return None
    due = case_clock(case, happened.setting).due()
    return ("late", {"due": instant_in_words(due)}) if due == event.due_at else None


def _apologised(event: ev.ApologyIssued, happened: Happened) -> Told:
    due = case_clock(happened.case, happened.setting).due(event.at)
    return "apology", {
        "old_due": instant_in_words(due),
        "new_due": instant_in_words(event.new_due_at),
        "reason": _bare(event.reason),
        "public_reason": _bare(event.public_reason),
    }


def _again(happened: Happened) -> Values:
    """The date promised anew, which no corrected letter changes."""
    apology = happened.case.apology
    return {"new_due": instant_in_words(apology.new_due_at)} if apology else {}


def _moved(event: ev.DeadlineAdjusted, happened: Happened) -> Told:
    old = _before(event, happened)
    if not happened.case.is_open or old is None or old == event.new_due_at:
        return None
    values = {"old_due": instant_in_words(old), "new_due": instant_in_words(event.new_due_at)}
    values["reason"] = _bare(event.reason)
    apology = happened.case.apology
    if apology is None or event.at < apology.at:
        return "moved", values
    # Told of two dates, they would not know on which of them to come.
    come = max(event.new_due_at, apology.new_due_at)
    again = {"promised": instant_in_words(apology.new_due_at), "come": instant_in_words(come)}
    return "moved_again", {**values, **again}


def _before(event: ev.DeadlineAdjusted, happened: Happened) -> datetime | None:
    """The deadline that a decision has moved."""
    cause = Adjustment(event.at, event.new_due_at)
    changes = case_clock(happened.case, happened.setting).changes()
    return next((change.before for change in changes if change.cause == cause), None)


_TOLD: Mapping[type[Event], tuple[str, Callable[[Any, Happened], Told]]] = {
    ev.Accepted: (RECEIVED, _received),
    ev.SupplementRequested: ("supplement", _supplement),
    ev.Resolved: ("result", _result),
    ev.Refused: ("refused", _refused),
    ev.Returned: ("returned", _returned),
    ev.DeadlineMissed: (LATE, _late),
    ev.ApologyIssued: (APOLOGY, _apologised),
    ev.DeadlineAdjusted: ("moved", _moved),
}
