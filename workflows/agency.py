"""Who does the work: agencies with their levels, fields (lĩnh vực), and the roles of officers."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.loader import Record, code, day, integer, one_of, text
from workflows.node import Node

# NĐ 91/2020, điều 23: at most 11 letters without marks, digits, - _ . and blanks, not digits alone.
_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_. -]{1,11}", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{1,30}[0-9]", re.ASCII)
LONGEST = 200  # characters of what is printed at the foot of a message


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

    Attributes:
        notice: a sentence that must stand beside whatever is shown of its cases (made-up data).
        address: where the citizen goes, as printed.
        phone: what the citizen calls, as printed.
        hours_note: when it is open, as printed; without one the calendar's week is told.
        sender: the name its short messages come from; without one the gateway's own.
        place: the place before the date of its letters (địa danh); a letter cannot do without.
        desk: what its desk is called on letters; without one what the law calls it.
        superior: the office printed above it; without one the parent's name, if it needs one.
        head_title: the title of who signs for it, in capitals, as "CHỦ TỊCH".
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
    address: str | None = None
    phone: str | None = None
    hours_note: str | None = None
    sender: str | None = None
    place: str | None = None
    desk: str | None = None
    superior: str | None = None
    head_title: str | None = None


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
        address=record.maybe("address", _printed, None),
        phone=record.maybe("phone", _phone, None),
        hours_note=record.maybe("hours_note", _printed, None),
        sender=record.maybe("sender", _sender, None),
        place=record.maybe("place", _printed, None),
        desk=record.maybe("desk", _printed, None),
        superior=record.maybe("superior", _printed, None),
        head_title=record.maybe("head_title", _printed, None),
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


def _printed(node: Node) -> str:
    """One line that fits at the foot of a message or the head of a letter."""
    found = " ".join(text(node).split())
    if len(found) > LONGEST:
        raise node.fail(f"dài {len(found)} ký tự, nhiều nhất là {LONGEST}; hãy viết gọn lại")
    return found


def _phone(node: Node) -> str:
    found = _printed(node)
    if _PHONE.fullmatch(found) is None:
        raise node.fail(f"“{found}” không phải số điện thoại; hãy viết như 0258 3881 234")
    return found


def _sender(node: Node) -> str:
    found = text(node)
    if _SENDER.fullmatch(found) is None:
        raise node.fail(
            f"“{found}” không dùng làm tên người gửi tin nhắn được: nhiều nhất 11 ký tự, chỉ gồm "
            "chữ không dấu, chữ số, dấu cách và . - _, có ít nhất một chữ cái"
        )
    return found
