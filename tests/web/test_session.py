"""Coming in and going out: what the sign-in pages let pass and what they do not."""

import pytest

from app.sample import ONE_FOR_ALL
from tests.web.client import token_of

NEW = "chiều nay họp tổ dân phố"


def asked(client, login="lan.mc", password=ONE_FOR_ALL, **more):
    form = {"login": login, "password": password, "csrf_token": token_of(client), **more}
    return client.post("/sign-in", data=form)


def changed(client, old=ONE_FOR_ALL, new=NEW, again=NEW):
    token = token_of(client, "/password")
    given = {"csrf_token": token, "old": old, "new": new, "again": again}
    return client.post("/password", data=given)


def test_a_wrong_password_keeps_the_login_and_not_the_password(client):
    answer = asked(client, password="sai mật khẩu rồi")

    assert answer.status_code == 422
    assert 'value="lan.mc"' in answer.text
    assert "sai mật khẩu rồi" not in answer.text


def test_an_empty_form_says_what_is_missing(client):
    answer = asked(client, login="", password="")

    assert answer.status_code == 422
    assert answer.text.count("ãy điền mục này") == 4  # in the summary and beside each field


def test_after_five_failures_the_door_is_shut_even_for_the_right_password(client):
    for _ in range(5):
        asked(client, password="sai mật khẩu rồi")

    answer = asked(client)

    assert answer.status_code == 429
    assert "thử lại" in answer.text


def test_an_unknown_login_hears_the_same_sentence(client):
    known = asked(client, password="sai mật khẩu rồi").text
    unknown = asked(client, login="khong.co.ai", password="sai mật khẩu rồi").text

    assert [line for line in known.splitlines() if "<li>" in line] == [
        line for line in unknown.splitlines() if "<li>" in line
    ]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/search?q=an", "/search?q=an"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\r\nX: y", "/"),
        ("/\t/evil.example", "/"),
        ("//[", "/"),
        ("", "/"),
    ],
)
def test_coming_in_leads_to_a_page_of_ours(client, wanted, given):
    assert asked(client, next=wanted).headers["Location"] == given


def test_who_is_not_signed_in_is_asked_to_and_comes_back(client):
    answer = client.get("/password")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/password"


def test_a_fragment_sends_the_whole_page_to_the_door(client):
    answer = client.get("/password", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")


def test_signing_out_ends_the_session_for_a_copy_of_the_cookie(app, sign_in):
    client = sign_in("lan.mc")
    kept = client.get_cookie("motcua").value
    client.post("/sign-out", data={"csrf_token": token_of(client, "/password")})
    thief = app.test_client()
    thief.set_cookie("motcua", kept)

    assert thief.get("/password").status_code == 302


def test_a_session_that_was_there_before_does_not_become_the_officers(app):
    client = app.test_client()
    client.get("/sign-in")
    before = client.get_cookie("motcua").value
    asked(client)
    stranger = app.test_client()
    stranger.set_cookie("motcua", before)

    assert client.get("/password").status_code == 200
    assert stranger.get("/password").status_code == 302


def test_a_form_without_its_secret_is_not_taken(client):
    answer = client.post("/sign-in", data={"login": "lan.mc", "password": ONE_FOR_ALL})

    assert answer.status_code == 400
    assert "tải lại trang" in answer.text


def test_changing_the_password_ends_the_other_sessions(sign_in):
    one, other = sign_in("lan.mc"), sign_in("lan.mc")

    answer = changed(one)

    assert answer.status_code == 302
    assert one.get("/password").status_code == 200
    assert other.get("/password").status_code == 302
    assert sign_in("lan.mc", NEW).get("/password").status_code == 200


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"old": "không phải mật khẩu này"}, "f-old"),
        ({"again": "chiều nay họp tổ dân phố!"}, "f-again"),
        ({"new": "ngắn", "again": "ngắn"}, "f-new"),
        ({"new": ONE_FOR_ALL, "again": ONE_FOR_ALL}, "f-new"),
    ],
)
def test_a_bad_change_says_where(sign_in, given, place):
    answer = changed(sign_in("lan.mc"), **given)

    assert answer.status_code == 422
    assert f'id="{place}-error"' in answer.text


def test_cookies_are_not_for_scripts_nor_for_other_sites(client):
    said = client.get("/sign-in").headers["Set-Cookie"]

    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
