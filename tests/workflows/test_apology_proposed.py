"""What an apology would say before anybody has written it: the late step, the office, the date."""

import pytest
from hypothesis import given

from tests.builders import SETTING, START, ask, case_of, desk, logs, setting
from tests.people import LAN, MINH
from tests.sla.builders import OFFICE, at
from tests.workflows.apologies import WORKED
from tests.workflows.at_the_desk import AGENCIES, CITY, with_city
from workflows.apology import proposed
from workflows.clocks import case_clock
from workflows.evolve import fold_true, true_times

DUE = at("Tue 2023-06-20 08:00")


def propose(case, when, on=SETTING):
    return proposed(case, on, AGENCIES, now=at(when))


def test_the_step_that_overran_most_is_the_reason():
    case = case_of(
        desk(),
        ask("step_started", START, step="intake", assignee="lan"),
        ask("step_completed", "Fri 2023-06-16 11:00", step="intake"),
        ask("step_started", "Fri 2023-06-16 11:00"),
    )
    found = propose(case, "Mon 2023-06-19 14:00")

    assert (found.step, found.run, found.officer) == ("intake", 1, LAN.login)
    assert found.unit == case.agency
    assert (
        found.reason
        == found.public_reason
        == (
            "Bước “Tiếp nhận” tại UBND phường Phước Long kéo dài hơn thời gian quy định "
            "3 giờ làm việc"
        )
    )
    assert (found.due_at, found.new_due_at) == (DUE, at("Tue 2023-06-20 17:30"))


def test_with_every_step_in_time_it_is_the_one_at_work():
    case = case_of(desk(), ask("step_started", "Mon 2023-06-19 14:00"))
    found = propose(case, "Mon 2023-06-19 15:00")

    assert (found.step, found.run, found.officer) == ("appraise", 1, MINH.login)
    assert found.reason == (
        "Hồ sơ đang được xử lý ở bước “Thụ lý” tại UBND phường Phước Long, "
        "chưa thể xong đúng ngày đã hẹn"
    )


def test_before_any_step_it_is_the_office():
    found = propose(case_of(desk()), "Mon 2023-06-19 15:00")

    assert (found.step, found.run, found.officer, found.unit) == (None, None, None, "H32.PL")
    assert found.reason == (
        "Hồ sơ chưa được UBND phường Phước Long giải quyết xong đúng ngày đã hẹn"
    )


def test_a_step_of_another_office_blames_that_office():
    case = case_of(
        desk(due_at=DUE), ask("step_started", START, step="city", assignee=None), on=with_city()
    )
    found = propose(case, "Mon 2023-06-19 15:00", with_city())

    assert (found.unit, found.officer) == (CITY.code, None)
    assert "tại UBND thành phố" in found.reason


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        # The way still needs sixteen hours from then on.
        ("Mon 2023-06-19 14:00", "Wed 2023-06-21 17:30"),
        # It ends just when the day does.
        ("Mon 2023-06-19 07:30", "Tue 2023-06-20 17:30"),
        ("Fri 2023-06-23 17:30", "Tue 2023-06-27 17:30"),
        # A forecast that is in time still promises a day after the deadline.
        ("Thu 2023-06-15 08:00", "Tue 2023-06-20 17:30"),
    ],
)
def test_the_new_date_is_the_end_of_a_day_by_which_the_way_is_walked(when, wanted):
    assert propose(case_of(desk()), when).new_due_at == at(wanted)


def test_a_deadline_at_the_end_of_a_day_is_promised_the_next_working_day():
    usual = setting(None, *SETTING.procedure.steps[:1])
    case = case_of(desk(due_at=at("Fri 2023-06-16 17:30")), on=usual)

    assert propose(case, "Fri 2023-06-16 07:30", usual).new_due_at == at("Mon 2023-06-19 17:30")


def test_a_case_that_stands_still_is_reckoned_as_if_it_went_on_now():
    case = case_of(*WORKED, ask("paused", "Tue 2023-06-20 09:00"))
    found = propose(case, "Mon 2023-06-26 08:00")

    assert found.due_at == DUE
    assert found.new_due_at > at("Mon 2023-06-26 08:00")
    assert found.step == "appraise"


@given(logs())
def test_whatever_happened_a_proposal_is_a_working_day_after_the_deadline(log):
    case = fold_true("H32.PL-230615-0001", true_times(log))
    assert case is not None
    if case.accepted_at is None:
        return
    now = max(event.at for event in log)
    found = proposed(case, SETTING, AGENCIES, now=now)

    assert found.new_due_at > max(found.due_at, now)
    assert OFFICE.day_end(found.new_due_at.date()) == found.new_due_at
    assert found.due_at == case_clock(case, SETTING).due()
    assert found.reason
