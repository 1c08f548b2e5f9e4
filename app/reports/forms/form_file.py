"""The file form.yaml of a form's folder: how it is read, and what in it is a mistake."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.reports.forms.form import Form, FormColumn, Section, Variant
from app.reports.layout import Column, Group
from app.reports.switches import CHOICES
from app.reports.table import Identity
from workflows.agency import Level
from workflows.loader import Record, boolean, code, list_of, one_of, text
from workflows.node import Node
from workflows.problems import BadPack
from workflows.yamltext import read_yaml

Found = Callable[[str], Form | None]
Groups = Mapping[str, Group]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Body:
    """What a form may take over from another one."""

    columns: tuple[FormColumn, ...]
    identities: tuple[Identity, ...]
    variants: tuple[Variant, ...]


def like_of(raw: bytes, source: str) -> str | None:
    """The code of the form that this one takes its columns from; None for one of its own.

    Raises:
        BadPack: for what is no map, or no code.
    """
    node = read_yaml(raw, source).entries().get("like")
    return text(node) if node else None


def read_form(raw: bytes, source: str, package: str, found: Found) -> Form:
    """The form that a file describes.

    Args:
        raw: its text.
        source: its name for complaints.
        package: of the folder.
        found: gives a form by its code, for `like`.

    Raises:
        BadPack: with file, line, field and advice for all that is wrong in it.
    """
    node = read_yaml(raw, source)
    record = Record(node)
    like = record.maybe("like", text, None)
    body = _taken(node, found(like)) if like else _own(record)
    more = record.maybe("variants", list_of(_variant), ())
    variants = (*body.variants, *(more or ()))
    form = _form(record, replace(body, variants=variants), package)
    record.close()
    _check(node, form)
    return form if form.variants else replace(form, variants=(_USUAL,))


def _form(record: Record, body: _Body, package: str) -> Form:
    return Form(
        code=record.need("code", code),
        number=record.need("number", text),
        title=record.need("title", text),
        unit=record.need("unit", text),
        field_head=record.need("row_head", text),
        total=record.maybe("total", text, "TỔNG CỘNG"),
        columns=body.columns,
        identities=body.identities,
        variants=body.variants,
        package=package,
        **_bearing(record),
    )


def _bearing(record: Record) -> dict[str, Any]:
    """What it counts and where it comes from."""
    return {
        "verified": record.need("verified", boolean),
        "source": record.need("source", text),
        "sections": record.maybe("sections", list_of(_section), ()),
        "notes": record.maybe("notes", list_of(text), ()),
        "purpose": record.maybe("purpose", text, ""),
        "subtree": record.maybe("subtree", boolean, False),
        "issued": record.maybe("issued", text, ""),
        "counts_cases": record.maybe("counts_cases", boolean, True),
    }


_USUAL = Variant(code="chuan", name="Mẫu chung")


def _taken(node: Node, other: Form | None) -> _Body:
    if other is None:
        raise node.at("like").fail("không có biểu này để lấy cột; hãy xem lại mã")
    return _Body(columns=other.columns, identities=other.identities, variants=other.variants)


def _own(record: Record) -> _Body:
    groups = dict(record.maybe("groups", list_of(_group), ()))

    def column(node: Node) -> FormColumn:
        return _column(node, groups)

    return _Body(
        columns=record.need("columns", list_of(column)) or (),
        identities=record.maybe("identities", list_of(_identity), ()),
        variants=(),
    )


def _group(node: Node) -> tuple[str, Group]:
    record = Record(node)
    name = record.need("code", code)
    group = Group(head=record.need("head", text), short=record.maybe("short", text, ""))
    record.close()
    return name, group


def _column(node: Node, groups: Groups) -> FormColumn:
    record = Record(node)
    names = record.maybe("groups", list_of(code), ())
    column = Column(
        cell=record.need("cell", code),
        head=record.need("head", text),
        groups=tuple(groups[name] for name in names if name in groups),
        number=record.maybe("number", text, ""),
        short=record.maybe("short", text, ""),
        kind=record.maybe("kind", one_of("int", "percent"), "int"),
        formula=record.maybe("formula", list_of(code), ()),
    )
    when = record.maybe("when", _when, {})
    record.close()
    for place, name in enumerate(names):
        if name not in groups:
            raise node.at("groups", place).fail(f"chưa khai nhóm “{name}” ở mục groups")
    return FormColumn(column=column, when=when)


def _when(node: Node) -> Mapping[str, str]:
    entries = node.entries()
    for name, value in entries.items():
        if name not in CHOICES:
            raise value.fail(f"không có lựa chọn này; các lựa chọn: {', '.join(CHOICES)}")
    return {name: one_of(*CHOICES[name])(value) for name, value in entries.items()}


def _identity(node: Node) -> Identity:
    record = Record(node)
    identity = Identity(
        words=record.need("words", text),
        text=record.need("text", text),
        whole=record.need("whole", code),
        parts=record.need("parts", list_of(code)),
    )
    record.close()
    return identity


def _variant(node: Node) -> Variant:
    record = Record(node)
    variant = Variant(
        code=record.need("code", code),
        name=record.need("name", text),
        only=record.maybe("only", list_of(code), ()),
        without=record.maybe("without", list_of(code), ()),
        field_head=record.maybe("row_head", text, ""),
        title=record.maybe("title", text, ""),
        notes=record.maybe("notes", list_of(text), ()),
    )
    record.close()
    return variant


def _section(node: Node) -> Section:
    record = Record(node)
    section = Section(
        code=record.need("code", code),
        head=record.need("head", text),
        levels=record.need("levels", list_of(_level)),
    )
    record.close()
    return section


def _level(node: Node) -> Level:
    return Level(one_of(*Level)(node))


def _check(node: Node, form: Form) -> None:
    cells = {one.column.cell for one in form.columns}
    problems = []
    for place, words in _strange(form, cells):
        problems.append(node.at(place).problem(words))
    if problems:
        raise BadPack(tuple(problems))


def _strange(form: Form, cells: set[str]) -> Iterable[tuple[str, str]]:
    for one in form.columns:
        for cell in _missing(one.column.formula, cells):
            yield "columns", f"cột “{one.column.cell}” cộng từ “{cell}”, mà không có cột đó"
    for identity in form.identities:
        for cell in _missing((identity.whole, *identity.parts), cells):
            yield "identities", f"“{identity.text}” nói về “{cell}”, mà không có cột đó"
    for variant in form.variants:
        for cell in _missing((*variant.only, *variant.without), cells):
            yield "variants", f"mẫu in “{variant.code}” nói về “{cell}”, mà không có cột đó"
    codes = [variant.code for variant in form.variants]
    for twice in sorted({name for name in codes if codes.count(name) > 1}):
        yield "variants", f"mẫu in “{twice}” có hai lần; mỗi mẫu in một mã"


def _missing(named: Iterable[str], cells: set[str]) -> list[str]:
    """Sorted: the same mistakes make the same complaint."""
    return sorted(set(named) - cells)
