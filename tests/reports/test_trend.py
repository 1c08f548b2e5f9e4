"""The periods before the one of a table: counted in one statement, or as they were signed."""

from dataclasses import replace

import pytest

from app.reports.forms import form_of
from app.reports.switches import Switches
from app.reports.trend import trend
from app.store.counting import counted, watch
from app.store.scope import Scope
from tests.services.sealed import Q3, Q4, mend, quarter, signed


@pytest.fixture
def db(database_url, tmp_path):
    opened = quarter(database_url, tmp_path)
    watch(opened)
    return opened


def points(db, asked):
    with db.reading() as connection:
        table = form_of("II.06a").table(connection, asked)
        with counted() as tally:
            found = trend(connection, asked, table)
    return [(one.name, one.received, one.solved, one.open) for one in found], tally.statements


def figures(db, asked):
    with db.reading() as connection:
        total = form_of("II.06a").table(connection, asked).total
    return (
        total["received.online"] + total["received.direct"],
        total["solved.total"],
        total["open.total"],
    )


def test_each_period_says_what_its_own_table_says(db):
    found, statements = points(db, Q4)

    assert [name for name, *_ in found] == [
        "Quý IV năm 2022",
        "Quý I năm 2023",
        "Quý II năm 2023",
        "Quý III năm 2023",
        "Quý IV năm 2023",
    ]
    assert tuple(found[-1][1:]) == figures(db, Q4)
    assert tuple(found[-2][1:]) == figures(db, Q3)
    assert figures(db, Q3)[0] > 0
    assert len(statements) == 2


@pytest.mark.parametrize(
    "choices",
    [
        Switches(paused_in="own_column"),
        Switches(close_at="hand_over"),
        Switches(on_time_until="end_of_due_day", returned_in="separate"),
    ],
)
def test_all_are_counted_by_the_choices_of_the_table(db, choices):
    asked = replace(Q4, switches=choices)

    found, _ = points(db, asked)

    assert tuple(found[-2][1:]) == figures(db, replace(Q3, switches=choices))


def test_a_signed_period_stays_as_it_was_signed(db, tmp_path):
    early = replace(Q3, now=Q3.period.end)
    before, _ = points(db, Q4)
    signed(db, tmp_path / "files", asked=early)
    mend(db, "2023-09-20T09:00", day="2023-10-02")  # One that was solved was not, after all.

    after, statements = points(db, Q4)

    assert after[-2] == before[-2]
    assert figures(db, Q3) != tuple(after[-2][1:])
    assert len(statements) == 2
    known, _ = points(db, replace(Q4, as_known_at=Q4.now))
    assert tuple(known[-2][1:]) == figures(db, Q3)


@pytest.mark.parametrize(
    "asked",
    [
        replace(Q4, scope=Scope(agency="P", subtree=True)),
        replace(Q4, scope=Scope(agency=None)),
        replace(Q4, period=replace(Q4.period, last=Q3.period.last, first=Q3.period.last)),
    ],
)
def test_what_has_no_periods_before_it_asks_for_nothing(db, asked):
    found, statements = points(db, asked)

    assert found == []
    assert statements == []
