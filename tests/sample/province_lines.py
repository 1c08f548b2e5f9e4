"""A simulated province for tests: its journal made once and read, whole cases one by one."""

import json
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from typing import Any

from app.sample.province import Plan, World, slice_of, world_of
from sla.zone import parse_instant

Line = dict[str, Any]
YEAR = Plan(agencies=240, cases=8_000, seed=7, first=date(2024, 1, 1), last=date(2024, 12, 31))


@cache
def world(plan: Plan = YEAR) -> World:
    """The world of a plan."""
    return world_of(plan)


@cache
def text(plan: Plan = YEAR) -> str:
    """The whole journal."""
    parts = (slice_of(world(plan), number, packed=False) for number in range(plan.slices))
    return b"".join(part.content for part in parts).decode()


@cache
def lines(plan: Plan = YEAR) -> tuple[Line, ...]:
    """The same, read."""
    return tuple(json.loads(line) for line in text(plan).splitlines())


@cache
def cases(plan: Plan = YEAR) -> dict[str, list[Line]]:
    """The same by case, in the order of the file."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines(plan):
        found[line["case"]].append(line)
    return found


def at(line: Line) -> datetime:
    """When it happened."""
    return parse_instant(line["at"])


def recorded(line: Line) -> datetime:
    """When it was entered."""
    return parse_instant(line["recorded_at"]) if "recorded_at" in line else at(line)
