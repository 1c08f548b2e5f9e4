"""Reading a form from its YAML file, refusing every mark, key, value and list it does not know.

How the files are written: docs/how-to-add-letter.md.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import get_args

from app.letters.form import (
    Form,
    FormBlock,
    FormColumn,
    FormHead,
    FormItems,
    FormLine,
    FormMarks,
    FormSignature,
    FormTable,
    FormText,
)
from app.letters.sheet import Align, Style
from app.letters.vocabulary import Vocabulary
from workflows.events import LetterKind
from workflows.filling import Template
from workflows.loader import Convert, Record, boolean, code, list_of, one_of, text
from workflows.node import Node
from workflows.problems import BadPack
from workflows.yamltext import read_yaml

KINDS: tuple[LetterKind, ...] = get_args(LetterKind)
_ALIGNS: tuple[Align, ...] = get_args(Align)
_STYLES: tuple[Style, ...] = get_args(Style)
_WIDTH = re.compile(r"(?!0+(?:\.0+)?$)\d{1,2}(?:\.\d{1,2})?", re.ASCII)
_DIGITS = 12  # of the digest in `Form.ref`
_REPLACES = Template(text="[(Thay thế văn bản số {replaces})]")
_NO_HEAD, _NO_MARKS = FormHead(), FormMarks()


def read_form(raw: bytes, name: str, words: Vocabulary) -> Form:
    """The form a file describes.

    Args:
        raw: the bytes of the file.
        name: folder and number, as "tt01_2018/01".
        words: the values and lists it may use.

    Raises:
        BadPack: with everything wrong with it, each with file, line and field.
    """
    read, record = _Reader(words=words), Record(read_yaml(raw, f"{name}.yaml"))
    digest = hashlib.sha256(raw).hexdigest()[:_DIGITS]
    form = Form(
        name=name,
        ref=f"{name}@{digest}",
        kind=record.need("kind", one_of(*KINDS)),
        label=record.maybe("label", text, None),
        title=record.need("title", read.filled),
        subtitle=record.maybe("subtitle", read.filled, _REPLACES),
        sign=record.need("sign", code),
        source=record.need("source", text),
        unverified=record.maybe("unverified", text, None),
        landscape=record.maybe("landscape", boolean, False),
        head=record.maybe("head", _head, _NO_HEAD),
        blocks=record.need("blocks", list_of(read.block)),
        signatures=record.maybe("signatures", list_of(read.signature), ()),
        recipients=record.maybe("recipients", list_of(read.filled), ()),
        marks=record.maybe("marks", read.marks, _NO_MARKS),
    )
    record.close()
    return form


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    """Converters that know the vocabulary."""

    words: Vocabulary

    def filled(self, node: Node) -> Template:
        return _template(node, self.words.values)

    def block(self, node: Node) -> FormBlock:
        kinds: dict[str, Convert[FormBlock]] = {
            "line": self._line,
            "text": self._text,
            "items": self._items,
            "table": self._table,
        }
        for key, read in kinds.items():
            if key in node.entries():
                return read(node)
        raise node.fail(f"khối phải có một trong các mục: {', '.join(kinds)}")

    def signature(self, node: Node) -> FormSignature:
        record = Record(node)
        found = FormSignature(
            title=record.need("title", self.filled),
            note=record.maybe("note", self.filled, None),
            name=record.maybe("name", self.filled, None),
            mark=record.maybe("mark", self.filled, None),
        )
        record.close()
        return found

    def marks(self, node: Node) -> FormMarks:
        record = Record(node)
        found = FormMarks(
            barcode=record.maybe("barcode", self.filled, None),
            qr=record.maybe("qr", self.filled, None),
            hint=record.maybe("hint", self.filled, None),
        )
        record.close()
        return found

    def _line(self, node: Node) -> FormLine:
        record = Record(node)
        found = FormLine(parts=record.need("line", self._parts))
        record.close()
        return found

    def _parts(self, node: Node) -> tuple[tuple[str, Template], ...]:
        return tuple((label, self.filled(each)) for label, each in node.entries().items())

    def _text(self, node: Node) -> FormText:
        record = Record(node)
        found = FormText(
            text=record.need("text", self.filled),
            style=record.maybe("style", one_of(*_STYLES), "plain"),
        )
        record.close()
        return found

    def _items(self, node: Node) -> FormItems:
        record = Record(node)
        rows = record.need("items", one_of(*self.words.lists))
        found = FormItems(
            rows=rows,
            each=record.need("each", lambda each: self._cell(each, rows)),
            empty=record.maybe("empty", self.filled, None),
        )
        record.close()
        return found

    def _table(self, node: Node) -> FormTable:
        record = Record(node)
        rows = record.need("table", one_of(*self.words.lists))
        found = FormTable(
            rows=rows,
            columns=record.need("columns", list_of(lambda each: self._column(each, rows))),
            numbered=record.maybe("numbered", boolean, False),
            empty=record.maybe("empty", self.filled, None),
        )
        record.close()
        return found

    def _column(self, node: Node, rows: str) -> FormColumn:
        record = Record(node)
        column = FormColumn(
            title=record.need("title", text),
            cell=record.need("cell", lambda each: self._cell(each, rows)),
            width=record.maybe("width", _width, 1.0),
            align=record.maybe("align", one_of(*_ALIGNS), "left"),
            group=record.maybe("group", text, None),
        )
        record.close()
        return column

    def _cell(self, node: Node, rows: str) -> Template:
        found = self.words.lists.get(rows)
        # An unknown list was complained of already; any name will do in it.
        known = found.columns if found else Template(text=node.text()).names
        return _template(node, known)


def _head(node: Node) -> FormHead:
    record = Record(node)
    head = FormHead(
        superior=record.maybe("superior", boolean, True),
        desk=record.maybe("desk", boolean, False),
        number=record.maybe("number", boolean, True),
        place_date=record.maybe("place_date", boolean, True),
    )
    record.close()
    return head


def _width(node: Node) -> float:
    found = text(node)
    if _WIDTH.fullmatch(found) is None:
        raise node.fail(f"“{found}” không phải bề rộng; hãy viết một số dương như 1.5")
    return float(found)


def _template(node: Node, known: Collection[str]) -> Template:
    template = Template(text=text(node))
    faults = [*template.faults(), *_unknown(template, known)]
    if faults:
        raise BadPack(tuple(node.problem(fault) for fault in faults))
    return template


def _unknown(template: Template, known: Collection[str]) -> Iterator[str]:
    for name in sorted(template.names - set(known)):
        yield f"không có giá trị “{name}” ở đây; dùng được: {', '.join(sorted(known))}"
