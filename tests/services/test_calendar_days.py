"""A day added by an admin is a new version of the calendar; nobody's day is lost."""

import pytest

from app.errors import BadInput, Refused
from app.services.calendar_days import NewDay, add_day, choices, latest, preview_day
from app.store.engine import database
from app.store.setup import read_setup
from tests.services import calendars as cal
from tests.services.calendars import SATURDAY
from tests.services.hands import officer, press
from tests.sla.builders import at
from tests.store import desk, workers
from workflows.agency import Role

ADMIN = officer("tinh", Role.ADMIN, "H32")
MONDAY = at("Mon 2023-06-19 08:00").date()


def new(day=MONDAY, **more):
    given = {"kind": "off", "name": "nghỉ bù", "source": "TB 1"}
    return NewDay(calendar="default", day=day, **{**given, **more})


@pytest.fixture
def opened(database_url):
    return cal.ward(database_url)


def calendar(opened, reference):
    with opened.reading() as connection:
        return read_setup(connection).calendar(reference)


def test_what_it_would_do_is_told_and_written_only_when_asked(opened):
    cal.case(opened)

    found = preview_day(opened, ADMIN, new(), now=SATURDAY)
    assert [moving.plan.new_due for moving in found.moves] == [at("Tue 2023-06-20 16:00")]
    assert latest(opened) == []

    assert add_day(opened, press(ADMIN, SATURDAY), new()) == "default@2"
    assert not calendar(opened, "default@2").is_working_day(MONDAY)
    assert calendar(opened, "default@1").is_working_day(MONDAY)
    (added,) = latest(opened)
    assert (added.by, added.version, added.source) == ("tinh", 2, "TB 1")


def test_a_day_is_taken_back_by_one_more_version(opened):
    add_day(opened, press(ADMIN, SATURDAY), new())

    assert add_day(opened, press(ADMIN, SATURDAY), new(kind="usual")) == "default@3"
    assert calendar(opened, "default@3").is_working_day(MONDAY)


def test_the_same_form_twice_is_one_version(opened):
    form = press(ADMIN, SATURDAY)

    assert [add_day(opened, form, new()) for _ in range(2)] == ["default@2"] * 2
    assert len(latest(opened)) == 1


def test_the_calendar_of_others_is_left_alone(opened):
    of_ward = officer("phuong", Role.ADMIN)

    assert choices(opened, of_ward) == []
    assert [one.code for one in choices(opened, ADMIN)] == ["default"]
    with pytest.raises(Refused, match="3 cơ quan ngoài phạm vi"):
        add_day(opened, press(of_ward, SATURDAY), new())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (new(at("Wed 2031-01-01 08:00").date()), "day"),
        (new(kind="usual"), "day"),
        (new(at("Sat 2023-06-24 08:00").date(), kind="work"), "day"),
        (new(name=" "), "name"),
        (new(source=""), "source"),
    ],
)
def test_what_makes_no_calendar_is_refused(opened, wrong, field):
    with pytest.raises(BadInput) as told:
        add_day(opened, press(ADMIN, SATURDAY), wrong)

    assert told.value.field == field
    assert latest(opened) == []


def add_each(url, days):
    for day in days:
        add_day(database(url), press(ADMIN, SATURDAY), new(day))


@pytest.mark.slow
def test_two_admins_at_once_lose_no_day(opened):
    days = [at(f"Mon 2024-{month}").date() for month in ("01-08 08:00", "01-15 08:00")]
    more = [at(f"Tue 2024-{month}").date() for month in ("01-09 08:00", "01-16 08:00")]

    workers.together(add_each, [(opened.url, days), (opened.url, more)])

    last = calendar(opened, "default@5")
    assert [last.is_working_day(day) for day in (*days, *more)] == [False] * 4
    assert desk.load(opened, cal.CALENDAR).changed == 1
