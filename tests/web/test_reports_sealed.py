"""Signing on the pages: what stands against it, once for each press, and what changed since."""

import re

import pytest

from tests.web.cases import BOTH, text_of
from tests.web.client import token_of
from tests.web.reporting import RUNNING, SEAL, TABLE, WEEKS, closed_late, corrected, signed

LIST = "/reports/sealed"


@BOTH
def test_signed_corrected_printed_again_it_is_the_same(sign_in, opened):
    code, client = closed_late(opened), sign_in("binh.ld")
    answer = signed(client)
    assert answer.status_code == 303, text_of(answer.text)
    place = answer.headers["Location"]
    first = {name: client.get(f"{place}/table.{name}").data for name in ("json", "xlsx", "pdf")}
    assert "Lập lại hôm nay vẫn ra đúng" in text_of(client.get(f"{place}/changes").text)

    corrected(opened, code)

    for name, content in first.items():
        assert client.get(f"{place}/table.{name}").data == content, name
    page = client.get(f"{place}/changes").text
    assert re.findall(r'<tr data-href="/cases/([^"]+)"', page) == [code]
    words = text_of(page)
    assert "Đính chính thời điểm" in words
    assert "bấm muộn" in words
    assert "Đỗ Thanh Bình duyệt" in words
    assert "1 hồ sơ đã đổi từ khi ký" in text_of(client.get(f"{place}/standing").text)


def test_a_form_sent_twice_signs_once_and_a_new_edition_needs_a_reason(sign_in, opened):
    code, client = closed_late(opened), sign_in("binh.ld")
    place = signed(client).headers["Location"]
    assert signed(client).headers["Location"] == place

    again = signed(client, key="b" * 32, reason="thử")
    assert again.status_code == 422
    assert "không có gì thay đổi" in text_of(again.text).lower()
    corrected(opened, code)
    lacking = signed(client, key="c" * 32, title="KT. CHỦ TỊCH")
    assert lacking.status_code == 422
    assert 'value="KT. CHỦ TỊCH"' in lacking.text
    second = signed(client, key="c" * 32, reason="đính chính <hồ sơ>")

    assert second.status_code == 303
    words = text_of(client.get(place).text)
    assert "đã được thay bằng bản số 2" in words
    page = client.get(second.headers["Location"]).text
    assert "đính chính &lt;hồ sơ&gt;" in page
    assert client.get(LIST).text.count("<tr data-href=") == 2


def test_the_gate_is_open_to_a_leader_and_told_to_a_supervisor(sign_in):
    fragment = {"HX-Request": "true"}

    leader = sign_in("binh.ld").get(f"{TABLE}/gate?{WEEKS}", headers=fragment).text
    watcher = sign_in("kiem.soat").get(f"{TABLE}/gate?{WEEKS}", headers=fragment).text
    assert "có thể ký" in leader
    assert "Ký biểu này…" in leader
    assert "Lãnh đạo cơ quan ký." in watcher
    assert "<html" not in watcher
    assert "<html" in sign_in("kiem.soat").get(f"{TABLE}/gate?{WEEKS}").text


def test_a_period_that_runs_cannot_be_signed_and_says_from_when(sign_in):
    client = sign_in("binh.ld")

    words = text_of(client.get(f"{TABLE}/gate?{RUNNING}").text)
    assert "ký được từ 00:00 ngày 15/03/2024" in words
    token = token_of(client, f"{SEAL}?{WEEKS}")
    given = {"csrf_token": token, "title": "CHỦ TỊCH", "key": "d" * 32}
    answer = client.post(f"{SEAL}?{RUNNING}", data=given)
    assert answer.status_code == 422
    assert "ký được từ" in text_of(answer.text)


def test_what_stands_against_it_leads_to_the_cases(sign_in, opened):
    late, client = closed_late(opened), sign_in("binh.ld")
    earlier = WEEKS.replace("2024-01-01", "2023-12-15").replace("2024-01-21", "2023-12-31")
    assert signed(client, earlier).status_code == 303

    corrected_acceptance(opened, late)

    answer = signed(client, key="e" * 32)
    assert answer.status_code == 422
    assert f'href="/cases/{late}"' in answer.text


def corrected_acceptance(opened, code):
    """The case had come before the new year, so that the signed table of then lacks it."""
    corrected(opened, code, true="2023-12-28T08:00", of=1)


def test_only_leaders_sign_and_others_read(sign_in):
    client = sign_in("kiem.soat")

    assert "Chỉ lãnh đạo" in text_of(client.get(f"{SEAL}?{WEEKS}").text)
    token = token_of(client, "/reports/check")
    given = {"csrf_token": token, "title": "CHỦ TỊCH", "key": "f" * 32}
    assert client.post(f"{SEAL}?{WEEKS}", data=given).status_code == 403


def test_the_signed_table_opens_as_it_was_known(sign_in, opened):
    code, client = closed_late(opened), sign_in("binh.ld")
    place = signed(client).headers["Location"]
    corrected(opened, code)

    page = client.get(place).text
    late = re.search(
        r'href="([^"]+)" aria-label="(\d+): Số lượng hồ sơ đã giải quyết – Quá hạn', page
    )
    assert late
    behind = client.get(late[1].replace("&amp;", "&")).text
    assert behind.count("<tr data-href=") == int(late[2])
    assert code in behind
    for told in ("Đỗ Thanh Bình", "CHỦ TỊCH", "Mã băm của bản ký"):
        assert told in page


@pytest.mark.parametrize("page", ["", "/changes", "/standing", "/table.pdf"])
def test_a_number_nobody_signed_is_no_page(sign_in, page):
    client = sign_in("binh.ld")

    assert client.get(f"{LIST}/99{page}").status_code == 404
    assert client.get(f"{LIST}/{10**30}{page}").status_code == 404


def test_before_the_first_signature_the_list_says_what_to_do(sign_in):
    client = sign_in("thanh.tra")

    assert "Chưa có biểu nào được ký." in client.get(LIST).text
    assert client.get(f"{LIST}?agency=H32.TM").status_code == 404


def test_the_overview_says_what_is_signed(sign_in):
    client = sign_in("binh.ld")
    assert "đã ký bản" not in client.get(f"/reports?{WEEKS}").text

    signed(client)

    assert "đã ký bản 1" in client.get(f"/reports?{WEEKS}").text
