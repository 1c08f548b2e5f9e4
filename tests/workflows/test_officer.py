"""Officers: which of their roles hold today, where, and whose work is theirs."""

from datetime import date

import pytest

from workflows.agency import Role
from workflows.officer import Grant, Officer

LAN = Officer(
    login="lan",
    name="Lan",
    grants=(
        Grant(agency="H32.PL", role=Role.ONE_STOP),
        Grant(agency="H32.PL", role=Role.CASHIER),
        Grant(agency="H32.TM", role=Role.ONE_STOP),
    ),
    stands_for=("minh",),
)


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, True),
        (date(2023, 6, 15), date(2023, 6, 15), True),
        (date(2023, 6, 16), None, False),
        (None, date(2023, 6, 14), False),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last(since, until, held):
    grant = Grant(agency="H32.PL", role=Role.LEADER, valid_from=since, valid_to=until)

    assert grant.holds_on(date(2023, 6, 15)) is held


def test_roles_are_asked_by_office_and_offices_by_role():
    assert LAN.roles_at("H32.PL") == {Role.ONE_STOP, Role.CASHIER}
    assert LAN.roles_at("H32.TM", "nowhere") == {Role.ONE_STOP}
    assert LAN.agencies(Role.ONE_STOP) == LAN.agencies() == ("H32.PL", "H32.TM")
    assert LAN.agencies(Role.LEADER) == ()


def test_the_work_of_those_one_stands_for_is_ones_own():
    assert LAN.logins == {"lan", "minh"}
