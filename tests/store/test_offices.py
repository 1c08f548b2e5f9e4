"""The offices of a scope, as the setup and as the database know them."""

from dataclasses import replace

import pytest

from app.reports.forms.levels import Offices
from app.store.engine import database
from app.store.offices import offices_of
from app.store.scope import Scope
from app.store.setup import read_setup
from workflows.agency import Agency, Level

TOP = Agency(code="T", name="Tỉnh", level=Level.PROVINCE, calendar="default")


def test_both_know_the_same(world_url):
    with database(world_url).reading() as connection:
        for code in (*read_setup(connection).agencies, "NOBODY", None):
            for subtree in (False, True):
                scope = Scope(agency=code, subtree=subtree)
                assert offices_of(connection, scope) == scope.codes(connection)


@pytest.mark.parametrize("top", ["T", "A", "B"])
def test_a_circle_of_parents_ends(top):
    circle = [replace(TOP, code=code, parent=parent) for code, parent in ("AB", "BA")]
    agencies = {one.code: one for one in (TOP, *circle)}

    found = Scope(agency=top, subtree=True).within(agencies)
    assert found == (["T"] if top == "T" else ["A", "B"])


def test_offices_named_one_by_one_stay_those(world_url):
    with database(world_url).reading() as connection:
        some = tuple(sorted(read_setup(connection).agencies))[:2]
        scope = Offices(agency=some[0], subtree=True, offices=some)

        assert offices_of(connection, scope) == list(some) == scope.codes(connection)
