"""The page of an apology: who finds what on it, the draft, and the letter beside it."""

import io
import re

import pytest
from pypdf import PdfReader

from app.sample import MORNING
from app.services.apology import apology_page
from app.web.apology_words import why
from sla.zone import later
from tests.services.apologising import DUE, late_case, ward
from tests.services.hands import MINH
from tests.web.apologising import (
    CASE,
    LAST_DAY,
    NEAR,
    PUBLIC,
    address,
    complaint,
    drafted,
    events,
    form,
    posted,
    sent,
)
from tests.web.cases import did, last, text_of
from tests.web.forms import forms_of
from workflows import commands as cmd


def test_whoever_has_the_late_step_finds_the_draft_filled_in(sign_in):
    client = sign_in("hue.tp")
    page = client.get(address()).text
    said, shown = form(client, "draft"), text_of(page)

    assert said["reason"].startswith("Bước “Thụ lý” tại UBND phường Phước Long kéo dài hơn")
    assert said["cause"] == "appraise/1"
    assert said["new_due_at"] == "2024-01-24T17:30"
    assert "17:30 hôm qua" in shown
    assert re.search(r"Soạn dự thảo Hồ sơ đã quá hạn 1 giờ( \d+ phút)? làm việc\.", shown)
    assert re.search(r"quá hạn 1 giờ( \d+ phút)? làm việc", shown)
    assert re.search(r"Thụ lý nêu trong thư .*4 giờ làm việc 7 giờ( \d phút)? 3 giờ", shown)
    assert "không ghi tên, số giấy tờ, điện thoại, địa chỉ, mã hồ sơ" in shown
    assert "Thư xin lỗi: Cần thư xin lỗi" in text_of(client.get(f"/cases/{CASE}").text)


