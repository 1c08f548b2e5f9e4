"""The page of operations: what an admin finds there, does there, and does not get to see."""

import re

import pytest
from sqlalchemy import select

from app import clock
from app.sample import ONE_FOR_ALL
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.outbox import STATES
from app.store import channels
from app.store.engine import database
from app.store.incidents import INCIDENTS, solve
from app.store.timer_sweep import TICK
from sla.zone import later, shifted
from tests.services.who import NOW, QUICK, grant
from tests.web import operating
from tests.web.client import entered
from tests.web.operating import (
    CASE,
    WORKER,
    beaten,
    broken,
    line,
    lines,
    posted,
    press,
    shown,
    state_of,
)
from workflows.agency import Level

ADMIN = "quantri.pl"


@pytest.fixture
def ward(config):
    """The ward's database, with all told that was due in its morning."""
    opened = database(config.database_url)
    operating.told(opened)
    return opened


@pytest.fixture
def admin(sign_in):
    return sign_in(ADMIN)


def test_while_all_is_well_the_page_says_so(admin, ward):
    beaten(ward, "tick", 2)

    text = admin.get("/operations").text

    assert "alert-danger" not in text
    assert line(text, "Các việc", "Ghi mốc hạn đang chạy").endswith(f"Không có việc gì 1 {WORKER}")
    assert "mốc kế tiếp:" in text
    assert "Không có hồ sơ nào gặp lỗi." in text
    assert "Không có tin nào." in text
    assert [each.split()[0] for each in lines(text, "Kênh")] == ["Thư", "Tin", "Zalo"]
    assert all("không dùng" in each for each in lines(text, "Kênh"))


def test_without_a_scheduler_it_says_what_to_do(admin, ward):
    (told,) = lines(admin.get("/operations").text, "Các việc")

    assert "motcua scheduler" in told


def test_a_job_that_nobody_does_any_more_stands_in_red(admin, ward):
    since = shifted(clock.now(), -4_000)
    beaten(ward, "tick", 4_000)
    beaten(ward, "tidy", 3_700)

    text = admin.get("/operations").text

    assert f"không chạy từ {since:%H:%M}" in line(text, "Các việc", "Ghi mốc hạn")
    # The tidying has its turn once an hour.
    assert "đang chạy" in line(text, "Các việc", "Dọn dữ liệu cũ")
    assert '<span class="tag late">không chạy' in text


def test_a_worker_whose_job_another_has_taken_over_is_no_alarm(admin, ward):
    beaten(ward, "tick", 4_000, worker="cu:1")
    beaten(ward, "tick", 2)

    text = admin.get("/operations").text

    assert "alert-danger" not in text
    assert "1 lượt của tiến trình đã thôi" in text
    assert line(text, "Các tiến trình đã thôi", "Ghi mốc hạn đã thôi").endswith("cu:1")


def test_the_job_of_a_channel_that_is_not_used_any_more_is_no_alarm(admin, ward):
    beaten(ward, "tick", 2)
    beaten(ward, "deliver-zalo", 4_000)
    posted(ward, [])
    assert "không chạy từ" in line(admin.get("/operations").text, "Các việc", "Gửi tin Zalo")
    with ward.writing() as connection:
        channels.announce(connection, ["mail"], now=shown(ward))

    assert "không chạy từ" not in admin.get("/operations").text


def test_single_runs_are_not_missed_between(admin, ward):
    beaten(ward, "tick", 4_000, worker="may:cron")

    text = admin.get("/operations").text

    assert "alert-danger" not in text
    assert "chạy từng lần" in line(text, "Các việc", "Ghi mốc hạn")


def test_a_channel_tells_how_it_does_and_what_it_has(admin, ward):
    operating.troubled(ward)

    text = admin.get("/operations").text

    mail, sms = line(text, "Kênh", "Thư điện tử"), line(text, "Kênh", "Tin nhắn SMS")
    assert "đang dùng" in mail
    assert mail.endswith("0 1 2 0 Gửi lại 2 tin")
    assert f"tạm nghỉ đến {later(shown(ward), minutes=8):%H:%M}"[:-1] in sms
    assert "Cổng tin nhắn không trả lời 4 lần liền" in sms
    assert f"{shown(ward):%H:%M} hôm nay"[-8:] in mail


def test_a_case_is_a_number_and_no_link(admin, ward):
    operating.troubled(ward)

    for path in ("/operations", "/operations/messages?channel=sms"):
        text = admin.get(path).text
        assert CASE in text
        assert f'href="/cases/{CASE}"' not in text
    assert admin.get(f"/cases/{CASE}").status_code == 403


def test_a_channel_that_rests_is_tried_at_once(admin, ward):
    operating.troubled(ward)

    press(admin, "/operations/channels/sms/try")

    text = admin.get("/operations").text
    assert "đang dùng" in line(text, "Kênh", "Tin nhắn SMS")
    assert "Thử ngay" not in text


@pytest.mark.parametrize("act", ["again", "try"])
def test_there_is_no_other_channel(admin, act):
    assert press(admin, f"/operations/channels/fax/{act}").status_code == 404


