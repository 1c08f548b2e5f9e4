"""What `decide` refuses beside the moves, each with the sentence the officer reads."""

from datetime import timedelta

import pytest

from sla.spec import CalendarGap
from tests.builders import (
    AT_THE_DESK,
    DATA,
    SETTING,
    START,
    allowed,
    ask,
    case_of,
    clock_at,
    correct,
    desk,
    quota,
    refusal,
    setting,
    tried,
)
from tests.sla.builders import at
from workflows.commands import COMMAND_TYPES
from workflows.decide import COMMAND_OF, EVENT_OF, Refusal, command_for, decide
from workflows.events import EVENT_TYPES

SUBMITTED = case_of(ask("submitted", START))
RECEIVED = case_of(desk())
PROCESSING = case_of(desk(), ask("step_started", clock_at(10)))
MENDED = [desk(), ask("paused", clock_at(10)), ask("resumed", clock_at(30))]


def test_every_event_has_its_command_and_every_command_its_event():
    assert list(EVENT_OF) == list(COMMAND_TYPES)
    assert list(EVENT_OF.values()) == list(EVENT_TYPES)
    assert {EVENT_OF[command]: command for command in EVENT_OF} == COMMAND_OF


@pytest.mark.parametrize("name", DATA)
def test_the_command_for_an_event_asks_for_just_that_event(name):
    command = ask(name, START, **(AT_THE_DESK if name == "accepted" else {}))
    event = EVENT_OF[type(command)](**{f: getattr(command, f) for f in command.__slots__},
                                    at=command.at)  # fmt: skip

    assert command_for(event) == command


def test_an_acceptance_binds_the_promise_the_procedure_and_the_calendar():
    (event,) = allowed(SUBMITTED, ask("accepted", START))

    assert event.due_at == at("Tue 2023-06-20 08:00")
    assert (event.procedure_version, event.calendar) == (1, "default@1")


def test_a_promise_already_printed_elsewhere_is_kept():
    promise = at("Fri 2023-06-30 17:00")

    assert case_of(desk(due_at=promise)).promise == promise
    assert case_of(desk(due_at=promise), on=setting(None)).promise == promise


def test_the_promise_follows_the_committed_limit_where_there_is_one():
    on = setting("20 working_days", committed_limit=quota("1 working_days"))

    assert case_of(desk(), on=on).promise == at("Fri 2023-06-16 08:00")


def test_a_submission_binds_the_calendar_of_its_day():
    assert SUBMITTED.calendar == "default@1"
    assert case_of(ask("submitted", START, calendar="default@7")).calendar == "default@7"


def test_a_deadline_beyond_the_calendar_is_an_error_and_not_a_guess():
    with pytest.raises(CalendarGap):
        tried(None, desk(at("Tue 2026-12-29 08:00")), setting("10 working_days"))


def test_nothing_happens_after_it_was_recorded():
    decision = decide(RECEIVED, ask("fee_paid", clock_at(60)), SETTING, now=clock_at(59))

    assert decision == Refusal(
        field="at",
        message="15/06/2023 09:00:00 nằm sau thời điểm ghi nhận 15/06/2023 08:59:00",
    )


def test_time_never_runs_backwards_within_a_case():
    assert refusal(PROCESSING, ask("paused", clock_at(9))) == (
        "at: 15/06/2023 08:09:00 lùi trước sự kiện liền trước của hồ sơ (15/06/2023 08:10:00)"
    )
    assert allowed(PROCESSING, ask("paused", clock_at(10)))


def test_the_clock_work_may_look_back_but_not_before_the_case():
    missed = {"clock": "case", "due_at": START - timedelta(days=1)}

    assert allowed(PROCESSING, ask("deadline_missed", START))
    assert refusal(PROCESSING, ask("deadline_missed", START - timedelta(days=1), **missed)) == (
        "at: 14/06/2023 08:00:00 lùi trước sự kiện đầu tiên của hồ sơ (15/06/2023 08:00:00)"
    )


def test_what_the_clock_work_and_corrections_say_holds_nobody_back():
    told = [ask("deadline_warned", clock_at(50)), correct(1, 0, when=80)]
    case = case_of(desk(), ask("step_started", clock_at(10)), *told)

    assert allowed(case, ask("step_completed", clock_at(20)))


def test_deciding_changes_nothing():
    before = case_of(*MENDED)
    tried(before, ask("step_started", clock_at(40)))

    assert before == case_of(*MENDED)
