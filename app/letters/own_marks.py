"""What stands in one XML file of a document, as far as it can act, reach out or get lost."""

from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

# What makes a program fetch, run or embed something, by its name in whatever namespace.
STRANGE = frozenset(
    {"altChunk", "object", "control", "OLEObject", "subDoc", "attachedTemplate", "mailMerge",
     "frameset", "movie", "contentPart", "externalData", "linkedFile", "script"}
)  # fmt: skip
# Where a value that was put beside the text would stand, and be dropped by every program.
_BARE = frozenset({"document", "body", "p", "r", "tbl", "tr", "tc", "hdr", "ftr", "footnote"})
_ADDRESSES = frozenset({"src", "href"})


class _Declared(Exception):
    """A document type: only what is to blow up or to hide something has one."""


@dataclass(kw_only=True, slots=True)
class Found:
    """What was met.

    Attributes:
        relations: kind, target, and whether the target lies outside.
        types: the content types that a list of types names.
        fields: the instructions of the fields, whole however they were cut up.
        strange: names of elements that have no place in a letter.
        stray: whether text stands where a program shows none.
    """

    relations: list[tuple[str, str, bool]] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    fields: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    stray: bool = False


def found_in(content: bytes) -> Found | None:
    """What a file holds; None for what is no plain XML."""
    reader = _Reader()
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (ExpatError, _Declared, LookupError, ValueError):
        return None
    return reader.found


def _refuse(*_: object) -> None:
    raise _Declared


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _Reader:
    """Walks one file, keeping what `Found` wants."""

    def __init__(self) -> None:
        self.found = Found()
        self._open: list[str] = []  # elements around the place
        self._fields: list[str | None] = []  # instructions being read; None once they are

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        tag, given = _local(name), {_local(key): value for key, value in attributes.items()}
        self._open.append(tag)
        if tag in STRANGE or (_ADDRESSES & set(given) and any(map(given.get, _ADDRESSES))):
            self.found.strange.append(tag)
        if tag == "Relationship":
            outside = given.get("TargetMode", "").lower() == "external"
            self.found.relations.append((given.get("Type", ""), given.get("Target", ""), outside))
        if "ContentType" in given:
            self.found.types.add(given["ContentType"])
        if tag == "fldSimple":
            self.found.fields.append(given.get("instr", ""))
        if tag == "fldChar":
            self._field(given.get("fldCharType", ""))

    def end(self, _: str) -> None:
        self._open.pop()
        if not self._open:
            # A field that never ended is one all the same.
            self.found.fields.extend(text for text in self._fields if text is not None)

    def text(self, text: str) -> None:
        around = self._open[-1]
        if around in ("instrText", "delInstrText"):
            self._instruction(text)
        elif around in _BARE and text.strip():
            self.found.stray = True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            if self._fields and self._fields[-1] is not None:
                # The name of a field could be what another one inside it comes to.
                self.found.fields.append("{…}")
            self._fields.append("")
        elif self._fields and self._fields[-1] is not None:
            self.found.fields.append(self._fields[-1])
            self._fields[-1] = None
        if kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, text: str) -> None:
        if not self._fields or self._fields[-1] is None:
            self.found.fields.append(text)
        else:
            self._fields[-1] += text
