"""To whom a table is addressed: the office above in the period, never one that had ended."""

from datetime import date
from typing import Any

import pytest

from app.reports.out.office import office_of, superior_of
from workflows.agency import Agency, Level

END = date(2025, 6, 30)
BEFORE, AFTER = date(2025, 6, 14), date(2025, 12, 14)


def office(code: str, level: Level, parent: str | None = None, **more: Any) -> Agency:
    return Agency(code=code, name=code, level=level, calendar="d", parent=parent, **more)


PROVINCE = office("T", Level.PROVINCE)
COMMUNE = office("X", Level.COMMUNE, "H")


def above(day: date, *others: Agency, one: Agency = COMMUNE) -> str | None:
    found = superior_of(one, {each.code: each for each in (PROVINCE, one, *others)}, day)
    return found.code if found else None


@pytest.mark.parametrize(("day", "superior"), [(BEFORE, "H"), (END, "H"), (AFTER, "T")])
def test_a_district_counts_as_the_office_above_as_long_as_it_was(day, superior):
    district = office("H", Level.DISTRICT, "T", valid_to=END)
    assert above(day, district) == superior


@pytest.mark.parametrize(
    ("successor", "superior"), [("K", "K"), ("X", "T"), ("Y", "T"), ("none", "T"), ("H", "T")]
)
def test_its_successor_takes_its_place_if_it_is_one_of_its_kind(successor, superior):
    district = office("H", Level.DISTRICT, "T", valid_to=END, successor=successor)
    others = office("K", Level.DISTRICT, "T"), office("Y", Level.COMMUNE, "H")
    assert above(AFTER, district, *others) == superior


def test_nobody_is_found_where_the_offices_lead_in_a_circle():
    one = office("H", Level.DISTRICT, "K", valid_to=END, successor="K")
    other = office("K", Level.DISTRICT, "H", valid_to=END, successor="H")
    assert above(AFTER, one, other) is None
    assert office_of(COMMUNE, None).superior == ""
