"""What an officer wants to be told by which channel; the bell rings in any case.

| mode | what it means for alerts (intake, step, case) | for digest, weekly, forecast |
|---|---|---|
| each | every alert at once | sent |
| urgent | urgent alerts at once, the others with the morning's digest | – |
| digest | all of them with the morning's digest | – |
| off | never by this channel | never by this channel |
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from app.notices.people import CHANNELS, MAIL
from app.store.contacts import chosen_by
from app.store.engine import Connection

Mode = Literal["off", "digest", "urgent", "each"]
Kind = Literal["intake", "step", "case", "digest", "weekly", "forecast"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ALERTS: tuple[Kind, ...] = ("intake", "step", "case")


def modes_of(kind: str) -> tuple[Mode, ...]:
    """The modes one may choose for a kind of notice."""
    return get_args(Mode) if kind in ALERTS else ("off", "each")


def default_mode(kind: str, channel: str) -> Mode:
    """What holds for whoever has chosen nothing: mail, and of the alerts only the urgent ones."""
    if channel != MAIL:
        return "off"
    return "urgent" if kind in ALERTS else "each"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What one officer wants; `chosen` holds what they have said themselves."""

    chosen: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def mode(self, kind: str, channel: str) -> Mode:
        """What holds for a kind of notice on a channel."""
        said = self.chosen.get((kind, channel))
        # A mode that a later program has written means nothing here, and then the default holds.
        known = (mode for mode in modes_of(kind) if mode == said)
        return next(known, default_mode(kind, channel))

    def at_once(self, kind: str, level: str) -> tuple[str, ...]:
        """The channels by which an alert of a level is sent as soon as offices are open."""
        wanted: tuple[Mode, ...] = ("each", "urgent") if level == "urgent" else ("each",)
        return tuple(channel for channel in CHANNELS if self.mode(kind, channel) in wanted)

    def in_digest(self, channel: str) -> tuple[Kind, ...]:
        """The kinds of alerts that stand in the digest sent by a channel; empty without one."""
        if self.mode("digest", channel) != "each":
            return ()
        return tuple(kind for kind in ALERTS if self.mode(kind, channel) != "off")


def choices_of(connection: Connection, logins: Collection[str]) -> dict[str, Choices]:
    """What each of some logins wants; one query."""
    if not logins:
        return {}
    return {login: Choices(chosen=said) for login, said in chosen_by(connection, logins).items()}
