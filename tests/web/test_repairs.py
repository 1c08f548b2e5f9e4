"""Acts that meet others: sent twice, on an old page, told late, corrected or struck by two."""

from typing import Any

import pytest

from app.sample import MORNING
from app.store import proposals
from app.store.engine import Database
from tests.web.cases import (
    BOTH,
    HOUR,
    MINUTE,
    accepted,
    appraised,
    did,
    last,
    online,
    seen,
    text_of,
)
from tests.web.forms import act_url, filled, forms_of, pressed
from workflows import commands as cmd
from workflows.case import State


@BOTH
def test_a_page_from_before_is_refused_with_who_did_what_and_goes_through_the_second_time(
    opened, sign_in
):
    code, worker = appraised(opened), sign_in("hue.tp")
    form = filled(worker, code, "pause", reason="payment", note="chờ thuế")
    did(opened, code, cmd.RecordFee(at=MORNING, amount=15_000, method="cash"), by="yen.kt")
    stale = worker.post(act_url(code, "pause"), data=form)
    assert stale.status_code == 409
    words = text_of(stale.text)
    assert "hồ sơ vừa thay đổi" in words
    assert "Nộp 15.000 đồng" in words
    assert "Đặng Hải Yến" in words
    again = forms_of(stale.text)[act_url(code, "pause")]
    assert again["note"].strip() == "chờ thuế"
    assert again["reason"] == "payment"
    assert int(again["version"]) == int(form["version"]) + 1
    assert worker.post(act_url(code, "pause"), data=again).status_code == 303


@BOTH
def test_a_form_sent_twice_is_recorded_once_even_when_the_case_looks_different_by_then(
    opened, sign_in
):
    code, worker = appraised(opened), sign_in("hue.tp")
    form = filled(worker, code, "complete_step", next="sign|binh.ld")
    first = worker.post(act_url(code, "complete_step"), data=form)
    version = seen(opened, code).case.version
    again = worker.post(act_url(code, "complete_step"), data=form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert seen(opened, code).case.version == version
    assert "đã được ghi trước đó" in text_of(worker.get(f"/cases/{code}").text)


def test_a_short_delay_is_recorded_at_once_with_its_true_time(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    answer = pressed(worker, code, "pause", reason="payment", when="then", at="2024-01-24T08:20")
    assert answer.status_code == 303
    assert last(opened, code).at == MORNING - 10 * MINUTE


def late(client: Any, code: str, **typed: Any) -> Any:
    given = {
        "when": "then",
        "at": "2024-01-23T16:00",
        "late_reason": "mất điện",
        "late_evidence": "sổ giao nhận trang 5",
    }
    return pressed(client, code, "pause", reason="payment", **{**given, **typed})


def yesterdays(opened: Database) -> str:
    code = accepted(opened, MORNING - 20 * HOUR)
    did(opened, code, cmd.StartStep(at=MORNING - 19 * HOUR, step="appraise", assignee="hue.tp"))
    return code


def test_what_happened_yesterday_asks_for_reason_and_evidence(opened, sign_in):
    code, worker = yesterdays(opened), sign_in("hue.tp")
    answer = late(worker, code, late_reason="", late_evidence="")
    assert answer.status_code == 422
    assert 'href="#f-late_reason"' in answer.text
    assert 'href="#f-late_evidence"' in answer.text


@BOTH
def test_what_happened_yesterday_becomes_a_proposal_after_its_effect_was_shown(opened, sign_in):
    code, worker = yesterdays(opened), sign_in("hue.tp")
    shown = late(worker, code)
    assert shown.status_code == 200
    words = text_of(shown.text)
    assert "Nếu được duyệt" in words
    assert "Gửi đề nghị" in words
    assert "Đỗ Thanh Bình" in words
    confirmed = forms_of(shown.text)[act_url(code, "pause")]
    assert worker.post(act_url(code, "pause"), data=confirmed).status_code == 303
    assert seen(opened, code).case.state is State.PROCESSING
    page = text_of(worker.get(f"/cases/{code}").text)
    assert "Đang chờ duyệt: ghi muộn" in page


def test_a_confirmation_of_something_else_is_none(opened, sign_in):
    code, worker = yesterdays(opened), sign_in("hue.tp")
    confirmed = forms_of(late(worker, code).text)[act_url(code, "pause")]
    changed = {**confirmed, "at": "2024-01-23T15:00"}
    assert worker.post(act_url(code, "pause"), data=changed).status_code == 200


@pytest.mark.parametrize(
    ("name", "typed", "kind"),
    [
        ("correct", {"of": "1", "true_at": "2024-01-24T07:00"}, "correction"),
        ("void", {}, "voiding"),
    ],
)
def test_repairs_are_only_proposed_and_their_effect_is_shown_first(
    opened, sign_in, name, typed, kind
):
    code, desk = accepted(opened), sign_in("lan.mc")
    version = seen(opened, code).case.version
    shown = pressed(desk, code, name, reason="gõ nhầm", evidence="sổ trang 5", **typed)
    assert shown.status_code == 200
    assert "Nếu được duyệt" in shown.text
    confirmed = forms_of(shown.text)[act_url(code, name)]
    assert desk.post(act_url(code, name), data=confirmed).status_code == 303
    assert seen(opened, code).case.version == version
    with opened.reading() as connection:
        waiting = proposals.many(connection, proposals.of_case(code))
    assert [one.kind for one in waiting] == [kind]


def test_a_correction_shows_how_the_due_date_moves(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    did(opened, code, cmd.PauseCase(at=MORNING - 20 * MINUTE, reason="payment"))
    did(opened, code, cmd.ResumeCase(at=MORNING - 4 * MINUTE))
    given = {"of": "4", "true_at": "2024-01-24T08:16", "reason": "gõ nhầm", "evidence": "sổ"}
    words = text_of(pressed(worker, code, "correct", **given).text)
    assert "29/01/2024 07:46 → thứ Hai 29/01/2024 07:36" in words


def test_an_online_case_cannot_be_struck_before_it_is_accepted(opened, sign_in):
    code, desk = online(opened), sign_in("lan.mc")
    assert desk.get(act_url(code, "void")).status_code == 422
