"""The pages of calendar changes: what would move, the decision, its progress; a day more."""

import re
import secrets

import pytest
from sqlalchemy import text

from app.sample import MORNING, ONE_FOR_ALL
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.calendar_change import begin
from app.services.calendar_order import Order
from app.services.calendar_preview import preview
from tests.services.hands import WARD, officer, press
from tests.services.who import QUICK, grant
from tests.web.cases import last, text_of
from tests.web.client import token_of
from tests.web.holidays import SOON, a_day_off_is_declared
from workflows.agency import Role
from workflows.events import DeadlineAdjusted

PATH = "/calendar-changes"
DECIDED = {
    "number": "12/TB-UBND",
    "day": f"{MORNING:%Y-%m-%d}",
    "reason": "nghỉ phòng bão",
    "which": "all",
}


def moving(opened):
    return [one.case.code for one in preview(opened, ["H32.PL"], now=MORNING).moves]


def sent(client, path=PATH, **form):
    token = token_of(client, "/password")
    given = {"csrf_token": token, "key": secrets.token_hex(16), **form}
    return client.post(path, data=given)


def decided(client, **more):
    page = client.get(PATH).text
    targets = re.findall(r'name="targets" value="([^"]+)"', page)
    return sent(client, **{**DECIDED, "targets": targets, **more})


@pytest.fixture
def leader(sign_in):
    return sign_in("binh.ld")


def test_nothing_waits_while_every_case_is_on_the_newest_calendar(leader):
    page = leader.get(PATH).text

    assert "Mọi hồ sơ đang mở đều tính theo lịch mới nhất" in page
    assert f'href="{PATH}"' in leader.get("/", follow_redirects=True).text


def test_the_leader_sees_who_moves_and_why(opened, leader):
    a_day_off_is_declared(opened)
    codes = moving(opened)
    assert codes

    page = leader.get(PATH).text

    assert [code for code in codes if code not in page] == []
    assert "nghỉ do bão &lt;b&gt;số 3&lt;/b&gt;" in page
    assert "<b>số 3</b>" not in page
    assert f"{len(codes)} hồ sơ đổi hạn" in text_of(page)


def test_a_decision_is_carried_out_part_by_part_and_ends(opened, leader):
    a_day_off_is_declared(opened)
    codes = moving(opened)

    answer = decided(leader)
    assert answer.status_code == 303
    page = leader.get(answer.location).text
    assert f"0 trong {len(codes)} hồ sơ" in text_of(page) or "Làm tiếp" in page

    done = sent(leader, f"{answer.location}/go")

    assert done.status_code == 303
    page = leader.get(answer.location).text
    assert "Làm tiếp" not in page
    assert "đã đổi hạn" in page
    event = last(opened, codes[0])
    assert isinstance(event, DeadlineAdjusted)
    assert event.approved_by == "binh.ld"
    assert event.reason.startswith("nghỉ phòng bão (12/TB-UBND ngày ")
    assert moving(opened) == []


def test_with_script_the_page_asks_for_the_next_part_itself(opened, leader):
    a_day_off_is_declared(opened)
    where = decided(leader).location
    token = token_of(leader, "/password")

    part = leader.post(f"{where}/go", data={"csrf_token": token}, headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert part.headers["HX-Refresh"] == "true"
    assert 'id="progress"' in part.text
    assert "<html" not in part.text


def test_only_marked_cases_are_moved_when_that_is_chosen(opened, leader):
    a_day_off_is_declared(opened)
    codes = moving(opened)

    where = decided(leader, which="chosen", codes=codes[:1]).location
    sent(leader, f"{where}/go")

    assert moving(opened) == codes[1:]


def test_the_same_form_sent_again_leads_to_the_same_decision(opened, leader):
    a_day_off_is_declared(opened)
    key = secrets.token_hex(16)

    assert decided(leader, key=key).location == decided(leader, key=key).location


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": ""}, 'id="f-number-error"'),
        ({"day": "2999-01-01"}, "Quyết định chưa đến ngày ban hành"),
        ({"which": "chosen"}, "Không có hồ sơ nào đổi hạn"),
        ({"targets": ["default@1"]}, "lịch vừa có phiên bản khác"),
        ({"key": "short"}, "biểu mẫu thiếu mã chống ghi trùng"),
    ],
)
def test_a_decision_that_cannot_be_keeps_what_was_typed(opened, leader, wrong, told):
    a_day_off_is_declared(opened)

    answer = decided(leader, **wrong)

    assert answer.status_code == 422
    assert told.lower() in answer.text.lower()
    assert 'value="nghỉ phòng bão"' in answer.text


def test_nobody_looks_into_the_decision_of_another_office(opened, leader, sign_in):
    stranger = NewAccount(
        login="la.ld", name="Lạ", grants=[grant("leader", "H32.TM")], password=ONE_FOR_ALL
    )
    create_account(opened, stranger, by=None, now=MORNING, hasher=QUICK)
    a_day_off_is_declared(opened)
    where = decided(leader).location
    other = sign_in("la.ld")

    assert other.get(where).status_code == 404
    assert sent(other, f"{where}/go").status_code == 404
    assert sent(other, f"{where}/again").status_code == 404
    assert leader.get(f"{PATH}/99999999999999999999").status_code == 404


