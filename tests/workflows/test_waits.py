"""Waits without a deadline of their own: too long a pause, no papers, no movement."""

import pytest

from tests.builders import (
    SETTING,
    START,
    ask,
    case_of,
    desk,
)
from tests.sla.builders import at
from tests.workflows.rung_tales import (
    STILL,
    when,
)
from workflows.timers import timers


def test_a_case_nobody_moves_for_five_days_is_told_of_each_time():
    case = case_of(desk(), ask("step_started", "Fri 2023-06-23 09:00"))

    assert when(case, "no_movement") == [STILL, at("Fri 2023-06-30 09:00")]


@pytest.mark.parametrize(
    "name",
    [
        "fee_paid", "digitised", "deadline_adjusted",
        "apology_drafted", "apology_issued", "letter_issued",
    ],
)  # fmt: skip
def test_what_moves_no_file_is_no_movement(name):
    assert when(case_of(desk(), ask(name, "Mon 2023-06-19 08:00")), "no_movement") == [STILL]


def test_handing_the_work_over_is_a_movement():
    case = case_of(desk(), ask("step_started", START), ask("step_assigned", "Mon 2023-06-19 08:00"))

    assert when(case, "no_movement") == [at("Mon 2023-06-26 08:00")]


def test_a_case_that_stands_still_or_is_closed_lies_untouched_by_right():
    assert when(case_of(desk(), ask("paused", "Thu 2023-06-15 09:00")), "no_movement") == []
    assert when(case_of(desk(), ask("resolved", "Thu 2023-06-15 09:00")), "no_movement") == []
    assert when(case_of(ask("submitted", START)), "no_movement") == []
    handed = [desk(), ask("step_started", START), ask("paused", "Thu 2023-06-15 09:00")]
    assigned = case_of(*handed, ask("step_assigned", "Fri 2023-06-16 09:00"))
    assert when(assigned, "no_movement") == []


def test_a_pause_of_more_than_fifteen_days_is_told_of():
    paused = [desk(), ask("paused", "Thu 2023-06-15 09:00")]
    over = at("Thu 2023-07-06 09:00")

    assert when(case_of(*paused), "paused_long") == [over]
    assert when(case_of(*paused, ask("resumed", over)), "paused_long") == []
    assert when(case_of(*paused, ask("returned", "Fri 2023-07-07 09:00")), "paused_long") == [over]


def test_the_patience_with_a_citizen_ends_with_the_limit_that_was_set():
    limit = at("Sat 2023-06-24 12:00")
    asked = [desk(), ask("supplement_requested", "Thu 2023-06-15 09:00", until=limit)]
    brought = ask("supplemented", "Fri 2023-06-23 09:00")

    assert when(case_of(*asked), "supplement_over") == [limit]
    assert when(case_of(*asked, brought), "supplement_over") == []


def test_without_a_limit_it_ends_after_ten_days_before_the_acceptance_too():
    asked = case_of(ask("submitted", START), ask("supplement_requested", "Thu 2023-06-15 09:00"))

    assert [(one.clock, one.run, one.rung, one.due_at, one.fires_at) for one in
            timers(asked, SETTING)] == [
        ("intake", 1, "supplement_over", *[at("Thu 2023-06-29 09:00")] * 2)
    ]  # fmt: skip
