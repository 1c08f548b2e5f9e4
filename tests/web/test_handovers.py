"""Hand-over lists over HTTP: what lies where, one list in every case, what awaits the taker."""

import re

import pytest
from flask.testing import FlaskClient

from app.sample import MORNING
from app.store import letters
from tests.letters.reading import text_of as printed_text
from tests.web.cases import BOTH, MINUTE, accepted, appraised, did, resolved, text_of
from tests.web.client import token_of
from tests.web.forms import pressed
from workflows import commands as cmd
from workflows.events import Applicant

URL = "/handovers"
PDF = re.compile(r'href="(/handovers/[^"]+\.pdf[^"]*)"')


def page_of(client: FlaskClient) -> str:
    answer = client.get(URL)
    assert answer.status_code == 200, answer.text
    return answer.text


def group_of(page: str, code: str) -> str:
    """The form in which a case can be ticked; empty where there is none."""
    forms = re.findall(r"<section.*?</section>", page, re.DOTALL)
    return next((one for one in forms if f'value="{code}"' in one), "")


def pdf_in(page: str) -> str:
    """The address of the first list on a page."""
    found = PDF.search(page)
    assert found, "no list on the page"
    return found[1]


def awaiting(page: str) -> str:
    """The part of a page with the lists that await its reader."""
    return page.partition("Danh sách giao cho bạn")[2].partition("</section>")[0]


def form_of(page: str, code: str, **more: object) -> dict[str, object]:
    """The form of a group with just one case ticked."""
    hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)"'
    given: dict[str, object] = dict(re.findall(hidden, group_of(page, code)))
    return {**given, str(given["boxes"]): code, "person": "", **more}


def sent(client: FlaskClient, code: str, path: str = URL, **more: object):
    return client.post(path, data=form_of(page_of(client), code, **more))


def lists_of(opened, code):
    with opened.reading() as connection:
        return [row for row in letters.of_case(connection, code) if row.kind == "handover"]


@BOTH
def test_what_the_desk_passed_on_goes_with_a_list_to_the_one_who_has_it(opened, sign_in):
    code, lan, hue = appraised(opened), sign_in("lan.mc"), sign_in("hue.tp")
    group = group_of(page_of(lan), code)
    assert "đã chuyển trên hệ thống" in group
    assert re.search(rf'value="{code}"[^>]* checked', group)
    assert 'value="hue.tp" selected' in group

    answer = sent(lan, code, person="hue.tp")

    assert answer.status_code == 303, answer.text
    (row,) = lists_of(opened, code)
    after = page_of(lan)
    assert group_of(after, code) == ""
    assert "02" not in row.number
    said = printed_text(lan.get(pdf_in(after)).data)
    for words in ("Côngchứcchuyênmôn", "TrầnThịHuệ", "LêThịLan", row.number):
        assert words in said
    waiting = awaiting(page_of(hue))
    assert row.number in waiting
    assert hue.get(pdf_in(waiting)).mimetype == "application/pdf"


def test_the_list_no_longer_awaits_who_has_passed_the_file_on(opened, sign_in):
    code, hue = appraised(opened), sign_in("hue.tp")
    sent(sign_in("lan.mc"), code)
    handed = pressed(hue, code, "complete_step", next="sign|binh.ld")
    assert handed.status_code == 303, handed.text

    page = page_of(hue)
    assert "Không có danh sách nào đang chờ bạn nhận." in page
    group = group_of(page, code)
    assert "Đỗ Thanh Bình" in group
    assert "Lãnh đạo" in group


def test_the_giver_of_a_specialists_list_is_not_the_desk(opened, sign_in):
    code, hue = appraised(opened), sign_in("hue.tp")
    assert "đang làm" in group_of(page_of(hue), code)
    assert not re.search(rf'value="{code}"[^>]* checked', group_of(page_of(hue), code))

    assert sent(hue, code, person="binh.ld").status_code == 303

    said = printed_text(hue.get(pdf_in(page_of(hue))).data)
    assert "Bêngiao:Côngchứcchuyênmôn" in said
    assert "Bênnhận:Lãnhđạo" in said


def test_a_file_nobody_has_begun_waits_at_the_desk_and_a_result_with_who_made_it(opened, sign_in):
    fresh, done = accepted(opened), resolved(opened)

    assert "chờ chuyển" in group_of(page_of(sign_in("lan.mc")), fresh)
    assert group_of(page_of(sign_in("lan.mc")), done) == ""
    assert group_of(page_of(sign_in("hue.tp")), fresh) == ""
    back = group_of(page_of(sign_in("hue.tp")), done)
    assert "Công chức một cửa" in back
    assert sent(sign_in("hue.tp"), done).status_code == 303
    number = lists_of(opened, done)[0].number
    assert number in awaiting(page_of(sign_in("lan.mc")))