def test_its_form_writes_one_draft_however_often_it_is_sent(opened, sign_in):
    client = sign_in("hue.tp")
    given = {**form(client, "draft"), "act": "save", "public_reason": PUBLIC}

    answers = [client.post(address("draft"), data=given) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert events(opened).count("ApologyDrafted") == 1
    draft = last(opened, CASE)
    assert (draft.step, draft.run, draft.unit, draft.officer) == (
        "appraise", 1, "H32.PL", "hue.tp",
    )  # fmt: skip
    assert draft.public_reason == PUBLIC
    assert "Chờ lãnh đạo ký" in client.get(address()).text
    again = client.post(address("draft"), data={**given, "reason": "Lý do khác"})
    assert "đã được ghi trước đó" in client.get(again.headers["Location"]).text
    assert events(opened).count("ApologyDrafted") == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"public_reason": f"Hồ sơ {CASE} chậm"}, "không được có mã hồ sơ"),
        ({"public_reason": "do HO NGOC TRANG đi vắng"}, "không được có họ tên"),
        ({"public_reason": ""}, "hãy điền mục này"),
        ({"reason": "x" * 1_001}, "dài 1001 ký tự"),
        ({"new_due_at": "2024-01-22T17:30"}, "ngày hẹn lại phải sau"),
        ({"new_due_at": "2024-01-27T17:30"}, "không phải giờ làm việc"),
        ({"cause": "bịa/1"}, "hãy chọn một mục"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_lost(
    opened, sign_in, typed, told
):
    client = sign_in("hue.tp")

    kept = {"act": "save", "public_reason": PUBLIC, "reason": "<b>Thiếu người</b>"}
    answer = sent(client, "draft", **{**kept, **typed})

    assert answer.status_code == 422
    assert told in complaint(answer)
    assert f'href="#f-{next(iter(typed))}"' in answer.text
    if "reason" not in typed:
        assert "&lt;b&gt;Thiếu người&lt;/b&gt;" in answer.text
        assert "<b>Thiếu người" not in answer.text
    assert "ApologyDrafted" not in events(opened)


def test_a_draft_upon_an_older_page_says_what_happened_and_is_written_when_pressed_again(
    opened, sign_in
):
    client = sign_in("hue.tp")
    given = {**form(client, "draft"), "act": "save", "public_reason": PUBLIC}
    did(opened, CASE, cmd.RecordFee(at=MORNING, amount=1_000, method="cash"), by="yen.kt")

    answer = client.post(address("draft"), data=given)

    assert answer.status_code == 409
    assert "1.000 đồng" in complaint(answer)
    assert PUBLIC in answer.text
    again = forms_of(answer.text)[address("draft")]
    assert again["key"] == given["key"]
    assert client.post(address("draft"), data={**again, "act": "save"}).status_code == 303


def test_the_letter_is_looked_at_as_drafted_as_typed_and_without_script(sign_in):
    client = sign_in("hue.tp")
    given = form(client, "draft")

    as_proposed = client.get(address("look")).text
    as_typed = client.post(address("look"), data={**given, "reason": "Một lý do khác hẳn"}).text
    lacking = client.post(address("look"), data={**given, "reason": ""}).text
    plain = sent(client, "draft", act="look", public_reason=PUBLIC)

    for page in (as_proposed, as_typed, plain.text):
        assert page.count('src="data:image/png;base64,') == 1
    assert as_typed != as_proposed
    assert "Điền đủ các ô" in lacking
    assert plain.status_code == 200
    assert PUBLIC in plain.text


def test_the_pdf_of_a_draft_says_that_it_is_none_yet(sign_in):
    client = sign_in("hue.tp")
    drafted(client, reason="Lý do <do> {{ người }} #gõ")

    answer = client.get(address("letter.pdf"))

    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    text = " ".join(PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().split())
    assert "CHƯA CẤP SỐ" in text
    assert "Lý do <do> {{ người }} #gõ" in text
    assert "Lý do &lt;do&gt; {{ người }} #gõ" in sign_in("binh.ld").get(address()).text


def test_whoever_only_looks_on_reads_it_and_is_offered_nothing(sign_in):
    drafted(sign_in("hue.tp"))
    for login in ("kiem.soat", "thanh.tra", "yen.kt"):
        client = sign_in(login)
        page = client.get(address())
        assert page.status_code == 200
        assert [action for action in forms_of(page.text) if CASE in action] == []
        assert "Chờ lãnh đạo đọc và ký" in page.text
    assert posted(sign_in("kiem.soat"), address("sign")).status_code == 403
    clerk = sign_in("tam.vt")
    refused = posted(clerk, address("sign"), key="2" * 32, draft="5", title="CHỦ TỊCH")
    assert refused.status_code == 422
    assert "Việc này của lãnh đạo" in complaint(refused)


def test_a_case_in_time_says_from_when_one_would_be_owed(sign_in):
    page = text_of(sign_in("hue.tp").get(address(code=NEAR)).text)

    assert "Thư xin lỗi phải được chuẩn bị từ" in page
    assert "Soạn dự thảo" not in page


def test_whoever_is_careful_may_begin_though_the_forecast_sees_it_in_time(sign_in):
    """Due this evening, and what is ahead still fits."""
    shown = text_of(sign_in("hue.tp").get(address(code=LAST_DAY)).text)

    assert "Thư xin lỗi Chưa phải xin lỗi" in shown
    assert "Soạn dự thảo Chưa phải xin lỗi: dự báo hồ sơ còn kịp hạn." in shown


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        # Monday at ten, Wednesday at three, the deadline itself, an hour after it.
        (-3 * 24 * 60 + 60, "Dự báo hồ sơ sẽ trễ hạn: thiếu 1 giờ làm việc"),
        (-18 * 60, "Dự báo hồ sơ sẽ trễ hạn: thiếu"),
        (0, "Đã đến hạn trả mà hồ sơ chưa xong."),
        (60, "Hồ sơ đã quá hạn 1 giờ làm việc."),
    ],
)
def test_the_page_says_whether_forecast_or_clock_calls_for_one(sqlite_url, minutes, told):
    opened = ward(sqlite_url)
    page = apology_page(opened, MINH, late_case(opened), now=later(DUE, minutes=minutes))

    assert why(page).startswith(told)
    assert ("Chưa đến ngày làm việc cuối" in why(page)) == (page.stage == "none")
