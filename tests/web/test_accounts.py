"""The admin's pages: accounts, their roles and days, and the record of sign-ins."""

import re

from tests.web.client import entered, token_of
from tests.web.forms import forms_of

NEW = {"login": "moi.mc", "name": "Nguyễn Thị <b>Mới</b>"}
ROWS = {
    "role": ["one_stop", "", ""],
    "agency": ["H32.PL", "", ""],
    "valid_from": ["2024-01-01", "", ""],
    "valid_to": ["", "", ""],
}


def posted(client, path, page="/accounts/new", **form):
    return client.post(path, data={"csrf_token": token_of(client, page), **form})


def made(client, **form):
    return posted(client, "/accounts/new", **{**NEW, **ROWS, **form})


def seen_by(client, login="lan.mc"):
    return forms_of(client.get(f"/accounts/{login}").text)[f"/accounts/{login}/grants"]["seen"]


def password_in(text):
    found = re.search(r"data-password>([^<]+)<", text)
    assert found
    return found[1]


def test_a_new_account_gets_a_password_that_must_be_changed_at_once(app, sign_in):
    answer = made(sign_in("quantri.pl"))

    client = entered(app.test_client(), "moi.mc", password_in(answer.text))
    assert client.get("/").headers["Location"] == "/password"
    assert client.get("/search?q=an").headers["Location"] == "/password"


def test_a_name_is_text_and_no_markup(sign_in):
    admin = sign_in("quantri.pl")
    made(admin)

    page = admin.get("/accounts?q=moi").text

    assert "Nguyễn Thị &lt;b&gt;Mới&lt;/b&gt;" in page
    assert "<b>Mới" not in page


def test_a_login_that_is_taken_or_none_is_said_beside_its_field(sign_in):
    admin = sign_in("quantri.pl")

    for login in ("lan.mc", "Hai Chữ", "x" * 40):
        answer = made(admin, login=login)
        assert answer.status_code == 422
        assert 'id="f-login-error"' in answer.text


def test_a_row_half_filled_keeps_what_was_typed(sign_in):
    rows = {**ROWS, "agency": ["", "", ""]}

    answer = made(sign_in("quantri.pl"), **rows)

    assert answer.status_code == 422
    assert "vai trò thứ 1" in answer.text.lower()
    assert 'value="moi.mc"' in answer.text
    assert re.search(r'<option value="one_stop" selected>', answer.text)


def test_roles_change_at_the_next_click_of_an_open_session(sign_in):
    admin, officer = sign_in("quantri.pl"), sign_in("lan.mc")
    assert officer.get("/accounts").status_code == 403
    rows = {part: [*given] for part, given in ROWS.items()} | {"role": ["admin", "", ""]}

    posted(
        admin,
        "/accounts/lan.mc/grants",
        "/accounts/lan.mc",
        name="Lan",
        seen=seen_by(admin),
        **rows,
    )

    assert officer.get("/accounts").status_code == 200


def test_a_disabled_account_is_out_at_once_and_comes_back(sign_in):
    admin, officer = sign_in("quantri.pl"), sign_in("lan.mc")

    posted(admin, "/accounts/lan.mc/disable", "/accounts/lan.mc")
    assert officer.get("/password").status_code == 302
    assert "đã khóa" in admin.get("/accounts/lan.mc").text
    posted(admin, "/accounts/lan.mc/enable", "/accounts/lan.mc")

    assert sign_in("lan.mc").get("/password").status_code == 200


def test_the_last_admin_stays(sign_in):
    admin = sign_in("quantri.pl")

    posted(admin, "/accounts/quantri.pl/disable", "/accounts/quantri.pl")

    assert "Chưa ghi được" in admin.get("/accounts/quantri.pl").text


def test_a_reset_password_is_shown_once_and_ends_the_sessions(app, sign_in):
    admin, officer = sign_in("quantri.pl"), sign_in("lan.mc")

    shown = posted(admin, "/accounts/lan.mc/password", "/accounts/lan.mc")

    password = password_in(shown.text)
    assert officer.get("/password").status_code == 302
    assert password not in admin.get("/accounts/lan.mc").text
    entered(app.test_client(), "lan.mc", password)


