"""II.05a and II.05b: petitions across periods, as known at any moment, and behind each cell."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.period import Period
from app.services.petitions import record
from app.store.petitions import PETITIONS, project
from app.store.scope import Scope
from sla.zone import parse_instant
from tests.services.hands import BINH, SON, press
from tests.services.petitioning import answered, taken, then
from tests.store import desk
from tests.store.desk import MONDAY
from tests.workflows.petitioning import at
from workflows import petition_events as ev
from workflows.petitions import Petition

FIRST = Period(first=date(2024, 3, 1), last=date(2024, 3, 14))
SECOND = Period(first=date(2024, 3, 15), last=date(2024, 6, 14))
NOW = parse_instant("2024-07-01T09:00")
WARD = Scope(agency="H32.PL")
PROVINCE = Scope(agency="H32", subtree=True)


@pytest.fixture
def opened(database_url):
    return desk.loaded(database_url)


@pytest.fixture
def quarter(opened):
    """Five petitions of the ward, and one of another ward."""
    early, late, conduct = taken(opened), taken(opened), taken(opened, about="conduct")
    answered(opened, early, at("08 10:00"))
    then(opened, conduct, ev.ReturnedInsufficient(at=at("06 10:00"), reason="không rõ"))
    then(opened, early, ev.Published(at=at("18 10:00"), where="trang của phường"), seen=2)
    answered(opened, late, at("26 10:00"))
    sent_on = taken(opened, at("20 09:00"))
    then(opened, sent_on, ev.Forwarded(at=at("21 09:00"), to="Sở Nội vụ"))
    taken(opened, at("20 09:00"), field=None)
    taken(opened, at("20 09:00"), by=SON, agency="H32.BD")
    return opened


def asked(period, scope=WARD, **more):
    return Asked(scope=scope, period=period, now=NOW, **more)


def table(opened, question, form="II.05a"):
    with opened.reading() as connection:
        return form_of(form).table(connection, question)


def cells(opened, question):
    """The total without the cells that are zero."""
    return {name: value for name, value in table(opened, question).total.items() if value}


def test_what_is_open_at_the_end_is_carried_into_the_next_period(quarter):
    assert cells(quarter, asked(FIRST)) == {
        "received.total": 3,
        "received.new": 3,
        "about.rules": 2,
        "about.conduct": 1,
        "handled.total": 2,
        "handled.in_time": 1,
        "handled.returned": 1,
        "open.total": 1,
        "open.in_time": 1,
    }
    assert cells(quarter, asked(SECOND)) == {
        "received.total": 3,
        "received.new": 2,
        "received.carried": 1,
        "about.rules": 3,
        "handled.total": 2,
        "handled.late": 1,
        "handled.forwarded": 1,
        "open.total": 1,
        "open.late": 1,
        "published": 1,
    }


def test_each_field_has_its_row_and_what_has_none_stands_last(quarter):
    rows = table(quarter, asked(SECOND)).rows

    assert [(row.key, row.cells["received.total"]) for row in rows] == [("HT", 2), ("", 1)]
    assert [row.key for row in table(quarter, asked(FIRST)).rows] == ["HT"]


def test_a_table_stays_as_it_was_known(quarter):
    before = cells(quarter, asked(FIRST, as_known_at=at("07 10:00")))
    assert before["open.total"] == 2
    assert before["handled.total"] == 1

    wrong = ev.Corrected(at=at("28 10:00"), event=1, reason="nhầm", changes={"about": "conduct"})
    then(quarter, "PAKN-H32.PL-2024-0001", wrong, seen=3)

    assert cells(quarter, asked(FIRST))["about.conduct"] == 2
    assert cells(quarter, asked(FIRST, as_known_at=at("28 09:59")))["about.conduct"] == 1


def test_the_roll_up_is_office_by_office_and_adds_up(quarter):
    found = table(quarter, asked(SECOND, PROVINCE), "II.05b")

    lines = {row.key: row.cells["received.total"] for row in found.rows if row.kind == "row"}
    assert lines == {"H32": 0, "H32.NT": 0, "H32.PL": 3, "H32.BD": 1}
    assert [row.field for row in found.rows if row.kind == "section"] == [
        "A. Cấp tỉnh",
        "B. Cấp huyện",
        "C. Cấp xã",
    ]
    assert found.total == table(quarter, asked(SECOND, PROVINCE)).total
    assert found.not_adding_up(tuple(found.total)) == ()
    assert found.broken() == ()


@pytest.mark.parametrize("form", ["II.05a", "II.05b"])
@pytest.mark.parametrize("period", [FIRST, SECOND], ids=["first", "second"])
def test_behind_each_cell_stand_as_many_petitions(quarter, form, period):
    question, wanted = asked(period, PROVINCE), form_of(form)
    with quarter.reading() as connection:
        found = wanted.table(connection, question)
        lines = [(row.key, row.cells) for row in found.rows if row.kind != "section"]
        for key, figures in [*lines, (None, found.total)]:
            for cell, figure in figures.items():
                behind = wanted.cases(connection, question, cell, key)
                assert len(behind) == figure, (key, cell)
                assert all(one.reason and one.not_next for one in behind)


def test_a_reason_tells_the_event_and_why_not_the_next_column(quarter):
    with quarter.reading() as connection:
        (one,) = form_of("II.05a").cases(connection, asked(SECOND), "handled.late", None)

    assert one.case_code == "PAKN-H32.PL-2024-0002"
    assert one.reason == "Trả lời 26/03/2024 10:00, sau ngày hẹn 25/03/2024 09:00"
    assert one.not_next == "không phải đúng hạn: trả lời sau ngày hẹn"


def test_a_reason_tells_what_was_written_down_on_a_later_day(opened):
    code = taken(opened)
    early = ev.Answered(at=at("22 10:00"), answer="Đã sửa")
    record(opened, press(BINH, at("28 08:00")), code, early, expected_version=1)

    with opened.reading() as connection:
        (one,) = form_of("II.05a").cases(connection, asked(SECOND), "handled.in_time", None)

    said = "Trả lời 22/03/2024 10:00 (ghi lúc 28/03/2024 08:00), không sau ngày hẹn"
    assert one.reason == f"{said} 25/03/2024 09:00"


def test_a_long_list_goes_on_where_it_ended(quarter):
    question, form = asked(SECOND, PROVINCE), form_of("II.05b")
    with quarter.reading() as connection:
        every = form.cases(connection, question, "received.total", None)
        first = form.cases(connection, question, "received.total", None, limit=3)
        rest = form.cases(
            connection, question, "received.total", None, after=first[-1].case_code, limit=3
        )

    assert (*first, *rest) == every


def test_the_print_says_that_its_layout_is_not_verified():
    for code in ("II.04", "II.05a", "II.05b"):
        assert not form_of(code).layout().verified


MINUTES = st.integers(0, 120 * 24 * 60)


@st.composite
def petitions(draw, number):
    """A petition of some weeks of 2024, perhaps ended, perhaps published."""
    came = MONDAY + timedelta(minutes=draw(MINUTES))
    ended = came + timedelta(minutes=draw(MINUTES)) if draw(st.booleans()) else None
    how = draw(st.sampled_from(["answered", "returned", "forwarded"])) if ended else None
    shown = draw(st.booleans()) and how == "answered"
    return Petition(
        code=f"P{number:03d}",
        agency=draw(st.sampled_from(["H32.PL", "H32.BD", "H32.NT"])),
        channel="direct",
        about=draw(st.sampled_from(["rules", "conduct"])),
        subject="x",
        field=draw(st.sampled_from(["HT", None])),
        received_at=came,
        due_at=came + timedelta(days=21),
        version=1,
        ended_at=ended,
        ended_how=how,
        published_at=ended + timedelta(minutes=draw(MINUTES)) if ended and shown else None,
    )


REGISTERS = st.integers(0, 12).flatmap(lambda n: st.tuples(*map(petitions, range(n))))
DAYS = st.integers(0, 250)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(register=REGISTERS, days=st.tuples(DAYS, DAYS, DAYS))
def test_whatever_happened_the_sums_hold_and_the_next_period_opens_with_the_last(
    opened, register, days
):
    start, middle, end = (date(2024, 2, 1) + timedelta(days=n) for n in sorted(days))
    first = Period(first=start, last=middle)
    second = Period(first=middle + timedelta(days=1), last=end + timedelta(days=1))
    with opened.writing() as connection:
        connection.execute(delete(PETITIONS))
        for one in register:
            project(connection, one, known_from=one.received_at)
        tables = [
            form_of(form).table(connection, asked(period, PROVINCE))
            for form in ("II.05a", "II.05b")
            for period in (first, second)
        ]

    assert [one.broken() for one in tables] == [()] * 4
    assert all(one.not_adding_up(tuple(one.total)) == () for one in tables)
    assert tables[1].total["received.carried"] == tables[0].total["open.total"]
    assert [tables[0].total, tables[1].total] == [tables[2].total, tables[3].total]
    inside = [one for one in register if first.start <= one.received_at < first.end]
    assert tables[0].total["received.new"] == len(inside)


def test_a_correction_of_the_end_moves_a_petition_to_another_period(opened):
    code = taken(opened)
    answered(opened, code, at("14 10:00"))
    later = {"at": "2024-03-15T08:00:00+07:00"}
    wrong = ev.Corrected(at=at("20 10:00"), event=2, reason="ghi sớm một ngày", changes=later)
    assert cells(opened, asked(FIRST))["handled.total"] == 1

    then(opened, code, wrong, seen=2)

    assert "handled.total" not in cells(opened, asked(FIRST))
    assert cells(opened, asked(SECOND))["handled.in_time"] == 1
