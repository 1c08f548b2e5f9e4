"""Who does the work: agencies with their levels, fields (lĩnh vực), and the roles of officers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.loader import Record, code, day, integer, one_of, text
from workflows.node import Node


class Role(StrEnum):
    """What an officer may be; the roles of steps and accounts alike."""

    ONE_STOP = "one_stop"
    SPECIALIST = "specialist"
    LEADER = "leader"
    CLERK = "clerk"
    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Level(StrEnum):
    """Where an agency stands: a `department` is a sở, `vertical` are thuế, công an, BHXH."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    VERTICAL = "vertical"


@dataclass(frozen=True, kw_only=True, slots=True)
class Agency:
    """An office; `valid_from` and `valid_to` are its first and last day, None where unknown.

    `notice` is a sentence that must stand beside whatever is shown of its cases (made-up data).
    """

    code: str
    name: str
    level: Level
    calendar: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    notice: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A lĩnh vực: one row of the statutory tables, in the place `order` gives it."""

    code: str
    name: str
    order: int


def agency_from(node: Node) -> Agency:
    """The agency a map describes.

    Raises:
        BadPack: with all that is wrong with it.
    """
    record = Record(node)
    agency = Agency(
        code=record.need("code", code),
        name=record.need("name", text),
        level=record.need("level", one_of(*Level)),
        calendar=record.need("calendar", code),
        parent=record.maybe("parent", code, None),
        valid_from=record.maybe("valid_from", day, None),
        valid_to=record.maybe("valid_to", day, None),
        successor=record.maybe("successor", code, None),
        notice=record.maybe("notice", text, None),
    )
    record.close()
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        raise node.at("valid_to").fail("ngày cuối nằm trước ngày đầu; hãy sửa một trong hai")
    return agency


def field_from(node: Node) -> Field:
    """The field (lĩnh vực) a map describes.

    Raises:
        BadPack: with all that is wrong with it.
    """
    record = Record(node)
    field = Field(
        code=record.need("code", code),
        name=record.need("name", text),
        order=record.need("order", integer),
    )
    record.close()
    return field
