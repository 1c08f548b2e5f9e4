"""What notices say: `render` for one event, channel and level of office; `preview` for all of them.

Texts are data (`app/notices/data`, docs/how-to-add-notice.md) and values are never more than text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.notices.sms import segments
from app.notices.word_files import wordbook
from app.notices.wordbook import DESK, EventWords, Wordbook
from workflows.agency import Level
from workflows.filling import MissingValue, Template, lines, one_line

__all__ = ["MissingValue", "Previewed", "Rendered", "UnknownText", "preview", "render"]

STAFF = "staff."
STAFF_OTHERWISE = "staff.other"  # a rung somebody added to a ladder, without words of its own


class UnknownText(LookupError):
    """There are no words for an event on a channel."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """A text ready to be sent; the subject is one line, and empty where the channel has none."""

    subject: str
    body: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Previewed:
    """A text with sample values, for whoever looks after the words.

    Attributes:
        name: what the event is called in Vietnamese.
        characters: of the body.
        segments: short messages it takes; 0 for other channels.
    """

    event: str
    name: str
    channel: str
    subject: str
    body: str
    characters: int
    segments: int


def render(event: str, channel: str, level: Level, values: Mapping[str, str]) -> Rendered:
    """The text of an event for a channel, as an office of that level says it.

    Args:
        event: such as `citizen.late` or `staff.case.day_1`.
        channel: bell, mail, sms or zalo.
        level: of the office that speaks.
        values: what the event gives; more than it uses does no harm. Some may be empty texts,
            and what a text says around these is left out.

    Raises:
        UnknownText: for an event or channel without words.
        MissingValue: for a value the text needs and has not got; a hole is never sent.
    """
    book = wordbook()
    words = _words(book, event)
    if channel not in words.texts:
        raise UnknownText(f"{event}: no text for {channel}")
    text = words.text(channel, level)
    used = _used(text.subject.text) | _used(text.body.text)
    known = _known(book, channel, level, {n: v for n, v in values.items() if n in used})
    return Rendered(subject=one_line(text.subject.filled(known)), body=text.body.filled(known))


def preview(level: Level) -> tuple[Previewed, ...]:
    """Every text of every channel as an office of that level would say it, with sample values."""
    book = wordbook()
    usual = {name: value.sample for name, value in book.common.values.items()}
    return tuple(
        _previewed(words, channel, render(words.code, channel, level, {**usual, **words.samples}))
        for words in book.events.values()
        for channel in book.common.channels
        if channel in words.texts
    )


@lru_cache(maxsize=1024)
def _used(text: str) -> frozenset[str]:
    """The values that a text uses; the others need not be looked at."""
    return Template(text=text).names


def _words(book: Wordbook, event: str) -> EventWords:
    otherwise = book.events.get(STAFF_OTHERWISE) if event.startswith(STAFF) else None
    words = book.events.get(event, otherwise)
    if words is None:
        raise UnknownText(f"no words for {event}")
    return words


def _known(book: Wordbook, channel: str, level: Level, values: Mapping[str, str]) -> dict[str, str]:
    """The values as text that fits: one line each, and not too long for the channel."""
    declared, most = book.common.values, book.common.channels[channel].most
    known = {
        name: lines(value) if name in declared and declared[name].block else _line(value, most)
        for name, value in values.items()
    }
    return {**known, DESK: book.common.desk(level)}


@lru_cache(maxsize=4096)
def _line(value: str, most: int | None) -> str:
    """The value as one line; of a batch of notices nearly all have the same ones."""
    return one_line(value, most)


def _previewed(words: EventWords, channel: str, rendered: Rendered) -> Previewed:
    return Previewed(
        event=words.code,
        name=words.name,
        channel=channel,
        subject=rendered.subject,
        body=rendered.body,
        characters=len(rendered.body),
        segments=segments(rendered.body) if channel == "sms" else 0,
    )