def test_what_was_refused_can_be_tried_again(opened, leader):
    a_day_off_is_declared(opened)
    order = Order(number="1", day=MORNING.date(), reason="thử")
    number = begin(opened, press(officer("ma", Role.LEADER), MORNING), order)
    sent(leader, f"{PATH}/{number}/go")

    page = leader.get(f"{PATH}/{number}").text
    assert "không được ghi" in page
    assert "Làm lại" not in page, "it would be refused for ever"
    assert "ra quyết định mới ở trang “Lịch thay đổi”" in text_of(page)
    refused = sent(leader, f"{PATH}/{number}/again")
    assert refused.status_code == 422
    assert "lãnh đạo khác hãy ra quyết định mới" in refused.text

    back = NewAccount(login="ma", name="Ma", grants=[grant("leader", WARD)], password=ONE_FOR_ALL)
    create_account(opened, back, by=None, now=MORNING, hasher=QUICK)
    assert "Làm lại" in leader.get(f"{PATH}/{number}").text
    sent(leader, f"{PATH}/{number}/again")

    assert "Làm tiếp" in leader.get(f"{PATH}/{number}").text


def test_a_case_that_stands_still_is_shown_and_can_be_marked(opened, leader):
    with opened.reading() as connection:
        rows = connection.execute(text("SELECT code FROM cases WHERE state = 'paused'"))
        standing = list(rows.scalars())
    a_day_off_is_declared(opened)

    page = leader.get(PATH).text

    assert standing
    assert [code for code in standing if f'name="codes" value="{code}"' not in page] == []
    assert "gắn lịch mới, khi tiếp tục thì thời gian dừng tính theo lịch mới" in text_of(page)


def test_the_page_makes_few_statements(opened, leader, count):
    a_day_off_is_declared(opened)
    leader.get(PATH)

    assert len(count(lambda: leader.get(PATH)).statements) <= 12


# Days added by an admin.
DAY = {
    "calendar": "default",
    "day": f"{SOON:%Y-%m-%d}",
    "kind": "off",
    "name": "nghỉ do bão",
    "source": "Công điện 77",
}


@pytest.fixture
def admin(opened, sign_in):
    """Somebody who keeps the accounts of the whole province."""
    new = NewAccount(
        login="tinh.qt", name="Tỉnh", grants=[grant("admin", "H32")], password=ONE_FOR_ALL
    )
    create_account(opened, new, by=None, now=MORNING, hasher=QUICK)
    return sign_in("tinh.qt")


def test_an_admin_sees_what_a_day_would_do_before_it_is_written(opened, admin):
    seen = sent(admin, f"{PATH}/days", act="preview", **DAY)

    assert seen.status_code == 200
    assert "hồ sơ đang mở đổi hạn" in text_of(seen.text)
    assert moving(opened) == []
    assert 'value="nghỉ do bão"' in seen.text


def test_a_day_is_written_once_and_waits_for_a_leader(opened, admin, leader):
    key = secrets.token_hex(16)
    for _ in range(2):
        assert sent(admin, f"{PATH}/days", act="save", key=key, **DAY).status_code == 303

    page = admin.get(f"{PATH}/days").text
    assert "Đã ghi lịch default@2" in page
    assert "default@3" not in page
    assert "Công điện 77" in page
    assert "nghỉ do bão" in leader.get(PATH).text
    assert moving(opened)


def test_a_make_up_day_takes_the_hours_of_another_weekday(opened, admin):
    answer = sent(
        admin,
        f"{PATH}/days",
        act="save",
        **{**DAY, "kind": "work", "day": "2024-12-07", "takes": "4"},
    )

    assert answer.status_code == 303
    assert "như thứ Sáu" in text_of(admin.get(f"{PATH}/days").text)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": "2031-01-01"}, "lịch chỉ phủ các năm"),
        ({"source": ""}, 'id="f-source-error"'),
        ({"kind": "work", "day": "2024-12-07"}, "không có giờ làm việc"),
        ({"kind": "usual"}, "lịch đã có ngày"),
    ],
)
def test_a_day_that_makes_no_calendar_is_refused(admin, wrong, told):
    answer = sent(admin, f"{PATH}/days", act="save", **{**DAY, **wrong})

    assert answer.status_code == 422
    assert told.lower() in answer.text.lower()


def test_an_admin_of_one_ward_does_not_change_the_calendar_of_all(sign_in):
    admin = sign_in("quantri.pl")

    assert "còn dùng chung với cơ quan ngoài phạm vi" in admin.get(f"{PATH}/days").text
    assert sent(admin, f"{PATH}/days", act="save", **DAY).status_code == 422
