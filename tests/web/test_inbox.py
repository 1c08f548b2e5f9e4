"""The morning screen: each role's lists, what narrows them, the search, the sheets."""

import re
from html import unescape

import pytest

from app.lists.catalogue import LISTS, lists_of
from app.sample import DESKS, MORNING, accounts
from app.services.account_fields import NewAccount
from app.services.accounts import create_account, set_grants
from app.store.engine import database
from tests.services.who import PHRASE, QUICK, grant
from tests.web.client import entered
from tests.web.inbox import badges, bring, codes, column, read, sheet_of, submitted
from workflows.agency import Role

PEOPLE = {officer.login: officer for officer in accounts()}
WORKERS = [login for login, _ in DESKS if login != "quantri.pl"]
MOST_STATEMENTS = 12
TOTAL = r'<span class="total">(\d+) hồ sơ'


@pytest.fixture
def officer_with(app, config):
    """`officer_with(grant, …)`: a browser of somebody new with these roles."""

    def joined(*grants, login="moi.vao"):
        new = NewAccount(login=login, name="Người Mới", grants=grants, password=PHRASE)
        create_account(database(config.database_url), new, by=None, now=MORNING, hasher=QUICK)
        return entered(app.test_client(), login, PHRASE)

    return joined


@pytest.mark.parametrize(
    ("login", "first"),
    [
        ("lan.mc", "/lists/to_accept"),
        ("hue.tp", "/lists/mine"),
        ("binh.ld", "/lists/to_approve"),
        ("tam.vt", "/lists/to_issue"),
        ("yen.kt", "/lists/to_pay"),
        ("kiem.soat", "/lists/overdue"),
        ("thanh.tra", "/lists/overdue"),
        ("quantri.pl", "/accounts"),
    ],
)
def test_the_day_begins_with_the_first_list_of_the_role(sign_in, login, first):
    answer = sign_in(login).get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, first)


def test_nobody_signed_in_is_asked_to(client):
    for path in ("/", "/lists/mine", "/lists/mine.xlsx", "/search?q=an", "/search.xlsx?q=an"):
        assert client.get(path).headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("login", WORKERS)
@pytest.mark.parametrize("ward_url", ["sqlite", "postgresql"], indirect=True)
def test_each_list_shows_as_many_cases_as_its_badge_says_in_few_statements(sign_in, count, login):
    client = sign_in(login)
    mine = lists_of(PEOPLE[login])
    client.get("/", follow_redirects=True)  # The setup is read once for each process.

    for one in mine:
        tally = count(lambda code=one.code: client.get(f"/lists/{code}"))
        page = client.get(f"/lists/{one.code}").text
        told = badges(page)
        assert set(told) == {each.code for each in mine}
        assert read(TOTAL, page) == told[one.code] == str(len(codes(page)))
        assert (one.empty in unescape(page)) is (told[one.code] == "0")
        assert len(tally.statements) <= MOST_STATEMENTS, tally.statements


def test_a_list_of_another_role_is_not_there(sign_in):
    client = sign_in("tam.vt")

    for code in ("to_accept", "khong-co", "mine'--"):
        for path in (f"/lists/{code}", f"/lists/{code}.xlsx"):
            assert client.get(path).status_code == 404


def test_the_admin_opens_no_list_and_no_search(sign_in):
    client = sign_in("quantri.pl")

    for path in ("/lists/overdue", "/lists/overdue.xlsx", "/search?q=an", "/search.xlsx?q=an"):
        assert client.get(path).status_code == 403


def test_the_neighbour_sees_no_case_of_the_ward(sign_in):
    client = sign_in("son.tm")

    pages = [client.get(f"/lists/{one.code}").text for one in lists_of(PEOPLE["son.tm"])]
    found = client.get("/search?q=nguyen van an").text

    assert {code.split("-")[0] for page in pages for code in codes(page)} == {"H32.TM"}
    assert codes(found) == []
    assert "Không thấy hồ sơ nào" in found


def test_somebody_whose_roles_were_all_taken_away_is_told_so_calmly(config, sign_in):
    client = sign_in("lan.mc")
    set_grants(database(config.database_url), "lan.mc", [], by=None, now=MORNING)

    answer = client.get("/")

    assert (answer.status_code, client.get("/lists/to_accept").status_code) == (200, 403)
    assert "chưa có vai trò nào" in answer.text


def test_cases_to_accept_are_counted_down_in_working_time_nearest_first(sign_in):
    page = sign_in("lan.mc").get("/lists/to_accept").text
    rows = page.split("<tr data-href")[1:]
    deadlines = [re.findall(r'<time datetime="([^"]+)"', row)[1] for row in rows]

    assert deadlines == sorted(deadlines)
    assert "quá giờ tiếp nhận" in rows[0]
    assert re.search(r'<div class="left late">quá 1 giờ 3\d phút</div>', rows[0])
    assert re.search(r'<div class="left near">còn (19|20) phút</div>', rows[1])
    assert "gần hạn" in rows[1]
    assert re.search(r'<div class="left ">còn [67] giờ', rows[-1])


def test_a_line_says_where_the_case_is_and_with_whom(sign_in):
    page = unescape(sign_in("lan.mc").get("/lists/sent_back").text)

    assert "bị trả lại" in page
    assert "Tiếp nhận: Lê Thị Lan" in page
    assert "Lý do trả lại: Thiếu bản chụp mặt sau Căn cước công dân" in page


