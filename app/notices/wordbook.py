"""The words of all notices as values: events, their texts by channel, and what texts may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.agency import Level
from workflows.filling import Template

DESK = "desk"  # the one value nobody has to give: what the desk is called at the office's level
OTHERWISE = "other"  # the key of what holds for all other levels


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A named value; a `block` may have several lines and stands in no line with others."""

    means: str
    sample: str
    block: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelWords:
    """What texts of a channel are like.

    Attributes:
        subject: whether they have one, and several lines.
        most: characters of one value, beyond which it is cut.
    """

    subject: bool = False
    most: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Common:
    """What all events share."""

    values: Mapping[str, Value]
    channels: Mapping[str, ChannelWords]
    desks: Mapping[str, str]

    def desk(self, level: Level) -> str:
        """What the desk of an office is called."""
        return self.desks.get(level) or self.desks[OTHERWISE]


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One text of a channel; the subject is empty where the channel has none."""

    subject: Template
    body: Template


@dataclass(frozen=True, kw_only=True, slots=True)
class EventWords:
    """All texts of an event.

    Attributes:
        name: what it is called in the preview.
        gives: the values whoever renders it has to give.
        texts: by channel.
        levels: other texts of some levels, by level and channel.
        samples: values for the preview that differ from the usual ones.
    """

    code: str
    name: str
    gives: frozenset[str]
    texts: Mapping[str, Text]
    levels: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)

    def text(self, channel: str, level: Level) -> Text:
        """The text for a channel and an office's level.

        Raises:
            KeyError: for a channel it has no text for.
        """
        return self.levels.get(level, {}).get(channel) or self.texts[channel]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wordbook:
    """Everything that notices say."""

    common: Common
    events: Mapping[str, EventWords]
