"""The morning's forecast out of the read tables: who sees what, grouped, bounded, and true."""

import pytest
from sqlalchemy import update

from app.deadlines import forecast_rows, forecasting
from app.deadlines.forecasting import Forecast, forecast, forecast_of_unit
from app.errors import BadInput
from app.store.counting import counted, watch
from app.store.engine import Database
from app.store.setup import read_setup
from app.store.visible import CASES
from tests.lists.office import (
    HUNG,
    LAN,
    MINH,
    WARD,
    accepted,
    after,
    begun,
    loaded,
    officer,
    submitted,
)
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows.agency import Role
from workflows.officer import Officer

WEDNESDAY = MONDAY + 2 * DAY
CITY = "H32.NT"


def told(found: Forecast) -> list[tuple[str, str | None, str, str | None]]:
    """Unit, officer, case and step of each line, in their order."""
    return [
        (unit.code, hands.login, risk.code, risk.outlook.step)
        for unit in found.units
        for hands in unit.hands
        for risk in hands.risks
    ]


def seen_by(opened: Database, who: Officer, now=WEDNESDAY, **more) -> Forecast:
    return forecast(opened, who, now=now, **more)


# Accepted on Monday at 09:00 and due ten working days later, on Monday 18 March at 09:00. After the
# appraisal come quotas of 12 hours, so that it must be done by Thursday 14 March at 15:00.
DUE, APPRAISED_BY = MONDAY + 14 * DAY, MONDAY + 10 * DAY + 6 * HOUR
FRIDAY = MONDAY + 11 * DAY


def test_a_case_is_told_with_its_step_officer_and_hour(database_url):
    opened = loaded(database_url)
    begins = MONDAY + 9 * DAY
    done = do.CompleteStep(at=MONDAY, step="intake")
    code = accepted(opened, begun("intake"), done, begun("appraise", begins, assignee="minh"))

    early = seen_by(opened, HUNG, begins)
    assert (early.total, early.looked_at, early.units) == (0, 1, ())
    pressing = seen_by(opened, HUNG, FRIDAY)

    assert told(pressing) == [(WARD, "minh", code, "appraise")]
    (risk,) = pressing.units[0].hands[0].risks
    assert (risk.outlook.due, risk.outlook.done_by) == (DUE, APPRAISED_BY)
    assert risk.outlook.too_late
    assert risk.procedure.name == "Cấp giấy phép"


def test_who_has_no_step_and_who_is_asked_first(database_url):
    opened = loaded(database_url)
    mine = accepted(opened, begun("appraise", assignee="minh"))
    nobodys = accepted(opened, begun("appraise"))
    idle = accepted(opened)

    found = seen_by(opened, HUNG, FRIDAY)

    # All hang on the same hour but the one that nobody began, which has an hour less.
    assert told(found) == [
        (WARD, None, idle, "intake"),
        (WARD, None, nobodys, "appraise"),
        (WARD, "minh", mine, "appraise"),
    ]
    assert found.units[0].number == found.total == 3
    assert found.units[0].name == "Phường Phước Long"


@pytest.mark.parametrize("who", [LAN, MINH, HUNG, officer("k", Role.SUPERVISOR, agency="H32")])
def test_whoever_sees_the_office_sees_its_forecast(database_url, who):
    opened = loaded(database_url)
    code = accepted(opened, begun("appraise"))

    assert [line[2] for line in told(seen_by(opened, who, FRIDAY))] == [code]


@pytest.mark.parametrize(
    "who",
    [
        officer("son", Role.LEADER, agency="H32.BD"),
        officer("city", Role.SPECIALIST, agency=CITY),
        officer("admin", Role.ADMIN),
        Officer(login="nobody", name="Không ai"),
    ],
    ids=lambda who: who.login,
)
def test_nobody_else_sees_anything(database_url, who):
    opened = loaded(database_url)
    accepted(opened, begun("appraise"))
    accepted(opened, begun("appraise"), do.PauseCase(at=MONDAY, reason="other"))

    found = seen_by(opened, who, FRIDAY)

    assert (found.total, found.looked_at, found.paused, found.overdue) == (0, 0, 0, 0)


def test_a_step_lies_with_the_office_that_works_on_it(database_url):
    opened = loaded(database_url)
    code = accepted(opened, begun("district", assignee="thu.nt"))
    now = FRIDAY
    city = officer("thu.nt", Role.SPECIALIST, agency=CITY)

    assert told(seen_by(opened, HUNG, now)) == [(CITY, "thu.nt", code, "district")]
    assert told(seen_by(opened, city, now)) == [(CITY, "thu.nt", code, "district")]
    # Once it has done its part the case is the ward's again.
    after(opened, code, do.CompleteStep(at=MONDAY + HOUR, step="district"), begun("sign", now))
    assert told(seen_by(opened, HUNG, now)) == [(WARD, None, code, "sign")]
    assert told(seen_by(opened, city, now)) == []


