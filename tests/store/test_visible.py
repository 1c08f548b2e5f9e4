"""Who sees which cases: by office, by role, and by steps worked elsewhere."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from app.projections.rows import CASES, STEPS
from app.store.engine import Connection, Database, database
from app.store.scope import AGENCIES
from app.store.visible import as_seen_by, offices, seen, visible
from tests.store.desk import MONDAY
from workflows.agency import Role
from workflows.officer import Grant, Officer

# H32 is above H32.NT and H32.BD, and H32.NT above H32.PL.
PARENTS = {"H32": None, "H32.NT": "H32", "H32.PL": "H32.NT", "H32.BD": "H32", "H40": None}
OWN = {Role.ONE_STOP, Role.SPECIALIST, Role.CLERK, Role.CASHIER}
BELOW = {Role.LEADER, Role.SUPERVISOR, Role.AUDITOR}

PLACES = st.sampled_from(sorted(PARENTS))
GRANTS = st.lists(st.builds(lambda a, r: (a, r), PLACES, st.sampled_from(Role)), max_size=3)
# The office of each case, and the offices its steps were worked at.
WORLDS = st.lists(st.tuples(PLACES, st.lists(PLACES, max_size=3)), max_size=8)


def officer(*grants: tuple[str, Role]) -> Officer:
    made = tuple(Grant(agency=agency, role=role) for agency, role in grants)
    return Officer(login="lan", name="Lan", grants=made)


def above(code: str | None) -> set[str]:
    """An office and all that stand above it."""
    return set() if code is None else {code, *above(PARENTS[code])}


def is_seen(who: Officer, home: str, worked: list[str]) -> bool:
    """The same rule by hand: some grant reaches the case's office or that of a step."""
    return any(
        grant.agency == place
        if grant.role in OWN
        else grant.role in BELOW and grant.agency in above(place)
        for grant in who.grants
        for place in (home, *worked)
    )


def fill(connection: Connection, world: list[tuple[str, list[str]]]) -> None:
    for number, (home, worked) in enumerate(world):
        connection.execute(insert(CASES), _case(f"C{number}", home))
        for run, place in enumerate(worked, start=1):
            step = {"agency": place, "referred_by": home if place != home else None}
            connection.execute(insert(STEPS), {**_step(f"C{number}", run), **step})


def _case(code: str, agency: str) -> dict[str, Any]:
    nothing = dict.fromkeys(CASES.c.keys())
    words = {"procedure": "1", "field": "HT", "channel": "direct", "state": "received"}
    keys = {"applicant": "", "name_key": "", "code_key": code, "head_hash": "0", "version": 1}
    whole = {"fee_paid": 0, "intake_runs": 0, "steps_running": 0, "training": False}
    times = {"arrived_at": MONDAY, "recorded_at": MONDAY}
    return {**nothing, **words, **keys, **whole, **times, "code": code, "agency": agency}


def _step(code: str, run: int) -> dict[str, Any]:
    ended = {"started_at": MONDAY, "ended_at": MONDAY, "done": True}
    return {**dict.fromkeys(STEPS.c.keys()), "case_code": code, "step": "a", "run": run, **ended}


@pytest.fixture
def opened(database_url: str) -> Database:
    """The tree of offices, and no case."""
    made = database(database_url)
    with made.writing() as connection:
        for code, parent in PARENTS.items():
            row = {"code": code, "name": code, "level": "commune", "parent": parent}
            connection.execute(insert(AGENCIES), row)
    return made


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORLDS, GRANTS)
def test_both_forms_of_the_filter_are_the_rule(opened, world, grants):
    who = officer(*grants)
    with opened.writing() as connection:
        connection.execute(delete(CASES))
        connection.execute(delete(STEPS))
        fill(connection, world)

        wanted = [f"C{n}" for n, (home, worked) in enumerate(world) if is_seen(who, home, worked)]
        by_condition = select(CASES.c.code).where(visible(who)).order_by(CASES.c.code)
        assert list(connection.scalars(by_condition)) == wanted
        for rows in (seen(), seen(newest=100)):
            asked = as_seen_by(connection, who)
            halves = connection.scalars(select(rows.c.code), asked)
            assert sorted(halves) == wanted


@pytest.mark.parametrize("role", Role)
def test_a_stranger_of_another_commune_sees_nothing(opened, role):
    with opened.writing() as connection:
        fill(connection, [("H32.PL", ["H32.PL", "H32.NT"]), ("H32.NT", [])])

        shown = connection.scalars(select(CASES.c.code).where(visible(officer(("H32.BD", role)))))
        assert list(shown) == []


def test_nobody_without_a_role_sees_anything_nor_does_the_admin(opened):
    with opened.writing() as connection:
        fill(connection, [("H32.PL", [])])

        for who in (officer(), officer(("H32", Role.ADMIN))):
            assert list(connection.scalars(select(CASES.c.code).where(visible(who)))) == []
            assert offices(connection, who) == ()


def test_a_case_of_the_office_with_steps_here_and_elsewhere_comes_once(opened):
    with opened.writing() as connection:
        fill(connection, [("H32.PL", ["H32.NT", "H32.NT", "H32.PL"])])
        who = officer(("H32.PL", Role.ONE_STOP), ("H32.NT", Role.LEADER))

        asked = as_seen_by(connection, who)
        assert list(connection.scalars(select(seen().c.code), asked)) == ["C0"]


def test_the_newest_are_the_last_to_arrive_of_what_is_seen(opened):
    with opened.writing() as connection:
        fill(connection, [("H32.PL", []), ("H40", []), ("H32.NT", ["H32.PL"]), ("H32.PL", [])])
        connection.execute(CASES.update().values(arrived_at=MONDAY, state=CASES.c.code))

        asked = as_seen_by(connection, officer(("H32.PL", Role.CLERK)))
        shown = connection.scalars(select(seen(newest=2).c.code), asked)
        assert sorted(shown) == ["C2", "C3"]
