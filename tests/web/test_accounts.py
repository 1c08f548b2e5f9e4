"""The admin's pages: accounts, their roles and days, and the record of sign-ins."""

import re

from tests.web.client import entered, token_of

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

    posted(admin, "/accounts/lan.mc/grants", "/accounts/lan.mc", name="Lan", **rows)

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