def test_one_office_is_asked_about_alone(database_url):
    opened = loaded(database_url)
    ward = accepted(opened, begun("appraise"))
    other = accepted(opened, begun("appraise"), agency="H32.BD")
    above, now = officer("kiem", Role.SUPERVISOR, agency="H32"), FRIDAY

    every = seen_by(opened, above, now)
    assert {line[2] for line in told(every)} == {ward, other}
    assert [code for code, _ in every.offices] == ["H32", "H32.BD", "H32.NT", "H32.PL"]
    assert [line[2] for line in told(seen_by(opened, above, now, unit=WARD))] == [ward]
    with opened.reading() as connection:
        of_unit = forecast_of_unit(connection, "H32.BD", read_setup(connection), now=now)
    assert told(of_unit) == [("H32.BD", None, other, "appraise")]
    with pytest.raises(BadInput, match="không có cơ quan này để lọc"):
        seen_by(opened, HUNG, now, unit="H32")


def test_what_stands_what_is_past_and_what_is_practice_is_not_foretold(database_url):
    opened = loaded(database_url)
    accepted(opened, begun("appraise"), do.PauseCase(at=MONDAY + HOUR, reason="other"))
    accepted(opened, begun("appraise"), do.ResolveCase(at=MONDAY + HOUR, outcome="granted"))
    accepted(opened, begun("appraise"), training=True)
    accepted(opened, begun("appraise"))

    near = seen_by(opened, HUNG, DUE)
    assert (near.total, near.looked_at, near.paused, near.overdue) == (1, 1, 1, 0)
    past = seen_by(opened, HUNG, DUE + MINUTE)
    assert (past.total, past.looked_at, past.paused, past.overdue) == (0, 0, 1, 1)


def test_what_waits_for_the_desk_is_told_before_its_hours_are_over(database_url):
    opened = loaded(database_url)
    code = submitted(opened)

    assert seen_by(opened, LAN, MONDAY + HOUR).total == 0
    found = seen_by(opened, LAN, MONDAY + 6 * HOUR)
    assert told(found) == [(WARD, None, code, None)]
    assert found.units[0].hands[0].risks[0].outlook.clock == "intake"
    assert seen_by(opened, LAN, MONDAY + DAY + MINUTE).total == 0


def test_beyond_the_horizon_nothing_is_looked_at(database_url):
    opened = loaded(database_url)
    far = MONDAY + 60 * DAY
    accepted(opened, begun("appraise"), due_at=far)

    assert seen_by(opened, HUNG, MONDAY + DAY).looked_at == 0
    assert seen_by(opened, HUNG, far - 20 * DAY).looked_at == 1


def test_only_so_many_are_read_and_told_and_the_rest_is_counted(database_url, monkeypatch):
    opened = loaded(database_url)
    times = [MONDAY + n * MINUTE for n in range(4)]
    nearest = [accepted(opened, begun("appraise", at), at=at) for at in times]
    now = FRIDAY

    monkeypatch.setattr(forecast_rows, "MOST", 3)
    read = seen_by(opened, HUNG, now)
    assert [line[2] for line in told(read)] == nearest[:3]
    assert (read.looked_at, read.unread, read.total, read.more) == (3, 1, 3, 0)
    monkeypatch.setattr(forecasting, "LINES", 2)
    short = seen_by(opened, HUNG, now)
    assert [line[2] for line in told(short)] == nearest[:2]
    assert (short.total, short.more) == (3, 1)


def test_a_forecast_asks_few_questions(database_url):
    opened = loaded(database_url)
    for _ in range(3):
        accepted(opened, begun("appraise", assignee="minh"))
    seen_by(opened, HUNG)
    watch(opened)
    with counted() as tally:
        assert seen_by(opened, HUNG, FRIDAY).total == 3

    assert 0 < len(tally.statements) <= 6


def test_a_case_that_cannot_be_reckoned_is_counted_and_hides_no_other(database_url):
    opened = loaded(database_url)
    code = accepted(opened, begun("appraise"))
    accepted(opened, begun("appraise"))
    with opened.writing() as connection:
        lost = update(CASES).where(CASES.c.code == code).values(calendar="default@9")
        connection.execute(lost)

    found = seen_by(opened, HUNG, FRIDAY)

    assert (found.looked_at, found.unreckoned, found.total) == (2, 1, 1)


def test_in_the_last_days_of_a_calendar_its_cases_are_still_told(database_url):
    opened = loaded(database_url)
    december = MONDAY.replace(year=2025, month=12, day=29)
    code = accepted(opened, begun("intake", december), at=december, due_at=december + 2 * DAY)

    # On Tuesday the steps after the intake want 20 hours, and the calendar has 14 and a half left.
    assert told(seen_by(opened, HUNG, december + DAY)) == [(WARD, None, code, "intake")]
