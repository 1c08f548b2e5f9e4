"""XES, the IEEE 1849 form of event logs that process-mining tools read.

Only what happened goes out, not to whom: the applicant stays behind.
"""

from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from app.store.event_log import CaseLog
from sla.zone import local
from workflows import events as ev
from workflows.codec import NAME_OF_TYPE, to_data
from workflows.log import Recorded

EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
)
PRIVATE = {
    "applicant", "agent", "collected_by", "proof", "note", "comment", "name", "certificate",
}  # fmt: skip


class Sink(Protocol):
    """Where bytes can be written."""

    def write(self, data: bytes, /) -> object:
        """Take them."""


class XesWriter:
    """Streams cases into one XES document."""

    def __init__(self, out: Sink) -> None:
        self._xml = XMLGenerator(
            out,
            "utf-8",
            short_empty_elements=True,
        )

    def __enter__(self) -> Self:
        self._xml.startDocument()
        self._open("log", {"xes.version": "1.0", "xes.features": ""})
        for name, prefix, uri in EXTENSIONS:
            self._leaf("extension", {"name": name, "prefix": prefix, "uri": uri})
        self._globals("trace", ("concept:name",))
        self._globals("event", ("concept:name",))
        self._leaf("classifier", {"name": "Sự kiện", "keys": "concept:name"})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close("log")
        self._xml.endDocument()

    def case(self, log: CaseLog) -> None:
        """One trace."""
        self._open("trace", {})
        self._text("concept:name", log.code)
        first = log.lines[0].event
        if isinstance(first, ev.Submitted | ev.Accepted):
            for name in ("agency", "procedure", "channel"):
                self._text(name, getattr(first, name))
            self._value("training", first.training)
        for line in log.lines:
            self._event(line)
        self._close("trace")

    def _event(self, line: Recorded) -> None:
        self._open("event", {})
        self._text("concept:name", _activity(line.event))
        self._instant("time:timestamp", line.event.at)
        self._instant("recorded_at", line.recorded_at)
        if line.by is not None:
            self._text("org:resource", line.by)
        self._text("org:group", line.agency)
        self._text("lifecycle:transition", _transition(line.event))
        for key, value in to_data(line.event).items():
            if key not in PRIVATE:
                self._value(f"data:{key}", value)
        self._close("event")

    def _globals(self, scope: str, keys: tuple[str, ...]) -> None:
        self._open("global", {"scope": scope})
        for key in keys:
            self._text(key, "")
        self._close("global")

    def _value(self, key: str, value: Any) -> None:
        if isinstance(value, bool):
            self._leaf("boolean", {"key": key, "value": str(value).lower()})
        elif isinstance(value, int):
            self._leaf("int", {"key": key, "value": str(value)})
        elif isinstance(value, dict):
            for name, inner in value.items():
                self._value(f"{key}:{name}", inner)
        else:
            self._text(key, "; ".join(map(_in_line, value)) if isinstance(value, list) else value)

    def _text(self, key: str, value: str) -> None:
        self._leaf("string", {"key": key, "value": _printable(value)})

    def _instant(self, key: str, value: datetime) -> None:
        self._leaf("date", {"key": key, "value": local(value).isoformat(timespec="milliseconds")})

    def _leaf(self, name: str, attributes: dict[str, str]) -> None:
        self._open(name, attributes)
        self._close(name)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._xml.startElement(name, AttributesImpl(attributes))

    def _close(self, name: str) -> None:
        self._xml.endElement(name)


def _activity(event: ev.Event) -> str:
    """Steps by their own names, all else by the type of event."""
    # A draft of an apology blames a step; it is no work on it.
    step = None if isinstance(event, ev.ApologyDrafted) else getattr(event, "step", None)
    name = NAME_OF_TYPE[type(event)]
    return f"{name}: {step}" if step else name


def _transition(event: ev.Event) -> str:
    if isinstance(event, ev.StepStarted):
        return "start"
    return "suspend" if isinstance(event, ev.Paused | ev.SupplementRequested) else "complete"


def _in_line(item: Any) -> str:
    """An item of a list, a paper with its kind and count."""
    return " ".join(map(str, item.values())) if isinstance(item, dict) else str(item)


def _printable(text: str) -> str:
    """Without the characters XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or c >= "\ue000")
