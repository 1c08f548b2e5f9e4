"""The one new date of an apology: what is said when it passes with the case open, and when not."""

import pytest

from sla.words import instant_in_words
from tests.builders import SETTING, allowed, ask, case_of, grown, telling
from tests.sla.builders import at
from tests.workflows.apologies import AGAIN, DRAFT, ISSUED, SIGN, WORKED
from tests.workflows.rung_tales import answered, when
from workflows.case import Case
from workflows.events import DeadlineWarned
from workflows.ladder import rung_of
from workflows.ladder_file import read_ladders
from workflows.problems import BadPack
from workflows.sentences import sentence
from workflows.timers import timers

LIFE = (*WORKED, DRAFT, SIGN, ISSUED)


def over(case: Case) -> list[object]:
    return list(when(case, "promise_over"))


def test_it_is_said_at_the_new_date_itself():
    (timer,) = [one for one in timers(case_of(*LIFE), SETTING) if one.rung == "promise_over"]

    assert (timer.clock, timer.step, timer.run) == ("case", None, None)
    assert (timer.due_at, timer.fires_at) == (AGAIN, AGAIN)


def test_without_an_apology_there_is_no_promise():
    assert over(case_of(*WORKED, DRAFT, SIGN)) == []


@pytest.mark.parametrize(
    ("name", "instant", "wanted"),
    [
        ("resolved", "Wed 2023-06-21 17:29", []),
        ("resolved", "Wed 2023-06-21 17:30", []),
        ("resolved", "Wed 2023-06-21 17:31", [AGAIN]),
        ("withdrawn", "Tue 2023-06-20 09:00", []),
        ("voided", "Thu 2023-06-22 09:00", []),
        # A date is no clock: it passes while the case stands still.
        ("paused", "Tue 2023-06-20 09:00", [AGAIN]),
    ],
)
def test_only_an_open_case_breaks_it(name, instant, wanted):
    assert over(case_of(*LIFE, ask(name, instant))) == wanted


def test_a_case_reopened_before_the_date_breaks_it_and_one_reopened_after_it_does_not():
    closed = (*LIFE, ask("resolved", "Tue 2023-06-20 09:00"))

    assert over(case_of(*closed, ask("reopened", "Wed 2023-06-21 09:00"))) == [AGAIN]
    assert over(case_of(*closed, ask("reopened", "Thu 2023-06-22 09:00"))) == []


def test_a_date_that_lay_before_its_letter_is_over_with_the_letter():
    told = ask("apology_issued", "Fri 2023-06-23 09:00", new_due_at=AGAIN)

    assert over(case_of(*WORKED, told)) == [at("Fri 2023-06-23 09:00")]


def test_it_is_said_once_to_those_above_and_urgently():
    case = answered(case_of(*LIFE))
    said = [event for event in case.log if getattr(event, "rung", None) == "promise_over"]

    assert over(case) == []
    (event,) = said
    assert isinstance(event, DeadlineWarned)
    rung = rung_of(event, AGAIN.date())
    assert (rung.tell, rung.level) == (("leader", "centre"), "urgent")
    assert sentence(event, SETTING.procedure) == "Quá ngày đã hẹn lại"


def test_a_late_letter_says_which_date_was_over():
    told = ask("apology_issued", "Fri 2023-06-23 09:00", new_due_at=AGAIN)
    case = case_of(*WORKED, told)
    (timer,) = [one for one in timers(case, SETTING) if one.rung == "promise_over"]
    (event,) = allowed(case, telling(timer))

    assert sentence(event, SETTING.procedure) == (
        f"Quá ngày đã hẹn lại, hạn {instant_in_words(AGAIN)}"
    )
    assert over(grown(case, event)) == []


def test_asking_hour_by_hour_and_once_at_the_end_say_the_same():
    late = at("Thu 2023-06-22 09:00")
    stepwise = answered(answered(case_of(*LIFE), until=AGAIN), until=late)

    assert set(stepwise.log) == set(answered(case_of(*LIFE), until=late).log)


ROW = """\
- clock: {clock}
  valid_from: 2023-01-01
  valid_to: null
  near_share: "0.75"
  source: "thử"
  confidence: chosen
  rungs:
    - {{code: due, name: "Quá hạn", tell: [], level: urgent}}
    - {{code: promise_over, name: "Quá hẹn", promise: {value}, tell: [leader], level: urgent}}
"""


def complaint(**more):
    with pytest.raises(BadPack) as caught:
        read_ladders(ROW.format(**{"clock": "case", "value": "over", **more}), "thang.yaml")
    return str(caught.value)


def test_the_file_knows_one_word_for_it_and_one_clock():
    assert read_ladders(ROW.format(clock="case", value="over"), "thang.yaml")
    assert "thang.yaml:9" in complaint(value="later")
    assert "đồng hồ “step” không có mục này" in complaint(clock="step")


def test_a_corrected_time_of_the_letter_keeps_the_date():
    number = len(LIFE)
    case = case_of(*LIFE, ask("corrected", AGAIN, of=number, true_at=ISSUED.at))

    assert over(case) == [AGAIN]
