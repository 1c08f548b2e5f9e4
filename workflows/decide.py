"""`decide`: what a command would write, or why not. It changes nothing.

The same function answers "which buttons does this officer see?" and guards every import.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sla.law import law_on
from sla.zone import local_date
from workflows import events as ev
from workflows.case import Case
from workflows.codec import NAME_OF_TYPE
from workflows.commands import COMMAND_TYPES, Command
from workflows.events import EVENT_TYPES, Event
from workflows.guards import Refusal, refused_content, refused_hiding, refused_time
from workflows.moves import MOVES
from workflows.setting import Setting
from workflows.successor import counterpart, successor
from workflows.words import EVENTS, STATES

__all__ = ["COMMAND_OF", "EVENT_OF", "Decision", "Refusal", "command_for", "decide"]

EVENT_OF: Mapping[type[Command], type[Event]] = dict(zip(COMMAND_TYPES, EVENT_TYPES, strict=True))
COMMAND_OF: Mapping[type[Event], type[Command]] = dict(zip(EVENT_TYPES, COMMAND_TYPES, strict=True))

Decision = tuple[Event, ...] | Refusal


def decide(case: Case | None, command: Command, setting: Setting, *, now: datetime) -> Decision:
    """The events a command leads to, or a Refusal.

    Args:
        case: as folded from its log; None for a new one.
        command: what is to be recorded.
        setting: office, procedure and calendar the case is bound to.
        now: the instant of recording; nothing may have happened after it.

    Raises:
        CalendarGap: when the deadline of an acceptance lies beyond the calendar's years.
        LawGap: when no rule is known for the day of an acceptance or apology.
    """
    event: Event = counterpart(command, EVENT_OF[type(command)])
    refusal = (
        refused_hiding(case, event)
        or refused_move(case, event)
        or refused_time(case, event, now)
        or refused_content(case, event, setting)
    )
    if refusal is not None:
        return refusal
    bind = _BINDERS.get(type(event))
    return (bind(event, setting) if bind else event,)


def command_for(event: Event) -> Command:
    """The command that asks for just this event; how a journal enters by the front door."""
    return counterpart(event, COMMAND_OF[type(event)])


def refused_move(case: Case | None, event: Event) -> Refusal | None:
    """Why an event may not follow in the state the case is in; needs no setting."""
    state = case.state if case else None
    if state in MOVES[type(event)]:
        return None
    word = EVENTS[NAME_OF_TYPE[type(event)]]
    if state is None:
        return Refusal(message=f"hồ sơ chưa có nên không thể ghi “{word}”")
    return Refusal(message=f"không thể ghi “{word}” khi hồ sơ ở trạng thái “{STATES[state]}”")


def _bind_submitted(event: ev.Submitted, setting: Setting) -> Event:
    return successor(event, {"calendar": event.calendar or setting.calendar_ref})


def _bind_accepted(event: ev.Accepted, setting: Setting) -> Event:
    due, limit = event.due_at, setting.procedure.limit
    if due is None and limit is not None:
        due = limit.due(event.at, setting.calendar, law_on(local_date(event.at)))
    bound = {
        "due_at": due,
        "procedure_version": setting.procedure_version,
        "calendar": setting.calendar_ref,
    }
    return successor(event, bound)


_BINDERS: Mapping[type[Event], Callable[[Any, Setting], Event]] = {
    ev.Submitted: _bind_submitted,
    ev.Accepted: _bind_accepted,
}
