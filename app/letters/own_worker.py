"""Fills an office's own template, in a process that can open nothing; `app.letters.own` starts it.

What comes in on standard input is a length, that many bytes of JSON, and the template. What goes
out is a line of JSON, and after a good one the filled document. Nothing here imports the rest of
the application: what is not loaded cannot be reached.
"""

import codecs
import json
import math
import re
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import jinja2.debug
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import LoopContext, StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

FILTERS = frozenset(
    {"capitalize", "default", "e", "escape", "first", "join", "last", "length", "lower", "trim",
     "upper"}
)  # fmt: skip
TESTS = frozenset({"defined", "undefined", "eq", "equalto", "ne", "in"})
_LOOP = frozenset({"first", "index", "index0", "last", "length", "revindex", "revindex0"})
# Whatever is no kind of these is refused: calls, sums, macros, imports, other templates.
_KINDS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.CondExpr,
    nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Filter, nodes.Test, nodes.Keyword,
)  # fmt: skip
_RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs"})


class Missing(StrictUndefined):
    """A value that nobody handed in: naming it is all its complaint does."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


class NoText(TemplateError):
    """A list or a row where a text was to stand."""


class Room(SandboxedEnvironment):
    """A place where a template meets texts, lists and rows, and nothing of Python."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Missing, finalize=_as_text)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in (tree, *tree.find_all(nodes.Node)):
            _check(node)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A column of a row, or where a loop stands; never an attribute of an object."""
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A column of a row, or an entry of a list by its number."""
        if type(obj) is dict and argument in obj:
            return obj[argument]
        if type(obj) is list and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(obj, Undefined):
            return obj  # What is missing is the row, not its column.
        name = f"[{argument}]" if type(argument) is int else str(argument)
        return self.undefined(obj=obj, name=name)

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing may be called; the check of the tree has refused it already."""
        raise SecurityError("call")


def _as_text(value: Any) -> Any:
    if isinstance(value, str | int | Undefined):
        return value
    raise NoText


def _check(node: nodes.Node) -> None:
    """Refuse what a letter has no use for, by the name it has in the grammar."""
    if not isinstance(node, _KINDS):
        raise SecurityError(type(node).__name__)
    name = getattr(node, "attr", getattr(node, "name", ""))
    if isinstance(node, nodes.Name | nodes.Getattr) and _is_reserved(name):
        raise SecurityError(name)
    if isinstance(node, nodes.Filter) and name not in FILTERS:
        raise SecurityError(name)
    if isinstance(node, nodes.Test) and name not in TESTS:
        raise SecurityError(name)
    if isinstance(node, nodes.For):
        _check_loop(node)


def _check_loop(node: nodes.For) -> None:
    """A list inside itself has no use on paper, and grows with a power of its length."""
    if node.recursive:
        raise SecurityError("recursive")
    around = {name.name for name in _names(node.iter)}
    for inner in node.find_all(nodes.For):
        for name in _names(inner.iter):
            if name.name in around:
                raise SecurityError(f"for {name.name}")


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def _is_reserved(name: str) -> bool:
    return name.startswith("_") or name in _RESERVED


# What the libraries would load at their first need, when no file can be opened any more.
LOADED = (jinja2.debug, *map(codecs.lookup, ("cp437", "ascii", "latin-1", "unicode_escape")))


def main() -> None:
    """Read a job, shut the doors, fill the template, answer."""
    length = int.from_bytes(sys.stdin.buffer.read(8))
    job = json.loads(sys.stdin.buffer.read(length))
    template = sys.stdin.buffer.read()
    confine(seconds=job["seconds"], memory=job["memory"])
    try:
        filled = fill(template, {**job["values"], **job["lists"]}, notice=job["notice"])
    except (TemplateError, etree.XMLSyntaxError, MemoryError) as error:
        answer(_complaint(error), b"")
    else:
        answer({"wrong": ""}, filled)


def confine(*, seconds: int, memory: int) -> None:
    """From here on this process opens nothing, starts nothing, writes no file and does not last."""
    for kind, most in (
        # Loading the libraries has taken some of it already.
        (resource.RLIMIT_CPU, seconds + math.ceil(time.process_time())),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def fill(template: bytes, given: Mapping[str, Any], *, notice: str = "") -> bytes:
    """A template with its values in their places, and a notice on top of it.

    Raises:
        TemplateError: for a template that names or does what there is not.
        XMLSyntaxError: when a value stands where no text may stand.
    """
    document = DocxTemplate(BytesIO(template))
    mend = document.fix_tables

    def strictly(xml: str) -> Any:
        # The library repairs what is not whole, and drops text with it.
        etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False))
        return mend(xml)

    document.fix_tables = strictly
    document.render(given, Room())
    if notice:
        _put_on_top(document.docx, notice)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _put_on_top(document: Document, notice: str) -> None:
    line = document.add_paragraph()
    line.add_run(notice).bold = True
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.element.body.insert(0, line._p)


def answer(head: Mapping[str, str], body: bytes) -> None:
    """Say what came of the job."""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _complaint(error: Exception) -> Mapping[str, str]:
    """What was wrong, as a word, and what it was about: text of the template, never a value."""
    if isinstance(error, UndefinedError):
        return {"wrong": "unknown", "what": str(error)}
    if isinstance(error, SecurityError):
        return {"wrong": "forbidden", "what": str(error)}
    if isinstance(error, NoText):
        return {"wrong": "list", "what": ""}
    if isinstance(error, TemplateSyntaxError):
        return {"wrong": "syntax", "what": _paragraph(error)}
    return {"wrong": "memory" if isinstance(error, MemoryError) else "broken", "what": ""}


def _paragraph(error: TemplateSyntaxError) -> str:
    """The text of the paragraph the fault stands in: the library puts each on a line of its own."""
    lines = (error.source or "").splitlines()
    line = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
    return re.sub(r"<[^>]*>", "", line).strip()[:120]


if __name__ == "__main__":
    main()
