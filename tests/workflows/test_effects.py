"""What a command would do, said beforehand: deadline, verdict and steps, before and after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.clock import Verdict
from tests.builders import (
    SETTING,
    START,
    WAYS,
    ask,
    case_of,
    clock_at,
    correct,
    desk,
    grown,
    logs,
    setting,
    tried,
)
from tests.sla.builders import OFFICE, at
from workflows.clocks import case_clock
from workflows.decide import Refusal
from workflows.effects import Effect, effect
from workflows.evolve import fold
from workflows.standing import Standing

WORKING = case_of(desk(), ask("step_started", clock_at(60)))
NOW = at("Fri 2023-06-16 09:00")
AFTERWARDS = at("Wed 2023-06-21 09:00")


def of(case, *commands, now=NOW, on=SETTING, **more) -> Effect:
    found = effect(case, commands, on, now=now, **more)
    assert isinstance(found, Effect), found
    return found


def test_a_pause_says_what_the_deadline_becomes_once_it_ends():
    found = of(WORKING, ask("paused", NOW))

    assert found.after.due == found.before.due == at("Tue 2023-06-20 08:00")
    assert found.lines == (
        "hạn trả: không đổi (thứ Ba 20/06/2023 08:00)",
        "tình trạng: không đổi (trong hạn)",
        "đồng hồ dừng từ thứ Sáu 16/06/2023 09:00, lúc đó còn 1 ngày 7 giờ",
        "nếu tiếp tục vào thứ Hai 19/06/2023 09:00 thì hạn trả là thứ Tư 21/06/2023 08:00",
        "nếu tiếp tục vào thứ Tư 21/06/2023 09:00 thì hạn trả là thứ Sáu 23/06/2023 08:00",
        "nếu tiếp tục vào thứ Sáu 23/06/2023 09:00 thì hạn trả là thứ Ba 27/06/2023 08:00",
    )


def test_a_request_for_papers_names_the_citizen():
    found = of(WORKING, ask("supplement_requested", NOW), resumes=[at("Mon 2023-06-19 10:00")])

    assert found.lines[-1] == (
        "nếu công dân bổ sung vào thứ Hai 19/06/2023 10:00 thì hạn trả là thứ Tư 21/06/2023 09:00"
    )
    assert [one.papers for one in found.resumptions] == [True]


def test_where_papers_start_the_limit_afresh_the_examples_do_so_too():
    restarting = setting(resume="restart")
    case = case_of(desk(), on=restarting)
    found = of(
        case,
        ask("supplement_requested", NOW),
        on=restarting,
        resumes=[at("Mon 2023-06-19 10:00")],
    )

    assert [one.due for one in found.resumptions] == [at("Thu 2023-06-22 10:00")]


def test_before_acceptance_the_examples_are_those_of_the_desks_answer():
    asked = ask("supplement_requested", clock_at(60))
    found = of(case_of(ask("submitted", START)), asked, now=clock_at(60))

    assert found.after.due is None
    assert {one.accepted for one in found.resumptions} == {False}
    assert found.lines[0] == (
        "nếu công dân bổ sung vào thứ Sáu 16/06/2023 09:00 "
        "thì phải trả lời chậm nhất thứ Hai 19/06/2023 09:00"
    )


def test_a_late_tick_turns_an_overdue_case():
    found = of(WORKING, ask("resolved", clock_at(120)), now=AFTERWARDS)

    assert (found.before.late, found.after.late) == (True, False)
    assert found.after.verdict is Verdict.EARLY
    assert found.lines == (
        "hạn trả: không đổi (thứ Ba 20/06/2023 08:00)",
        "tình trạng: từ quá hạn thành trước hạn",
        "kết thúc lúc thứ Năm 15/06/2023 10:00",
    )


def test_a_late_acceptance_is_judged_by_the_desks_own_clock():
    found = of(case_of(ask("submitted", START)), ask("accepted", clock_at(60)), now=AFTERWARDS)

    assert found.lines == (
        "tiếp nhận: từ quá hạn thành trong hạn",
        "hạn trả: thứ Ba 20/06/2023 09:00",
    )


def test_the_correction_of_a_closing_turns_its_verdict():
    closed = case_of(desk(), ask("resolved", "Wed 2023-06-21 09:00"))
    mended = ask("corrected", AFTERWARDS, of=2, true_at=at("Tue 2023-06-20 07:45"))
    found = of(closed, mended, now=AFTERWARDS)

    assert (found.before.verdict, found.after.verdict) == (Verdict.LATE, Verdict.ON_TIME)
    assert found.lines[1:] == (
        "tình trạng: từ quá hạn thành đúng hạn",
        "lúc kết thúc: thứ Tư 21/06/2023 09:00 → thứ Ba 20/06/2023 07:45",
    )


def test_the_correction_of_a_pause_moves_deadline_and_quota():
    case = case_of(
        desk(),
        ask("step_started", clock_at(60)),
        ask("paused", clock_at(120)),
        ask("resumed", clock_at(180)),
    )
    found = of(case, correct(3, 60, when=240), now=clock_at(240))

    assert found.lines == (
        "hạn trả: thứ Ba 20/06/2023 09:00 → thứ Ba 20/06/2023 10:00",
        "tình trạng: không đổi (trong hạn)",
        "hạn bước “Thụ lý”: thứ Sáu 16/06/2023 10:00 → thứ Sáu 16/06/2023 11:00",
    )


def test_a_step_that_begins_tells_its_quota():
    found = of(case_of(desk()), ask("step_started", NOW))

    assert found.lines[-1] == "hạn bước “Thụ lý”: thứ Hai 19/06/2023 09:00"


def test_a_voiding_leaves_every_table():
    found = of(WORKING, ask("voided", NOW))

    assert found.after.voided
    assert found.lines == ("hồ sơ bị hủy: ra khỏi mọi biểu, chỉ còn trong nhật ký",)


def test_reopening_gives_the_case_back_to_its_clock():
    found = of(case_of(*WAYS["resolved"]), ask("reopened", NOW))

    assert found.lines[1:] == (
        "tình trạng: từ trước hạn thành trong hạn",
        "hồ sơ được giải quyết tiếp",
    )


def test_a_supplement_opens_a_new_window_for_the_desk():
    waiting = case_of(*WAYS["awaiting_supplement"])

    assert of(waiting, ask("supplemented", NOW)).lines == (
        "hạn trả lời: thứ Sáu 16/06/2023 08:00 → thứ Hai 19/06/2023 09:00",
    )


def test_a_case_to_be_opened_comes_from_nothing():
    found = of(None, desk(NOW))
    sent = of(None, ask("submitted", NOW))

    assert found.before == Standing()
    assert found.lines == ("hạn trả: thứ Tư 21/06/2023 09:00",)
    assert sent.lines == ("phải trả lời chậm nhất thứ Hai 19/06/2023 09:00",)


def test_several_commands_are_one_effect():
    found = of(WORKING, ask("step_completed", NOW), ask("step_started", NOW, step="sign"))

    assert found.after.steps == ()
    assert found.before.steps[0].step == "appraise"


def test_what_is_not_allowed_has_no_effect_but_a_refusal():
    refusal = effect(WORKING, [ask("delivered", NOW)], SETTING, now=NOW)

    assert isinstance(refusal, Refusal)
    assert "không thể ghi “trả kết quả”" in refusal.message
    assert isinstance(effect(None, [], SETTING, now=NOW), Refusal)


@pytest.mark.parametrize("name", ["paused", "supplement_requested"])
def test_examples_beyond_the_calendar_are_left_out(name):
    now, last = at("Wed 2026-12-30 09:00"), at("Thu 2026-12-31 09:00")
    assert OFFICE.spec.covers[1] == last.year
    without_limit = setting(None)
    case = case_of(desk(now, due_at=at("Wed 2026-12-30 16:00")), on=without_limit)
    (only,) = of(case, ask(name, now), now=now, on=without_limit).resumptions

    assert (only.at, only.due) == (last, at("Thu 2026-12-31 16:00"))


def test_an_example_whose_deadline_nobody_can_tell_is_left_out():
    now = at("Wed 2026-12-30 09:00")
    case = case_of(desk(now, due_at=at("Thu 2026-12-31 09:00")), on=setting(None))

    assert of(case, ask("paused", now), now=now, on=setting(None)).resumptions == ()


def test_no_example_is_shown_on_the_last_day_of_a_calendar():
    end = at("Thu 2026-12-31 09:00")
    case = case_of(desk(end, due_at=end), on=setting(None))

    assert of(case, ask("paused", end), now=end, on=setting(None)).resumptions == ()


def test_an_open_case_is_late_only_after_its_deadline():
    due = at("Tue 2023-06-20 08:00")

    assert not of(WORKING, ask("digitised", due), now=due).after.late
    assert of(WORKING, ask("digitised", due), now=at("Tue 2023-06-20 08:01")).after.late


@given(logs(), st.sampled_from(["paused", "supplement_requested"]))
def test_the_example_is_what_truly_happens(log, name):
    case = fold("H32.PL-230615-0001", log)
    assert case is not None
    now = max(event.at for event in log)
    decision = tried(case, ask(name, now))
    if isinstance(decision, Refusal) or case.accepted_at is None:
        return
    found = of(case, ask(name, now), now=now)
    ends = "supplemented" if name == "supplement_requested" else "resumed"
    for one in found.resumptions:
        true = grown(grown(case, *decision), *grown_by(case, decision, ends, one.at))
        assert case_clock(true, SETTING).due() == one.due


def grown_by(case, decision, name, when):
    ended = tried(grown(case, *decision), ask(name, when))
    assert not isinstance(ended, Refusal)
    return ended
