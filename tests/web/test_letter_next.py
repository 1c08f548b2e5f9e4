"""What the pages around letters lead to: the missing one first, who signs, which case got what."""

from datetime import timedelta

from app.sample import MORNING
from tests.web.cases import accepted, did, opened, text_of
from tests.web.client import token_of
from tests.web.forms import forms_of
from tests.web.lettering import href, issued, pressed, words_of
from workflows import commands as cmd

__all__ = ["opened"]


def test_the_paper_that_is_missing_comes_first(sign_in, opened):
    lan, code = sign_in("lan.mc"), accepted(opened)

    before = text_of(lan.get(f"/cases/{code}").text)
    pressed(lan, f"/cases/{code}/letters/receipt")
    after = text_of(lan.get(f"/cases/{code}").text)

    assert "Văn bản của hồ sơ" in before
    missing = "Việc đã ghi mà chưa có văn bản giao cho người nộp"
    assert before.index(missing) < before.index("Chưa phát hành giấy tờ nào")
    assert missing not in after


def test_a_deputy_signs_a_stop_under_their_own_title(sign_in, opened):
    lan, code = sign_in("lan.mc"), accepted(opened)
    stopped = MORNING - timedelta(minutes=1)
    did(opened, code, cmd.WithdrawCase(at=stopped, reason="Không còn nhu cầu"))
    path = f"/cases/{code}/letters/stop"

    untitled = pressed(lan, path, head="Phạm Văn Ký")
    pressed(lan, path, head="Phạm Văn Ký", head_title="kt. chủ tịch, phó chủ tịch")

    assert untitled.status_code == 422
    (row,) = issued(opened, code)
    lines = [line.strip() for line in words_of(lan.get(href(row)).data).splitlines()]
    assert "KT. CHỦ TỊCH" in lines
    assert "PHÓ CHỦ TỊCH" in lines


def test_the_head_alone_is_proposed_with_the_title(sign_in, opened):
    lan, code = sign_in("lan.mc"), accepted(opened)
    stopped = MORNING - timedelta(minutes=1)
    did(opened, code, cmd.WithdrawCase(at=stopped, reason="Không còn nhu cầu"))

    page = lan.get(f"/cases/{code}/letters/stop").text
    form = forms_of(page)[f"/cases/{code}/letters/stop"]

    assert bool(form["head"]) == bool(form["head_title"])


def test_a_finished_run_says_which_case_got_which_number(sign_in, opened):
    lan, code = sign_in("lan.mc"), accepted(opened)
    given = {"csrf_token": token_of(lan, "/password"), "key": "a" * 32, "kind": "receipt"}
    run = lan.post("/letters/batch", data={**given, "codes": [code]}).location
    lan.post(f"{run}/go", data=given)

    page = text_of(lan.get(run).text)

    (row,) = issued(opened, code)
    assert f"{code} {row.number}" in page


def test_who_sits_at_no_desk_is_told_so(sign_in, opened):
    page = text_of(sign_in("binh.ld").get("/letters/batch").text)

    assert "Bạn không ở bộ phận một cửa nào" in page
    assert "đều đã có giấy tiếp nhận" not in page
