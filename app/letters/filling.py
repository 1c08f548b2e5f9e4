"""A form and facts make a sheet; what the form needs and the facts do not tell is an error."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.errors import BadInput
from app.letters.facts_source import Facts
from app.letters.facts_words import in_full
from app.letters.form import (
    Form,
    FormBlock,
    FormColumn,
    FormItems,
    FormLine,
    FormSignature,
    FormTable,
    FormText,
)
from app.letters.sheet import (
    Block,
    Column,
    Head,
    Items,
    Line,
    Marks,
    Sheet,
    Signature,
    Table,
    Text,
)
from app.letters.vocabulary import Word, vocabulary
from workflows.filling import MissingValue, Template, lines, one_line

_PLACE_DATE = Template(text="{place}, {today}")
_NUMBER = Template(text="{number}")
_CODE_LINE = Template(text="[{case}]")


class MissingField(BadInput):
    """A form needs what is not known; the sentence names form and field and says what to do."""


def sheet_of(form: Form, facts: Facts) -> Sheet:
    """The letter a form makes of facts.

    Raises:
        MissingField: for the first value or list that the form needs and the facts lack.
    """
    fill = _Filler(form=form, facts=facts)
    return Sheet(
        kind=form.kind,
        label=form.label,
        title=fill.line(form.title),
        subtitle=fill.maybe(form.subtitle),
        head=fill.head(),
        blocks=tuple(fill.blocks()),
        signatures=tuple(one for one in map(fill.signature, form.signatures) if one.title),
        recipients=tuple(filter(None, map(fill.line, form.recipients))),
        marks=fill.marks(),
        unverified=form.unverified,
        notice=facts.notice,
        code_line=fill.code_line(),
        landscape=form.landscape,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Filler:
    """One form being filled."""

    form: Form
    facts: Facts

    def line(self, template: Template) -> str:
        return one_line(self._filled(template))

    def maybe(self, template: Template | None) -> str | None:
        return (self.line(template) or None) if template else None

    def broken(self, template: Template | None) -> str | None:
        """As `maybe`, where the sheet lets a text have lines."""
        return (lines(self._filled(template)) or None) if template else None

    def head(self) -> Head:
        parts, values = self.form.head, self.facts.values
        return Head(
            superior=(in_full(values.get("superior", "")) or None) if parts.superior else None,
            office=in_full(one_line(values["office"])),
            desk=(values.get("desk") or None) if parts.desk else None,
            number=self.line(_NUMBER) if parts.number else None,
            place_date=self.line(_PLACE_DATE) if parts.place_date else None,
        )

    def blocks(self) -> Iterator[Block]:
        found = (self._block(block) for block in self.form.blocks)
        return (block for block in found if block is not None)

    def signature(self, one: FormSignature) -> Signature:
        return Signature(
            title=self.line(one.title),
            note=self.maybe(one.note),
            name=self.maybe(one.name),
            mark=self.broken(one.mark),
        )

    def marks(self) -> Marks:
        marks = self.form.marks
        return Marks(
            barcode=self.maybe(marks.barcode),
            qr=self.maybe(marks.qr),
            hint=self.broken(marks.hint),
        )

    def code_line(self) -> str:
        parts = (self.facts.values.get("case"), self.facts.values.get("number"), self.form.ref)
        return " · ".join(one_line(part) for part in parts if part)

    def _block(self, block: FormBlock) -> Block | None:
        if isinstance(block, FormLine):
            parts = ((label, self.line(value)) for label, value in block.parts)
            shown = tuple((label, value) for label, value in parts if value)
            return Line(parts=shown) if shown else None
        if isinstance(block, FormText):
            text = lines(self._filled(block.text))
            return Text(text=text, style=block.style) if text else None
        return self._rows(block)

    def _rows(self, block: FormItems | FormTable) -> Block:
        rows = self.facts.lists.get(block.rows, ())
        if not rows:
            return self._empty(block)
        if isinstance(block, FormItems):
            return Items(texts=tuple(self._cell(block.each, row, block.rows) for row in rows))
        return Table(
            columns=tuple(map(_column, block.columns)),
            rows=tuple(
                tuple(self._cell(column.cell, row, block.rows) for column in block.columns)
                for row in rows
            ),
            numbered=block.numbered,
        )

    def _empty(self, block: FormItems | FormTable) -> Block:
        if block.empty is None:
            known = vocabulary().lists[block.rows]
            raise self._missing(known.means, known.where)
        return Text(text=lines(self._filled(block.empty)))

    def _cell(self, template: Template, row: Mapping[str, str], rows: str) -> str:
        try:
            return lines(template.filled(row))
        except MissingValue as missing:
            word = vocabulary().lists[rows].columns[missing.name]
            raise self._lacks(word) from None

    def _filled(self, template: Template) -> str:
        try:
            return template.filled(self.facts.values)
        except MissingValue as missing:
            raise self._lacks(vocabulary().values[missing.name]) from None

    def _lacks(self, word: Word) -> MissingField:
        return self._missing(word.means, word.where)

    def _missing(self, means: str, where: Template | None) -> MissingField:
        advice = one_line(where.filled(self.facts.values)) if where else _ADVICE
        called = self.form.called
        return MissingField(f"{called}: thiếu {means}; {advice}", field=means)


_ADVICE = "hãy ghi vào hồ sơ trước khi in"


def _column(column: FormColumn) -> Column:
    return Column(title=column.title, width=column.width, align=column.align, group=column.group)