def test_an_incident_names_case_job_error_and_next_try(admin, ward):
    beaten(ward, "tick", 2)
    broken(ward)

    text = admin.get("/operations").text

    told = line(text, "Sự cố", CASE)
    assert told.startswith(f"{CASE} Ghi mốc hạn Lịch VN không có năm 2027 0a1b2c3d 1 ")
    assert told.endswith("Thử lại ngay")
    assert "1 hồ sơ gặp lỗi khi ghi mốc hạn" in text


def test_an_incident_is_tried_at_once(admin, ward):
    beaten(ward, "tick", 2)
    broken(ward)

    press(admin, "/operations/incidents", case=CASE, job=TICK)

    text = admin.get("/operations").text
    assert f"Hồ sơ {CASE} sẽ được thử lại ở lượt tới." in text
    assert line(text, "Sự cố", CASE).endswith("lượt tới")


def test_an_incident_solved_meanwhile_is_said_to_be_gone(admin, ward):
    broken(ward)
    with ward.writing() as connection:
        solve(connection, [CASE], job=TICK, now=shown(ward))

    press(admin, "/operations/incidents", case=CASE, job=TICK)

    assert "Sự cố này không còn nữa." in admin.get("/operations").text


def test_an_admin_sees_and_does_what_belongs_to_their_own_offices(app, config, ward):
    new = NewAccount(
        login="qt.tm", name="Người Khác", grants=[grant("admin", "H32.TM")], password=ONE_FOR_ALL
    )
    create_account(ward, new, by=None, now=NOW, hasher=QUICK)
    operating.troubled(ward)
    other = entered(app.test_client(), "qt.tm", ONE_FOR_ALL)
    number = state_of(ward, "thử:2").id

    text = other.get("/operations").text

    assert CASE not in text
    assert "b…@example.com" not in text
    assert WORKER in text
    assert press(other, f"/operations/messages/{number}/again").status_code == 404
    press(other, "/operations/channels/mail/again")
    press(other, "/operations/incidents", case=CASE, job=TICK)
    assert state_of(ward, "thử:2").state == "dead"
    with ward.reading() as connection:
        asked = connection.execute(select(INCIDENTS)).one()
    assert asked.next_try_at > shown(ward)


def test_an_incident_of_a_case_that_cannot_be_read_is_everybodys(admin, ward):
    broken(ward, "H32.XX-990101-0001")

    assert line(admin.get("/operations").text, "Sự cố", "H32.XX-990101-0001")


@pytest.mark.parametrize("level", Level)
def test_every_text_of_a_level_stands_in_the_preview(admin, level):
    text = admin.get(f"/operations/templates?level={level}").text

    assert f'<option value="{level}" selected>' in text
    assert "Đã tiếp nhận" in text
    assert re.search(r"\d+ tin SMS", text)
    desk = "Trung tâm Phục vụ hành chính công" if level is Level.PROVINCE else "Bộ phận"
    assert desk in text


@pytest.mark.parametrize("level", ["", "zz", "<b>"])
def test_an_unknown_level_is_the_wards(admin, level):
    answer = admin.get(f"/operations/templates?level={level}")

    assert '<option value="commune" selected>' in answer.text


@pytest.mark.parametrize("login", ["binh.ld", "lan.mc", "kiem.soat", "thanh.tra"])
def test_nobody_else_has_such_a_page(sign_in, login):
    client = sign_in(login)

    assert client.get("/operations").status_code == 403
    assert 'href="/operations"' not in client.get("/password").text


def test_the_pages_ask_few_questions(admin, ward, count):
    operating.troubled(ward)
    most = {
        "/operations": 12,
        "/operations/messages": 6,
        "/operations/messages/2/drop": 6,
        "/operations/banner": 8,
    }
    for path in most:
        admin.get(path)

    asked = {path: len(count(lambda path=path: admin.get(path)).statements) for path in most}

    assert {path for path in most if asked[path] > most[path]} == set(), asked


@pytest.mark.parametrize("ward_url", ["postgresql"], indirect=True)
def test_the_same_on_postgresql(admin, ward):
    operating.troubled(ward)

    text = admin.get("/operations").text
    assert line(text, "Kênh", "Thư điện tử").endswith("0 1 2 0 Gửi lại 2 tin")
    assert line(text, "Sự cố", CASE).endswith("Thử lại ngay")
    press(admin, "/operations/incidents", case=CASE, job=TICK)
    press(admin, "/operations/channels/mail/again")
    assert "1 hồ sơ gặp lỗi" in admin.get("/operations/banner").text
    assert line(admin.get("/operations").text, "Sự cố", CASE).endswith("lượt tới")
    assert len(lines(admin.get("/operations/messages?state=waiting").text, "Tin gửi đi")) == 3


def test_every_state_has_its_column(admin, ward):
    text = admin.get("/operations").text

    # Of what was sent only the last day is counted, and the page says so.
    lately = {"sent": " (24 giờ qua)"}
    for state, name in STATES.items():
        assert f'<th class="num">{name}{lately.get(state, "")}</th>' in text
