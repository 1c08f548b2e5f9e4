"""Whether the letters' type can print all that a form says; what is only looked at may lack it.

A citizen may not be handed a letter that names them with a sign of missing type, so the letter is
refused before it is kept, and the sentence says which text has which character.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from app.errors import BadInput
from app.letters.facts_source import Facts
from app.letters.form import Form, FormItems, FormLine, FormTable, FormText
from app.letters.plain import unprintable
from app.letters.vocabulary import Word, vocabulary
from workflows.filling import Template

# The head takes these without a text of the form around them.
_HEAD = frozenset({"superior", "office", "desk", "place"})
_PEOPLE = frozenset(
    {"applicant", "agent", "brought_by", "by", "head", "signer", "late_officer", "collected_by",
     "giver", "giver_name", "giver_unit", "taker", "taker_name", "taker_unit"}
)  # fmt: skip
_LATIN = "hãy ghi tên theo chữ La-tinh như trên giấy tờ"
_LEFT_OUT = "hãy bỏ hoặc thay ký tự này"


class NotPrintable(BadInput):
    """A text has a character the type has no shape for; the sentence names both."""


def must_be_legible(form: Form, facts: Facts) -> None:
    """Say no to a letter part of which would be printed as a sign of missing type.

    Raises:
        NotPrintable: for the first value of the form with such a character.
    """
    words, names, lists = vocabulary(), *_used(form)
    for name in names:
        _must_be(form, words.values[name], name, facts.values.get(name, ""))
    for rows, columns in lists.items():
        for row in facts.lists.get(rows, ()):
            for name in columns:
                _must_be(form, words.lists[rows].columns[name], name, row.get(name, ""))


def _must_be(form: Form, word: Word, name: str, text: str) -> None:
    letter = unprintable(text)
    if letter is None:
        return
    advice = _LATIN if name in _PEOPLE else _LEFT_OUT
    words = f"{word.means} có ký tự “{letter}” (U+{ord(letter):04X}) mà phông chữ không in được"
    raise NotPrintable(f"{form.called}: {words}; {advice}", field=word.means)


@lru_cache(maxsize=64)
def _used(form: Form) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """The values a form prints, and the columns of each list."""
    names, lists = _names(_texts(form)) | _HEAD, dict[str, tuple[str, ...]]()
    for block in form.blocks:
        if isinstance(block, FormItems):
            lists[block.rows] = tuple(sorted(_names([block.each])))
        elif isinstance(block, FormTable):
            lists[block.rows] = tuple(sorted(_names(column.cell for column in block.columns)))
    return tuple(sorted(names)), lists


def _names(texts: Iterable[Template | None]) -> frozenset[str]:
    return frozenset(name for text in texts if text is not None for name in text.names)


def _texts(form: Form) -> Iterator[Template | None]:
    """Every text of a form but those of its lists."""
    yield from (form.title, form.subtitle, *form.recipients, form.marks.hint)
    for one in form.signatures:
        yield from (one.title, one.note, one.name, one.mark)
    for block in form.blocks:
        if isinstance(block, FormLine):
            yield from (value for _, value in block.parts)
        elif isinstance(block, FormText):
            yield block.text
        else:
            yield block.empty
