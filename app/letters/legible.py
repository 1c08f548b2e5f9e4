"""Whether the letters' type can print all that a form says.

Nobody may be handed a letter, or look at one, that names them with a sign of missing type: it is
refused with a sentence that says which text has which character. Only the register is printed all
the same, for one name may not keep back a whole book: its head says which cases lack what.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product

from app.errors import BadInput
from app.letters.facts_source import Facts
from app.letters.filling import sheet_of
from app.letters.form import Form, FormItems, FormLine, FormTable, FormText
from app.letters.plain import UNKNOWN, unprintable
from app.letters.sheet import Sheet
from app.letters.vocabulary import vocabulary
from workflows.filling import Template

# The head takes these without a text of the form around them.
_HEAD = frozenset({"superior", "office", "desk", "place"})
_PEOPLE = frozenset(
    {"accepted_by", "addressee", "agent", "applicant", "brought_by", "by", "collected_by", "giver",
     "giver_name", "giver_unit", "handed_by", "head", "late_officer", "paid_to", "refused_by",
     "signer", "taker", "taker_name", "taker_unit"}
)  # fmt: skip
_LATIN = "hãy ghi tên theo chữ La-tinh như trên giấy tờ"
_LEFT_OUT = "hãy bỏ hoặc thay ký tự này"
_TOLD = 5  # complaints that the head of a register has room for


class NotPrintable(BadInput):
    """A text has a character the type has no shape for; the sentence names both."""


def must_be_legible(form: Form, facts: Facts) -> None:
    """Say no to a letter part of which would be printed as a sign of missing type.

    Raises:
        NotPrintable: for the first value of the form with such a character.
    """
    for name, means, words in _strange(form, facts):
        advice = _LATIN if name in _PEOPLE else _LEFT_OUT
        raise NotPrintable(f"{form.called}: {words}; {advice}", field=means)


def legible_sheet(form: Form, facts: Facts) -> Sheet:
    """The letter a form makes of facts, every sign of which can be printed.

    Raises:
        NotPrintable: as `must_be_legible`.
        MissingField: as `app.letters.filling.sheet_of`.
    """
    must_be_legible(form, facts)
    return sheet_of(form, facts)


def sheet_with_gaps(form: Form, facts: Facts) -> Sheet:
    """The same where the rest is needed all the same: what cannot be printed is told at the head.

    Raises:
        MissingField: as `app.letters.filling.sheet_of`.
    """
    found = tuple(words for _, _, words in _strange(form, facts))
    if not found:
        return sheet_of(form, facts)
    more = f" (và {len(found) - _TOLD} chỗ khác)" if len(found) > _TOLD else ""
    told = f"Chỗ in “{UNKNOWN}” phải viết tay: {'; '.join(found[:_TOLD])}{more}."
    return sheet_of(form, replace(facts, notice=" ".join(filter(None, (facts.notice, told)))))


def _strange(form: Form, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """What cannot be printed: the name of the value, what it means, and the complaint."""
    words, names, lists = vocabulary(), *_used(form)
    for name in names:
        if told := _complaint(words.values[name].means, facts.values.get(name, "")):
            yield name, words.values[name].means, told
    for rows, columns in lists.items():
        for row, name in product(facts.lists.get(rows, ()), columns):
            means = words.lists[rows].columns[name].means
            if told := _complaint(means, row.get(name, ""), case=row.get("case")):
                yield name, means, told


def _complaint(means: str, text: str, *, case: str | None = None) -> str | None:
    letter = unprintable(text)
    if letter is None:
        return None
    whose = f"{means} của hồ sơ {case}" if case else means
    return f"{whose} có ký tự “{letter}” (U+{ord(letter):04X}) mà phông chữ không in được"


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
