"""Commands as text: what a proposal keeps until it is decided, and what a press is known by."""

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sla.zone import parse_instant
from workflows.codec import NAME_OF_TYPE, canonical, from_data, instant_text, to_data
from workflows.commands import Command
from workflows.decide import EVENT_OF, command_for
from workflows.events import Event


def spelled(commands: Sequence[Command]) -> str:
    """Canonical JSON, the same for the same commands: each as the journal would write its event."""
    return canonical([plain(command) for command in commands])


def read_back(text: str) -> tuple[Command, ...]:
    """The commands that `spelled` wrote."""
    return tuple(
        command_for(from_data(one["type"], parse_instant(one["at"]), one["data"]))
        for one in json.loads(text)
    )


def plain(command: Command) -> dict[str, Any]:
    """The type, instant and data a command would have in a journal."""
    event = event_of(command)
    return {
        "type": NAME_OF_TYPE[type(event)],
        "at": instant_text(event.at),
        "data": to_data(event),
    }


def event_of(command: Command) -> Event:
    """The event a command asks for, before `decide` has bound anything to it."""
    kind = EVENT_OF[type(command)]
    return kind(**{item.name: getattr(command, item.name) for item in fields(command)})