def test_what_was_done_and_who_came_in_stand_in_the_records(client, sign_in):
    admin = sign_in("quantri.pl")
    made(admin)
    wrong = {"login": "lan.mc", "password": "sai", "csrf_token": token_of(client)}
    client.post("/sign-in", data=wrong)

    changes, entries = admin.get("/accounts/changes").text, admin.get("/accounts/sign-ins").text

    assert "Lập tài khoản" in changes
    assert "sai tên hoặc mật khẩu" in entries
    assert "vào được" in entries


def test_an_account_or_an_act_that_is_not_there(sign_in):
    admin = sign_in("quantri.pl")

    assert admin.get("/accounts/khong.co").status_code == 404
    assert posted(admin, "/accounts/lan.mc/explode", "/accounts/lan.mc").status_code == 400
    assert admin.get("/accounts/sign-ins?before=x&login=%F0%9F%98%80").status_code == 200


def saved(admin, **form):
    return posted(admin, "/accounts/lan.mc/grants", "/accounts/lan.mc", **form)


def test_of_two_admins_the_second_is_told_what_the_first_did(sign_in):
    admin = sign_in("quantri.pl")
    seen = seen_by(admin)
    first = saved(admin, name="Lê Lan", seen=seen, **{**ROWS, "role": ["clerk", "", ""]})
    assert first.status_code == 303

    second = saved(admin, name="Lan Lê", seen=seen, **{**ROWS, "role": ["cashier", "", ""]})

    assert second.status_code == 409
    assert "vừa được người khác sửa" in second.text
    assert 'value="Lan Lê"' in second.text
    assert re.search(r"Hiện nay: <span class=\"name\">Lê Lan</span>; văn thư", second.text)
    again = forms_of(second.text)["/accounts/lan.mc/grants"]["seen"]
    assert saved(admin, name="Lan Lê", seen=again, **ROWS).status_code == 303


def test_a_table_of_roles_that_did_not_come_whole_takes_nothing_away(sign_in):
    admin = sign_in("quantri.pl")
    before = admin.get("/accounts?q=lan.mc").text.partition("<tbody>")[2]
    short = {**ROWS, "agency": ["H32.PL"]}

    for rows in ({}, short, {"role": ROWS["role"]}):
        answer = saved(admin, name="Khác", seen=seen_by(admin), **rows)
        assert answer.status_code == 422
        assert "không đủ cột" in answer.text
    many = {part: [ROWS[part][0]] * 103 for part in ROWS}
    assert "nhiều nhất 100" in saved(admin, name="Lan", seen=seen_by(admin), **many).text
    assert before
    assert admin.get("/accounts?q=lan.mc").text.partition("<tbody>")[2] == before


def test_the_admin_of_a_ward_does_not_see_the_neighbours(sign_in):
    admin = sign_in("quantri.pl")

    assert "son.tm" not in admin.get("/accounts").text
    assert admin.get("/accounts/son.tm").status_code == 404
    for act in ("password", "disable", "end-sessions", "grants"):
        assert posted(admin, f"/accounts/son.tm/{act}").status_code == 404
    assert 'value="H32.TM"' not in admin.get("/accounts/new").text


def test_an_admin_does_not_become_a_leader_by_themselves(sign_in):
    admin = sign_in("quantri.pl")
    rows = {part: [*given] for part, given in ROWS.items()}
    rows |= {"role": ["admin", "leader", ""], "agency": ["H32.PL", "H32.PL", ""]}

    seen = seen_by(admin, "quantri.pl")
    answer = posted(admin, "/accounts/quantri.pl/grants", name="Quản", seen=seen, **rows)

    assert answer.status_code == 422
    assert "không ai tự giao" in answer.text.lower()
    assert admin.get("/lists/to_approve").status_code == 403
