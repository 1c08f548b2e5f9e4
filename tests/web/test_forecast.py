"""The forecast on a page: who finds what there, in which words, and nothing that is not theirs."""

import re
from html import unescape

import pytest

from app import clock
from app.sample import MORNING
from app.services import demo_clock
from app.services.record import open_case
from app.store.engine import database
from tests.web.inbox import codes, read
from workflows.commands import AcceptCase
from workflows.events import Applicant

HEAD = re.compile(r'<tr class="group"><th[^>]*>(.*?)</th>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
ROW = re.compile(r'<tr data-href="[^"]*/(H32[^"]*)">(.*?)</tr>', re.DOTALL)


def groups(text: str) -> list[str]:
    """The officers of a page with the number of their cases, from the top."""
    return [" ".join(unescape(TAG.sub("", head)).split()) for head in HEAD.findall(text)]


def row(text: str, code: str) -> str:
    """What the line of a case says."""
    told = dict(ROW.findall(text))[code]
    return " ".join(unescape(TAG.sub(" ", told)).split())


def test_a_leader_finds_every_case_at_risk_by_officer(sign_in):
    text = sign_in("binh.ld").get("/forecast").text

    assert read(r"<h1>(.*?) <span", text) == "Dự báo trễ hạn"
    assert len(codes(text)) == int(read(r'<h1>.*?class="total">(\d+) hồ sơ', text)) >= 24
    assert groups(text)[0] == "Ngô Thúy Nga 3 hồ sơ"
    assert [head for head in groups(text) if head.startswith("Chưa phân công")]
    assert not any("(bạn)" in head for head in groups(text))
    assert "UBND phường Phước Long" in text
    assert "Số liệu mô phỏng" in text


def test_a_line_tells_step_hour_deadline_and_what_is_lacking(sign_in):
    text = sign_in("binh.ld").get("/forecast").text

    # Accepted with a day left for quotas of a day and an hour and a half after the appraisal.
    assert row(text, "H32.PL-240122-0009").startswith("Phải xong trước: 10:30 ngày mai Thụ lý")
    assert row(text, "H32.PL-240122-0009").endswith("Hạn trả: 10:30 ngày mai thiếu 1 giờ")
    gone = row(text, "H32.PL-240119-0002")
    assert "14:30 thứ Hai 22/01 đã qua" in gone
    assert "sau đó còn: Ký duyệt, Thẩm định tại cấp huyện" in gone
    assert "Chờ tiếp nhận" in row(text, "H32.PL-240123-0010")
    assert "còn 2 giờ" in row(text, "H32.PL-240123-0010")
    assert "Tiếp nhận · chưa bắt đầu" in row(text, "H32.PL-240122-0007")


@pytest.mark.parametrize(("login", "first"), [("hue.tp", "Trần Thị Huệ"), ("lan.mc", "Lê Thị Lan")])
def test_ones_own_work_stands_on_top(sign_in, login, first):
    text = sign_in(login).get("/forecast").text

    assert groups(text)[0].startswith(f"{first} (bạn)")
    assert sum("(bạn)" in head for head in groups(text)) == 1


def test_what_is_not_foretold_is_counted_and_a_click_away(sign_in):
    client = sign_in("binh.ld")
    text = client.get("/forecast").text

    late = read(r'<a href="/lists/overdue">(\d+) hồ sơ đã quá hạn', text)
    stands = read(r'<a href="/lists/paused">(\d+) hồ sơ đang tạm dừng', text)
    assert len(codes(client.get("/lists/overdue").text)) == int(late) > 0
    assert len(codes(client.get("/lists/paused").text)) == int(stands) > 0
    assert set(codes(text)).isdisjoint(codes(client.get("/lists/overdue").text))


def test_another_office_has_its_own(sign_in):
    ward, other = sign_in("binh.ld"), sign_in("son.tm")

    shown = codes(other.get("/forecast").text)
    assert shown
    assert {code[:6] for code in shown} == {"H32.TM"}
    assert set(shown).isdisjoint(codes(ward.get("/forecast").text))


def test_an_office_with_nothing_at_risk_says_so(app, sign_in):
    # Weeks after the morning its two deadlines have passed, and nothing more is foretold.
    opened, later = app.extensions["motcua"].database, MORNING.replace(month=2)
    demo_clock.move(opened, to=later, by=None, wall=clock.now())
    text = sign_in("son.tm").get("/forecast").text

    assert "Không có hồ sơ nào có nguy cơ trễ theo định mức còn lại." in text
    assert codes(text) == []


def test_offices_are_narrowed_to_one(sign_in):
    city = sign_in("lanhdao.nt")
    text = city.get("/forecast").text
    offices = re.findall(r'<option value="(H32[^"]*)"', text)
    assert {"H32.PL", "H32.TM"} <= set(offices)

    narrowed = city.get("/forecast?unit=H32.TM").text
    assert {code[:6] for code in codes(narrowed)} == {"H32.TM"}
    assert '<option value="H32.TM" selected>' in narrowed
    assert "/lists/overdue?agency=H32.TM" in narrowed
    assert re.findall(r'<option value="(H32[^"]*)"', narrowed) == offices


@pytest.mark.parametrize("unit", ["H32.TM", "zz", "<b>", "%00", "x" * 5_000, "\x00"])
def test_an_office_that_is_not_theirs_is_no_filter(sign_in, unit):
    answer = sign_in("binh.ld").get("/forecast", query_string={"unit": unit})

    assert answer.status_code == 400
    assert "<b>" not in answer.text


def test_no_name_of_a_citizen_stands_on_the_page(config, sign_in):
    at = MORNING
    command = AcceptCase(
        at=at,
        agency="H32.PL",
        procedure="1.001193",
        channel="direct",
        applicant=Applicant(name="Bà Tư Kín", phone="0900000777"),
    )
    code = open_case(database(config.database_url), command, by="lan.mc", now=at).code

    text = sign_in("lan.mc").get("/forecast").text

    assert code in codes(text)
    assert "Bà Tư Kín" not in text
    assert "0900000777" not in text


@pytest.mark.parametrize("login", ["tam.vt", "yen.kt", "thanh.tra", "quantri.pl"])
def test_the_others_have_no_such_page(sign_in, login):
    client = sign_in(login)

    assert client.get("/forecast").status_code == 403
    assert 'href="/forecast"' not in client.get("/password").text


def test_the_page_asks_few_questions(sign_in, count):
    client = sign_in("binh.ld")
    client.get("/forecast")

    tally = count(lambda: client.get("/forecast"))

    assert 0 < len(tally.statements) <= 10  # the bell above every page is one of them
