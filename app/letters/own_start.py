"""A file an office can begin its own template with: the built-in form, with names for values."""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from app.letters.archive import packed
from app.letters.docx import docx_of
from app.letters.facts import made, sheet_of
from app.letters.form import Form
from app.letters.own_parts import MAIN
from app.letters.sheet import Block, Items, Line, Marks, Sheet, Table, Text
from app.letters.vocabulary import Vocabulary, vocabulary

_CODE_LINE = "{{ case }} · {{ number }}"
_NAMES = re.compile(r"\{\{ (\w+) \}\}", re.ASCII)
# What the log of every case tells, and every form may therefore do without an advice for.
_ALWAYS = frozenset({"case", "procedure", "field", "channel", "sets", "office", "desk", "today"})
# The head prints names in capitals, which would be other names than those of the values.
_CAPITALS = ("superior", "office", "desk")


def start_of(form: Form) -> bytes:
    """The form as a DOCX in which each value stands as `{{ name }}` and each list is repeated.

    It has no square code and no bars: those are drawn for one case.
    """
    words = vocabulary()
    facts = made(
        {name: _value(name) for name in words.values},
        {name: _rows(words, name) for name in words.lists},
    )
    return _with_capitals(docx_of(_as_template(sheet_of(form, facts))))


def _value(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _rows(words: Vocabulary, name: str) -> list[dict[str, str]]:
    """Three rows: the one that begins to repeat, the repeated one, the one that ends it."""
    columns = words.lists[name].columns
    begin, end = f"{{%tr for row in {name} %}}", "{%tr endfor %}"
    return [
        dict.fromkeys(columns, begin),
        {column: _value(f"row.{column}") for column in columns},
        dict.fromkeys(columns, end),
    ]


def _as_template(sheet: Sheet) -> Sheet:
    blocks = [part for block in sheet.blocks for part in _parts(block)]
    if sheet.marks.hint:
        # Without the square code only these words lead a citizen to the case.
        blocks.append(Text(text=_maybe(sheet.marks.hint), style="italic"))
    return replace(
        sheet,
        blocks=tuple(blocks),
        subtitle=_maybe(sheet.subtitle) if sheet.subtitle else None,
        marks=Marks(),
        code_line=_CODE_LINE,
        unverified=None,
    )


def _parts(block: Block) -> Sequence[Block]:
    match block:
        case Items():
            return _items(block)
        case Table():
            return [_table(block)]
        case Line():
            return _line(block)
        case Text():
            return [block]


def _items(block: Items) -> list[Block]:
    """A numbered list counts for itself; what a table repeats as a row is a paragraph here."""
    begin, each, end = (text.replace("{%tr ", "{%p ") for text in block.texts)
    begin, end = (text[text.index("{%p") : text.index("%}") + 2] for text in (begin, end))
    return [Text(text=text) for text in (begin, f"{{{{ loop.index }}}}. {each}", end)]


def _table(table: Table) -> Table:
    """What repeats a row stands in its widest column alone: any one will do."""
    widths = [column.width for column in table.columns]
    place = widths.index(max(widths))
    begin, each, end = table.rows
    rows = (_only(begin, place), each, _only(end, place))
    return replace(table, rows=rows)


def _only(row: Sequence[str], place: int) -> tuple[str, ...]:
    mark = re.search(r"\{%tr [^%]*%\}", row[place])
    return tuple(mark[0] if mark and at == place else "" for at in range(len(row)))


def _line(line: Line) -> list[Block]:
    """Facts that a case may lack are left out with their labels; a line of such alone, wholly."""
    missing = [_optional(value) for _, value in line.parts]
    if not all(missing):
        return [_labelled(line)]
    names = " or ".join(name for some in missing for name in some)
    drawn = line if len(missing) == 1 else _labelled(line)
    return [Text(text=f"{{%p if {names} %}}"), drawn, Text(text="{%p endif %}")]


def _labelled(line: Line) -> Line:
    return Line(parts=tuple(_part(label, value) for label, value in line.parts))


def _part(label: str, value: str) -> tuple[str, str]:
    return ("", _maybe(f"{label}: {value}")) if _optional(value) else (label, value)


def _maybe(text: str) -> str:
    names = _optional(text)
    return f"{{% if {' and '.join(names)} %}}{text}{{% endif %}}" if names else text


def _optional(text: str) -> list[str]:
    """The values in a text that may be empty: a form does without what nobody is told to fill."""
    values = vocabulary().values
    named = [name for name in _NAMES.findall(text) if name in values]
    return [name for name in named if not values[name].where and name not in _ALWAYS]


def _with_capitals(document: bytes) -> bytes:
    with ZipFile(BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in _CAPITALS:
        written = _value(name).upper().encode()
        parts[MAIN] = parts[MAIN].replace(written, _value(f"{name}|upper").encode())
    return packed(parts.items())
