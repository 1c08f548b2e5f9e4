"""Finishing the steps of many cases: only one's own, only as the list showed them, only forward."""

import re
from datetime import timedelta

from app.sample import MORNING
from tests.web.cases import BOTH, appraised, did, seen, text_of
from tests.web.forms import forms_of, pressed
from workflows import commands as cmd

BULK = "/bulk/complete"


def boxes(client, path="/lists/mine"):
    """The form below the own steps, and the values of the boxes by code."""
    page = client.get(path).text
    values = re.findall(r'name="codes" value="([^"]+)"', page)
    form = forms_of(page)[BULK]
    form.pop("codes", None)
    return form, {value.partition("|")[0]: value for value in values}


@BOTH
def test_a_case_sent_back_since_the_list_was_shown_is_left_alone(opened, sign_in):
    code, worker, leader = appraised(opened), sign_in("hue.tp"), sign_in("binh.ld")
    form, ticks = boxes(worker)
    assert pressed(worker, code, "complete_step", next="sign|binh.ld").status_code == 303
    back = pressed(leader, code, "return_step", next="appraise|hue.tp", reason="Sai họ tên")
    assert back.status_code == 303
    before = seen(opened, code).case.version

    answer = worker.post(BULK, data={**form, "codes": ticks[code]})

    assert "vừa thay đổi" in text_of(answer.text)
    assert "Sai họ tên" in answer.text
    assert seen(opened, code).case.version == before


def test_another_running_step_than_the_list_showed_is_a_change(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    form, ticks = boxes(worker)

    answer = worker.post(BULK, data={**form, "codes": ticks[code].replace("appraise", "issue")})

    assert "vừa thay đổi" in text_of(answer.text)
    assert seen(opened, code).case.running("appraise")


def test_a_leader_does_not_finish_the_steps_of_others_by_the_dozen(opened, sign_in):
    code, leader = appraised(opened), sign_in("binh.ld")
    form, _ = boxes(leader)

    answer = leader.post(BULK, data={**form, "codes": f"{code}|2|appraise"})

    assert "không có bước nào đang chạy trong tay bạn" in answer.text.lower()
    assert seen(opened, code).case.running("appraise")


@BOTH
def test_a_case_goes_on_to_the_step_behind_and_the_form_sent_again_says_so(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    form, ticks = boxes(worker)

    for _ in range(2):
        answer = worker.post(BULK, data={**form, "codes": ticks[code]})
        assert "Đã ghi cho cả 1 hồ sơ" in answer.text
    assert [run.step for run in seen(opened, code).case.steps] == ["appraise", "sign"]


def test_after_the_last_step_nothing_before_it_is_begun(opened, sign_in):
    code, clerk = appraised(opened), sign_in("tam.vt")
    for step in ("appraise", "sign"):
        done = cmd.CompleteStep(at=MORNING - timedelta(minutes=9), step=step)
        did(opened, code, done, by="binh.ld")
    start = cmd.StartStep(at=MORNING - timedelta(minutes=8), step="issue", assignee="tam.vt")
    did(opened, code, start, by="binh.ld")
    version = seen(opened, code).case.version
    form = forms_of(clerk.get(f"/cases/{code}/acts/complete_step").text)
    given = form[f"/cases/{code}/acts/complete_step"]
    assert given["next"] == "-"

    chosen = {"csrf_token": given["csrf_token"], "key": "b" * 32}
    answer = clerk.post(BULK, data={**chosen, "codes": f"{code}|{version}|issue"})

    assert "Đã ghi cho cả 1 hồ sơ" in answer.text
    assert not [run for run in seen(opened, code).case.steps if run.end is None]


def test_a_box_no_list_of_ours_has_is_refused(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    form, _ = boxes(worker)

    for value in (code, f"{code}|x|appraise", f"{code}|99999999999|appraise"):
        answer = worker.post(BULK, data={**form, "codes": value})
        assert (answer.status_code, "mở lại danh sách" in answer.text) == (400, True)
