"""What every answer tells the browser."""

import re
from dataclasses import replace

import pytest

from app.factory import create_app
from tests.web.client import token_of

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PAGES = ["/sign-in", "/", "/no-such-page", "/healthz", "/metrics", "/static/desk.css"]


def headers_of(client, address):
    """The headers of an answer, which may be a file that wants to be closed."""
    with client.get(address) as answer:
        return answer.headers


def cookies(answer):
    return answer.headers.getlist("Set-Cookie")


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_forbids_scripts_from_elsewhere_and_frames(client, page):
    headers = headers_of(client, page)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))

    assert policy == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("page", PAGES[:-1])
def test_no_page_is_kept_by_the_browser(client, page):
    assert client.get(page).headers["Cache-Control"] == "no-store"


def test_each_file_of_a_page_is_kept_for_good_under_the_address_with_its_version(client):
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/sign-in").text)

    assert len(addresses) >= 4
    for address in addresses:
        headers = headers_of(client, address)
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000"])
def test_a_file_in_no_version_or_an_old_one_is_asked_for_again(client, query):
    assert headers_of(client, f"/static/desk.css{query}")["Cache-Control"] == "no-cache"


def test_a_file_that_is_not_there_is_no_fault(client):
    assert client.get("/static/../config.py?v=1").status_code == 404
    assert client.get("/static/no.css?v=1").status_code == 404


def test_a_cookie_is_out_of_reach_for_scripts_and_other_sites(client):
    (cookie,) = cookies(client.get("/sign-in"))

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_cookies_travel_over_nothing_else(config):
    answer = create_app(replace(config, https=True)).test_client().get("/sign-in")

    assert all("Secure" in cookie for cookie in cookies(answer))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_https_no_browser_is_told_to_insist_on_it(client):
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


def test_a_form_without_its_secret_is_refused(client):
    answer = client.post("/sign-in", data={"login": "lan.mc", "password": "mot-cua-2024"})

    assert answer.status_code == 400
    assert "tải lại trang" in answer.text


def test_what_is_larger_than_the_largest_file_is_refused_with_a_sentence(config):
    client = create_app(replace(config, max_upload_mb=1)).test_client()
    token = token_of(client)
    sent = {"csrf_token": token, "login": "x" * (3 * 1024 * 1024)}

    answer = client.post("/sign-in", data=sent)

    assert answer.status_code == 413
    assert "Tệp vượt quá dung lượng" in answer.text
