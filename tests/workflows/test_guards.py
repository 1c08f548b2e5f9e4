"""What the rules of each event's own type refuse, with the sentence the officer reads."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.builders import (
    AT_THE_DESK,
    SETTING,
    START,
    WAYS,
    allowed,
    ask,
    case_of,
    clock_at,
    correct,
    desk,
    grown,
    refusal,
    setting,
    tried,
)
from tests.people import WARD
from workflows.procedure import Step

SUBMITTED = case_of(ask("submitted", START))
RECEIVED = case_of(desk())
PROCESSING = case_of(desk(), ask("step_started", clock_at(10)))
MENDED = [desk(), ask("paused", clock_at(10)), ask("resumed", clock_at(30))]


def test_a_case_brought_to_the_desk_is_not_submitted():
    assert refusal(None, ask("submitted", START, channel="direct")) == (
        "data.channel: nộp trực tiếp thì ghi “tiếp nhận” ngay, không ghi “nộp hồ sơ”"
    )


@pytest.mark.parametrize("name", ["agency", "procedure", "channel", "applicant"])
def test_a_first_acceptance_says_who_where_and_what(name):
    wanted = f"data.{name}: hồ sơ mới tiếp nhận phải ghi mục này"

    assert refusal(None, ask("accepted", START, **{**AT_THE_DESK, name: None})) == wanted


def test_an_online_case_begins_with_its_submission():
    assert refusal(None, desk(channel="online")) == (
        "data.channel: hồ sơ trực tuyến phải có sự kiện nộp (submitted) trước khi tiếp nhận"
    )


@pytest.mark.parametrize(
    ("name", "other", "known"),
    [
        ("agency", "H32.TM", "H32.PL"),
        ("procedure", "2.000001", "1.001193"),
        ("channel", "post", "online"),
    ],
)
def test_an_acceptance_cannot_differ_from_the_submission(name, other, known):
    command = ask("accepted", START, **{name: other})

    assert refusal(SUBMITTED, command) == f"data.{name}: khác với lúc nộp ({known})"
    assert tried(SUBMITTED, ask("accepted", START, **{name: known}))


def test_without_limit_and_promise_nothing_can_be_accepted():
    wanted = "data.due_at: thủ tục không có thời hạn nên phải ghi ngày hẹn trả (due_at)"

    assert refusal(None, desk(), setting(None)) == wanted
    assert refusal(SUBMITTED, ask("accepted", START), setting(None)) == wanted


def test_a_promise_before_the_acceptance_is_refused():
    wanted = "data.due_at: ngày hẹn trả nằm trước lúc tiếp nhận"

    assert refusal(None, desk(due_at=START - timedelta(minutes=1))) == wanted
    assert allowed(None, desk(due_at=START))


@pytest.mark.parametrize("first", [desk(), ask("submitted", START)], ids=["desk", "online"])
def test_an_office_takes_cases_in_from_its_first_to_its_last_day(first):
    def on(**days):
        return replace(SETTING, agency=replace(WARD, **days))

    day, week = date(2023, 6, 15), timedelta(days=7)
    assert allowed(None, first, on(valid_from=day, valid_to=day))
    assert refusal(None, first, on(valid_from=day + week)) == (
        "data.agency: cơ quan H32.PL chưa hoạt động trước ngày 22/06/2023"
    )
    assert refusal(None, first, on(valid_to=day - week)) == (
        "data.agency: cơ quan H32.PL đã kết thúc hoạt động sau ngày 08/06/2023"
    )
    assert refusal(None, first, on(valid_to=day - week, successor="H32.TM")).endswith(
        "sau ngày 08/06/2023; hãy dùng H32.TM"
    )


@pytest.mark.parametrize("name", ["returned", "withdrawn", "voided"])
@pytest.mark.parametrize("asked", [(), ("supplement_requested",), ("refused",)])
def test_an_online_case_cannot_be_put_away_before_its_acceptance(name, asked):
    case = case_of(ask("submitted", START), *(ask(one, clock_at(1)) for one in asked))

    assert refusal(case, ask(name, clock_at(2))) == (
        "type: hồ sơ trực tuyến chưa được tiếp nhận thì không được trả lại, rút hay hủy; "
        "chỉ được tiếp nhận, yêu cầu bổ sung hoặc từ chối có căn cứ pháp lý"
    )


def test_an_accepted_online_case_and_a_posted_one_can_be_voided():
    accepted = case_of(ask("submitted", START), ask("accepted", START))

    for case in (accepted, case_of(*WAYS["submitted"])):
        assert allowed(case, ask("voided", clock_at(5)))


def test_a_refusal_needs_a_legal_ground():
    assert refusal(SUBMITTED, ask("refused", clock_at(1), ground=" ")) == (
        "data.ground: từ chối tiếp nhận phải ghi căn cứ pháp lý"
    )


@pytest.mark.parametrize(
    "name", ["step_started", "step_completed", "step_returned", "deadline_missed"]
)
def test_a_step_the_procedure_does_not_have_is_refused(name):
    assert refusal(PROCESSING, ask(name, clock_at(20), step="dance")) == (
        "data.step: thủ tục 1.001193 không có bước “dance”"
    )


def test_a_step_begun_again_while_it_runs_has_a_second_run_and_leaves_the_first_undone():
    case = grown(PROCESSING, *allowed(PROCESSING, ask("step_started", clock_at(20))))
    first, second = (run for run in case.steps if run.step == "appraise")
    assert (first.end, first.done) == (clock_at(20), False)
    assert (second.run, second.start, second.end) == (2, clock_at(20), None)


def test_a_step_nobody_began_can_be_completed_and_counts_as_done():
    command = ask("step_completed", clock_at(20), step="intake")
    case = grown(PROCESSING, *allowed(PROCESSING, command))
    (unseen,) = (run for run in case.steps if run.step == "intake")
    assert (unseen.start, unseen.end, unseen.done) == (clock_at(20), clock_at(20), True)
    assert "intake" in case.done_steps()


def test_a_step_nobody_began_still_waits_for_those_before_it():
    assert refusal(PROCESSING, ask("step_completed", clock_at(20), step="sign")) == (
        "data.step: bước “sign” phải sau: appraise"
    )


def test_after_makes_the_order_of_steps_binding_and_a_return_breaks_it_again():
    sign = ask("step_started", clock_at(40), step="sign")
    commands = [desk(), ask("step_started", clock_at(10)), ask("step_completed", clock_at(20))]
    back = ask("step_returned", clock_at(30))
    wanted = "data.step: bước “sign” phải sau: appraise"

    assert refusal(RECEIVED, sign) == refusal(PROCESSING, sign) == wanted
    assert allowed(case_of(*commands), sign)
    assert refusal(case_of(*commands, back), sign) == wanted


def test_where_branches_meet_again_the_way_not_taken_is_not_waited_for():
    ways = [Step(code=code, name=code, role="specialist", branch=code) for code in ("a", "b")]
    on = setting("3 working_days", *ways,
                 Step(code="sign", name="Ký", role="leader", after=("a", "b")))  # fmt: skip
    walked = [desk(), ask("step_started", clock_at(1), step="a"),
              ask("step_completed", clock_at(2), step="a")]  # fmt: skip

    assert allowed(case_of(*walked, on=on), ask("step_started", clock_at(3), step="sign"), on)


def test_a_second_apology_is_refused():
    case = case_of(desk(), ask("apology_issued", clock_at(10)))

    assert refusal(case, ask("apology_issued", clock_at(20))) == (
        "type: hồ sơ đã được xin lỗi, hẹn lại một lần; không được hẹn lại lần nữa"
    )


@pytest.mark.parametrize("name", ["deadline_missed", "deadline_warned"])
def test_a_deadline_is_told_once_and_again_when_it_has_moved(name):
    case = case_of(desk(), ask(name, clock_at(10)))

    assert refusal(case, ask(name, clock_at(20))) == "type: mốc hạn này đã được ghi"
    assert allowed(case, ask(name, clock_at(20), due_at=clock_at(9)))
    assert allowed(case, ask(name, clock_at(20), clock="intake"))


def test_a_missed_deadline_is_another_thing_than_a_warning_of_it():
    case = case_of(desk(), ask("deadline_warned", clock_at(10)))

    assert allowed(case, ask("deadline_missed", clock_at(20)))


def test_each_rung_of_a_deadline_is_told_once():
    case = case_of(desk(), ask("deadline_warned", clock_at(10), rung="day_1"))

    assert refusal(case, ask("deadline_warned", clock_at(20), rung="day_1")) == (
        "type: mốc hạn này đã được ghi"
    )
    assert allowed(case, ask("deadline_warned", clock_at(20), rung="after_1"))


def test_the_deadline_itself_is_no_warning():
    assert refusal(case_of(desk()), ask("deadline_warned", clock_at(10), rung="due")) == (
        "data.rung: khi hạn đã đến thì ghi “quá hạn” (deadline_missed), không ghi “sắp đến hạn”"
    )


def test_two_visits_of_a_step_and_two_steps_without_a_name_each_miss_their_own_deadline():
    first: dict[str, Any] = {"clock": "step", "step": "appraise", "run": 1}
    case = case_of(desk(), ask("deadline_missed", START, **first),
                   ask("deadline_missed", START, clock="step"))  # fmt: skip

    assert refusal(case, ask("deadline_missed", START, **first))
    assert allowed(case, ask("deadline_missed", START, **{**first, "run": 2}))
    assert allowed(case, ask("deadline_missed", START, clock="step"))


@pytest.mark.parametrize("of", [0, 4, -1])
def test_a_correction_names_an_event_of_the_case(of):
    command, case = correct(of, 5), case_of(*MENDED)

    assert refusal(case, command) == f"data.of: hồ sơ không có sự kiện số {of}"


@pytest.mark.parametrize("told", ["deadline_missed", "deadline_warned", "corrected"])
def test_a_correction_and_what_the_clocks_say_cannot_be_corrected(told):
    command, case = correct(4, 5), case_of(*MENDED, ask(told, clock_at(40)))

    assert refusal(case, command) == "data.of: không đính chính được sự kiện số 4"


def test_a_true_time_lies_not_after_its_correction():
    command, case = correct(3, 61), case_of(*MENDED)

    assert refusal(case, command) == "data.at: thời điểm đúng nằm sau lúc đính chính"


@pytest.mark.parametrize(("of", "minute"), [(1, 11), (2, -1), (2, 31), (3, 9)])
def test_a_correction_keeps_the_order_of_the_events(of, minute):
    command, case = correct(of, minute), case_of(*MENDED)

    assert refusal(case, command).endswith(" làm đảo thứ tự các sự kiện của hồ sơ")
    assert refusal(case, command).startswith("data.at: 15/06/2023 0")


@pytest.mark.parametrize(("of", "minute"), [(1, -900), (1, 10), (2, 0), (2, 30), (3, 10), (3, 60)])
def test_a_correction_may_go_as_far_as_its_neighbours(of, minute):
    command, case = correct(of, minute), case_of(*MENDED)

    assert allowed(case, command)


def test_between_its_neighbours_a_correction_does_not_see_the_clock_work():
    told = ask("deadline_missed", clock_at(1))
    command, case = correct(2, 25), case_of(*MENDED[:2], told, MENDED[2])

    assert allowed(case, command)


def test_an_event_is_corrected_against_the_true_times_of_the_others():
    case = case_of(*MENDED, correct(3, 12))

    assert refusal(case, correct(2, 13, when=70)).endswith("đảo thứ tự các sự kiện của hồ sơ")


def test_one_event_may_be_corrected_twice():
    case = case_of(*MENDED, correct(3, 12), correct(3, 50, when=70))

    assert case.pauses[0].end == clock_at(50)
