"""The words a form may use: templates/letters/values.yaml, with what each means and a sample.

The list is closed: a form that names anything else is refused when it is read. How to add one:
docs/how-to-add-letter.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workflows.filling import Template
from workflows.loader import Record, text
from workflows.node import Node
from workflows.problems import BadPack
from workflows.yamltext import read_yaml

FOLDER = Path(__file__).parents[2] / "templates" / "letters"
FILE = "values.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A value.

    Attributes:
        means: what it says, in Vietnamese, as a message names it.
        sample: of made-up people.
        where: what to do when it is missing; it may use other values.
    """

    means: str
    sample: str
    where: Template | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """A list: what it holds, the words of its rows, and what to do when it is empty."""

    means: str
    where: Template | None
    columns: Mapping[str, Word]


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """All values and lists."""

    values: Mapping[str, Word]
    lists: Mapping[str, Rows]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of this program.

    Raises:
        BadPack: with file, line and field of everything wrong with it.
    """
    return read_vocabulary((FOLDER / FILE).read_bytes())


def read_vocabulary(raw: bytes) -> Vocabulary:
    """The vocabulary in a text.

    Raises:
        BadPack: as `vocabulary`.
    """
    record = Record(read_yaml(raw, FILE))
    found = Vocabulary(values=record.need("values", _words), lists=record.need("lists", _lists))
    record.close()
    return found


def _words(node: Node) -> Mapping[str, Word]:
    return {name: _word(each) for name, each in node.entries().items()}


def _word(node: Node) -> Word:
    record = Record(node)
    word = Word(
        means=record.need("means", text),
        sample=record.maybe("sample", text, ""),
        where=record.maybe("where", _template, None),
    )
    record.close()
    return word


def _lists(node: Node) -> Mapping[str, Rows]:
    return {name: _rows(each) for name, each in node.entries().items()}


def _rows(node: Node) -> Rows:
    record = Record(node)
    rows = Rows(
        means=record.need("means", text),
        where=record.maybe("where", _template, None),
        columns=record.need("columns", _words),
    )
    record.close()
    return rows


def _template(node: Node) -> Template:
    """Advice: a value that may be empty stands in brackets, so that it can always be given."""
    template = Template(text=text(node))
    faults = tuple(template.faults())
    if faults:
        raise BadPack(tuple(node.problem(fault) for fault in faults))
    return template
