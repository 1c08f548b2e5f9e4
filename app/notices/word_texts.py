"""One text of the data read and checked: every mark in it, every value it uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.notices.wordbook import DESK, Common, Text
from workflows.filling import Template
from workflows.loader import Record, text
from workflows.node import Node
from workflows.problems import BadPack, Problem

Texts = Mapping[str, Text]
_EMPTY = Template(text="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What the texts of one file, and then those of one event, have in common.

    Attributes:
        channels: every event must have a text for each of them.
        alike: by channel the one whose text stands in for a missing one.
        closing: what ends every text of a channel.
        texts: what is said by a channel where the event has nothing of its own.
        parts: pieces of text that stand for their name in braces.
        gives: the values that may be used.
    """

    common: Common
    channels: tuple[str, ...]
    alike: Mapping[str, str] = field(default_factory=dict)
    closing: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Node] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    gives: frozenset[str] = frozenset()

    def narrowed(self, *, gives: frozenset[str], parts: Mapping[str, str]) -> "Frame":
        """The frame of one event in the file."""
        return replace(self, gives=self.gives | gives, parts={**self.parts, **parts})

    def read_all(self, own: Mapping[str, Node]) -> Texts:
        """The texts of an event by channel, from its own nodes and those of the file.

        Raises:
            BadPack: for everything wrong with them.
        """
        nodes = {**self.texts, **own}
        filled = {one: nodes[other] for one, other in self.alike.items() if other in nodes}
        return self._read({**filled, **nodes})

    def read_own(self, own: Mapping[str, Node]) -> Texts:
        """Only the texts that stand there, as for a level: the rest is said as everywhere.

        Raises:
            BadPack: as `read_all`.
        """
        filled = {one: own[other] for one, other in self.alike.items() if other in own}
        return self._read({**filled, **own})

    def _read(self, nodes: Mapping[str, Node]) -> Texts:
        texts: dict[str, Text] = {}
        problems: list[Problem] = []
        for channel, node in nodes.items():
            try:
                texts[channel] = self._text(node, channel)
            except BadPack as bad:
                problems += bad.problems
        if problems:
            raise BadPack(tuple(problems))
        return texts

    def _text(self, node: Node, channel: str) -> Text:
        if channel not in self.channels:
            raise node.fail(f"không có kênh “{channel}”; các kênh: {', '.join(self.channels)}")
        long = self.common.channels[channel].subject
        found = self._long(node, channel) if long else self._short(node, channel)
        faults = [*self._faults(found.subject), *self._faults(found.body, long=long)]
        if faults:
            raise BadPack(tuple(node.problem(fault) for fault in faults))
        return found

    def _long(self, node: Node, channel: str) -> Text:
        record = Record(node)
        subject, body = record.need("subject", text), record.need("body", text)
        record.close()
        return Text(subject=self._made(subject), body=self._closed(body, channel, "\n\n"))

    def _short(self, node: Node, channel: str) -> Text:
        return Text(subject=_EMPTY, body=self._closed(text(node), channel, " "))

    def _closed(self, body: str, channel: str, between: str) -> Template:
        closing = self.closing.get(channel)
        return self._made(f"{body}{between}{closing}" if closing else body)

    def _made(self, words: str) -> Template:
        for name, part in self.parts.items():
            words = words.replace(f"{{{name}}}", part)
        return Template(text=words)

    def _faults(self, template: Template, *, long: bool = False) -> Iterator[str]:
        yield from template.faults()
        unknown = sorted(template.names - self.gives - {DESK})
        if unknown:
            yield f"giá trị không dùng được ở đây: {', '.join(unknown)}"
        if long:
            return
        if "\n" in template.text:
            yield "lời ở đây phải nằm trên một dòng"
        blocks = sorted(name for name in template.names & self.gives if self._is_block(name))
        if blocks:
            yield f"giá trị nhiều dòng không dùng được ở đây: {', '.join(blocks)}"

    def _is_block(self, name: str) -> bool:
        return self.common.values[name].block