def test_a_paused_case_tells_what_was_left_and_what_it_waits_for(sign_in):
    page = unescape(sign_in("hue.tp").get("/lists/paused").text)

    assert "dừng khi còn" in page
    assert "chờ lấy ý kiến cơ quan khác từ 09:30 hôm qua" in page


def test_a_late_acceptance_says_when_it_should_have_been(sign_in):
    page = unescape(sign_in("lan.mc").get("/lists/accepted_late").text)

    assert page.count("lẽ ra phải tiếp nhận trước") == len(codes(page)) > 0


def test_practice_cases_are_marked_and_the_notice_of_the_office_stands_below(sign_in):
    page = sign_in("lan.mc").get("/lists/training").text

    assert page.count("Tập huấn</span>") == 2 == len(codes(page))
    assert "Số liệu mô phỏng" in page


def test_filters_stay_in_the_address_and_narrow_page_and_sheet(sign_in):
    client = sign_in("lan.mc")
    whole = codes(client.get("/lists/hand_over").text)

    page = client.get("/lists/hand_over?field=CT&channel=&officer=").text

    assert 0 < len(codes(page)) < len(whole)
    assert set(codes(page)) < set(whole)
    assert '<option value="CT" selected>' in page
    assert 'href="/lists/hand_over.xlsx?field=CT"' in page
    assert "đang lọc" in page
    sheet = sheet_of(client.get("/lists/hand_over.xlsx?field=CT"))
    assert [code for code in column(sheet, "Mã hồ sơ") if code] == codes(page)


def test_a_list_can_be_narrowed_to_whoever_has_the_step(sign_in):
    client = sign_in("binh.ld")

    page = client.get("/lists/overdue?officer=hue.tp").text

    assert codes(page)
    assert page.count("Thụ lý: Trần Thị Huệ") == len(codes(page))
    assert unescape(page).count("Phạm Thùy Dung</option>") == 1


def test_narrowing_to_nothing_says_so_and_leads_back(sign_in):
    page = sign_in("lan.mc").get("/lists/sent_back?channel=post").text

    assert "Không có hồ sơ nào khớp" in page
    assert 'href="/lists/sent_back"' in page


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("field=XX", "lĩnh vực"),
        ("procedure=9.999999", "thủ tục"),
        ("officer=son.tm", "người xử lý"),
        ("officer=khong.ai", "người xử lý"),
        ("channel=fax", "kênh nộp"),
        ("agency=H32.TM", "cơ quan"),
        ("field=" + "x" * 300, "lĩnh vực"),
        ("after=hôm-qua", "vị trí"),
    ],
)
def test_a_filter_that_names_nothing_is_refused_in_a_sentence(sign_in, given, named):
    answer = sign_in("lan.mc").get(f"/lists/overdue?{given}")

    assert answer.status_code == 400
    assert named in unescape(answer.text)


def test_somebody_over_several_offices_sees_which_and_may_choose_one(officer_with):
    client = officer_with(grant(Role.SUPERVISOR, "H32.NT"))

    page = client.get("/lists/to_accept").text
    only = client.get("/lists/to_accept?agency=H32.TM").text

    assert {code.split("-")[0] for code in codes(page)} == {"H32.PL", "H32.TM"}
    assert '<div class="sub">UBND xã Tân Mẫu</div>' in page
    assert {code.split("-")[0] for code in codes(only)} == {"H32.TM"}


def test_an_officer_of_two_roles_has_the_lists_of_both(officer_with):
    client = officer_with(grant(Role.CASHIER), grant(Role.CLERK))

    told = badges(client.get("/lists/to_issue").text)

    assert client.get("/").headers["Location"] == "/lists/to_issue"
    assert {"to_issue", "to_pay"} <= set(told)
    assert set(told) <= {one.code for one in LISTS}


def test_a_long_list_goes_on_where_the_page_ended(config, sign_in):
    bring(config, *(submitted(9000 + number, minute=number % 30) for number in range(70)))
    client = sign_in("lan.mc")

    first = client.get("/lists/to_accept").text
    second = client.get(read(r'href="([^"]+)" rel="next"', first)).text

    assert (len(codes(first)), len(codes(second))) == (50, 35)
    assert not set(codes(first)) & set(codes(second))
    assert 'rel="next"' not in second
    assert "Về trang đầu" in second
    assert "Về trang đầu" not in first


def test_ticked_cases_go_to_one_press_for_all(sign_in):
    client = sign_in("hue.tp")
    page = client.get("/lists/mine").text
    form = page[page.index('action="/bulk/complete"') :]
    ticks = re.findall(r'name="codes" value="([^"]+)"', form)

    given = {name: read(f'name="{name}" value="([^"]+)"', form) for name in ("csrf_token", "key")}
    answer = client.post("/bulk/complete", data={**given, "codes": ticks[-2:]})

    assert [tick.partition("|")[0] for tick in ticks] == codes(page)
    assert answer.status_code == 200
    assert "Đã ghi cho cả 2 hồ sơ" in answer.text
    assert all(code in answer.text for code in codes(page)[-2:])


def test_lists_of_other_things_than_own_steps_have_no_boxes(sign_in):
    client = sign_in("lan.mc")

    for code in ("to_accept", "overdue", "result_direct"):
        assert 'name="codes"' not in client.get(f"/lists/{code}").text


def test_no_page_keeps_style_or_script_in_itself(sign_in):
    client = sign_in("lan.mc")

    for path in ("/lists/to_accept", "/lists/mine", "/search?q=an", "/search?q=zzzz"):
        page = client.get(path).text
        assert not re.search(r"\sstyle=|<style|\son\w+=", page)
        assert re.findall(r"<script(?![^>]* src=)", page) == []
