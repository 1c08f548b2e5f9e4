"""Setup packs (contract, section 2): everything a file says, each record with its place in it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from sla.spec import CalendarSpec
from workflows.agency import Agency, Field, agency_from, field_from
from workflows.calendars import calendar_from, calendar_plain
from workflows.checks import check_procedure
from workflows.codec import canonical
from workflows.loader import Convert, Plain, Record, list_of, plain_of
from workflows.node import Node, wrap_plain
from workflows.problems import BadPack, Problem
from workflows.procedure import Procedure, procedure_from, procedure_plain
from workflows.reporting import Reporting, reporting_from
from workflows.reviews import Review, review_from
from workflows.yamltext import read_yaml


class Coded(Protocol):
    """A record that is matched by its code."""

    @property
    def code(self) -> str:
        """The code, one of its kind."""


KEPT = "nội dung đã lưu"

R = TypeVar("R", bound=Coded)


@dataclass(frozen=True, kw_only=True, slots=True)
class Located(Generic[R]):
    """A record and where it stood.

    Attributes:
        content: the record as plain data: what the store keeps, and reads back by `…_from_plain`.
        node: what it was read from, for complaints about one of its fields.
    """

    record: R
    content: Plain
    node: Node = field(repr=False, compare=False)

    @property
    def source(self) -> str:
        """The file it was read from."""
        return self.node.source

    @property
    def line(self) -> int:
        """The line it begins on."""
        return self.node.line

    def problem(self, key: str, message: str) -> Problem:
        """A complaint about one of its fields, such as a code that refers to nothing."""
        return self.node.at(key).problem(message)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """All records of one setup pack in the order of the file, and what is odd about them.

    Codes that refer to other records (parent, calendar, field, successor, refer_to) are as
    written: only the database knows them all.
    """

    calendars: tuple[Located[CalendarSpec], ...] = ()
    agencies: tuple[Located[Agency], ...] = ()
    fields: tuple[Located[Field], ...] = ()
    procedures: tuple[Located[Procedure], ...] = ()
    reviews: tuple[Located[Review], ...] = ()
    reporting: tuple[Located[Reporting], ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_pack(raw: str | bytes, source: str) -> Pack:
    """Read a setup pack, YAML or JSON in UTF-8; `source` is its name in complaints.

    Raises:
        BadPack: with every error found in the file, in the order of its lines.
    """
    warnings: list[Problem] = []
    root = Record(read_yaml(raw, source))
    pack = Pack(
        calendars=root.maybe("calendars", _located(calendar_from, calendar_plain), ()),
        agencies=root.maybe("agencies", _located(agency_from, plain_of), ()),
        fields=root.maybe("fields", _located(field_from, plain_of), ()),
        procedures=root.maybe("procedures", _located(_checked(warnings), procedure_plain), ()),
        reviews=root.maybe("reviews", _located(review_from, plain_of), ()),
        reporting=root.maybe("reporting", _located(reporting_from, plain_of), ()),
    )
    root.close()
    return replace(pack, warnings=tuple(warnings))


def digest(content: Plain) -> str:
    """SHA-256 (hex) of a record's content; another digest means another version."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def calendar_from_plain(content: object, source: str = KEPT) -> CalendarSpec:
    """The calendar the store kept; a place to complain of is `source`, line 0.

    Raises:
        BadPack: when the content is not what `calendar_plain` gave.
    """
    return calendar_from(wrap_plain(content, source))


def procedure_from_plain(content: object, source: str = KEPT) -> Procedure:
    """The procedure the store kept, not linted again: what was taken in stays readable.

    Raises:
        BadPack: when the content is not what `procedure_plain` gave.
    """
    return procedure_from(wrap_plain(content, source))


def _located(convert: Convert[R], plain: Callable[[R], Plain]) -> Convert[tuple[Located[R], ...]]:
    places: dict[str, Node] = {}

    def one(node: Node) -> Located[R]:
        record = convert(node)
        first = places.setdefault(record.code, node)
        if first is not node:
            raise node.at("code").fail(
                f"mã “{record.code}” đã có ở dòng {first.line}; hãy bỏ một trong hai"
            )
        return Located(record=record, content=plain(record), node=node)

    return list_of(one)


def _checked(warnings: list[Problem]) -> Convert[Procedure]:
    def read(node: Node) -> Procedure:
        procedure = procedure_from(node)
        findings = check_procedure(procedure, node)
        errors = tuple(finding for finding in findings if finding.severity == "error")
        if errors:
            raise BadPack(errors)
        warnings.extend(findings)
        return procedure

    return read