@BOTH
def test_the_same_press_makes_one_list(opened, sign_in):
    code, lan = appraised(opened), sign_in("lan.mc")
    form = form_of(page_of(lan), code)

    assert [lan.post(URL, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(lists_of(opened, code)) == 1


def test_a_second_list_of_the_same_files_from_an_old_page_is_refused(opened, sign_in):
    code, lan = appraised(opened), sign_in("lan.mc")
    old = form_of(page_of(lan), code)
    sent(lan, code)

    answer = lan.post(URL, data=old)

    assert answer.status_code == 422
    assert "không còn chờ bàn giao" in answer.text
    assert len(lists_of(opened, code)) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sides": "H32.TM|one_stop|H32.PL|specialist"}, "không hiểu bên giao"),
        ({"sides": "x"}, "không hiểu bên giao"),
        ({"person": "lan.mc"}, "người nhận không còn"),
        ({"boxes": "none"}, "đánh dấu từ 1"),
        ({"key": "short"}, "mã chống ghi trùng"),
    ],
)
def test_a_form_of_nobodys_page_is_refused(opened, sign_in, change, words):
    code = appraised(opened)

    answer = sent(sign_in("lan.mc"), code, **change)

    assert answer.status_code == 400
    assert words in answer.text
    assert lists_of(opened, code) == []


def test_somebody_elses_files_are_not_there(opened, sign_in):
    code, lan, stranger = appraised(opened), sign_in("lan.mc"), sign_in("son.tm")
    form = form_of(page_of(lan), code)
    assert code not in page_of(stranger)

    answer = stranger.post(URL, data={**form, "csrf_token": token_of(stranger, "/password")})
    assert answer.status_code in {400, 404}
    sent(lan, code)
    assert stranger.get(pdf_in(page_of(lan))).status_code == 404


def test_practice_goes_on_a_list_of_its_own(opened, sign_in):
    real, practice = (accepted(opened, training=training) for training in (False, True))
    lan = sign_in("lan.mc")
    page = page_of(lan)

    assert group_of(page, real) != group_of(page, practice)
    assert sent(lan, practice).status_code == 303
    address = next(one for one in PDF.findall(page_of(lan)) if "training" in one)
    assert "TẬPHUẤN" in printed_text(lan.get(address).data) or practice in printed_text(
        lan.get(address).data
    )


def test_a_preview_records_nothing(opened, sign_in):
    code, lan = appraised(opened), sign_in("lan.mc")

    answer = sent(lan, code, f"{URL}/preview")

    assert answer.mimetype == "application/pdf"
    assert "BẢNXEMTRƯỚC" in printed_text(answer.data)
    assert lists_of(opened, code) == []


def test_names_stay_text(opened, sign_in):
    accepted(opened, applicant=Applicant(name="<script>alert(1)</script>"))

    page = page_of(sign_in("lan.mc"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_costs_few_statements(opened, sign_in, count):
    sent(sign_in("lan.mc"), appraised(opened))
    for login in ("lan.mc", "hue.tp", "binh.ld", "tam.vt"):
        client = sign_in(login)
        page_of(client)
        assert 0 < len(count(lambda client=client: page_of(client)).statements) <= 12


def test_the_page_of_a_cases_hand_overs_tells_people_and_verdicts(opened, sign_in):
    code = appraised(opened)
    did(opened, code, cmd.CompleteStep(at=MORNING - MINUTE, step="appraise"), by="dung.tp")
    did(opened, code, cmd.StartStep(at=MORNING - MINUTE, step="sign", assignee="binh.ld"))

    lan = sign_in("lan.mc")
    page = lan.get(f"/cases/{code}/handover").text
    words = text_of(page)

    assert re.search(r"Lê Thị Lan .* Trần Thị Huệ .* – Thụ lý", words)
    assert re.search(r"Phạm Thùy Dung \(thay Trần Thị Huệ\) .*Đỗ Thanh Bình .*trước hạn", words)
    sheet = printed_text(lan.get(f"/cases/{code}/letters/control/preview").data)
    assert f"/cases/{code}/letters/control/preview" in page
    for told in ("LêThịLan", "PhạmThùyDung(thayTrầnThịHuệ)", "ĐỗThanhBình", "Trướchạn"):
        assert told in sheet


def test_who_only_looks_on_reads_the_hand_overs_and_learns_why_no_sheet_is_theirs(opened, sign_in):
    code = appraised(opened)

    page = sign_in("thanh.tra").get(f"/cases/{code}/handover").text
    assert "Trần Thị Huệ" in page
    assert "bạn chưa phát hành được" in page
    assert "letters/control" not in page
