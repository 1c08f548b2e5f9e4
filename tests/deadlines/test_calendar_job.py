"""The scheduler goes on with a change of calendars that somebody began and a restart cut short."""

from app.deadlines.jobs import Workplace, jobs
from app.services.calendar_change import begin, progress_of, unfinished
from tests.services import calendars as cal
from tests.services.calendars import ORDER, SATURDAY
from tests.services.hands import HUNG, press


def job():
    return next(one for one in jobs({}) if one.name == "calendar")


def place(opened, files, *, ending=False):
    return Workplace(
        database=opened, files=files, now=SATURDAY, wall=SATURDAY, ending=lambda: ending
    )


def test_a_decision_that_was_begun_is_carried_to_its_end(database_url, tmp_path):
    opened = cal.ward(database_url)
    for _ in range(25):
        cal.case(opened)
    cal.change(opened)
    number = begin(opened, press(HUNG, SATURDAY), ORDER)

    told = job().run(place(opened, tmp_path))

    assert told == "1 quyết định đổi lịch"
    assert progress_of(opened, number).waiting == 0
    assert unfinished(opened) == []
    assert job().run(place(opened, tmp_path)) == ""


def test_a_program_that_has_to_end_leaves_the_rest_for_later(database_url, tmp_path):
    opened = cal.ward(database_url)
    cal.case(opened)
    cal.change(opened)
    number = begin(opened, press(HUNG, SATURDAY), ORDER)

    job().run(place(opened, tmp_path, ending=True))

    assert progress_of(opened, number).waiting == 1
