"""The line above the first page of admins and leaders, when deadlines are not told."""

import pytest

from app import clock
from app.store.engine import database
from sla.zone import shifted
from tests.web import operating
from tests.web.operating import CASE, beaten, broken

ADMIN = "quantri.pl"


@pytest.fixture
def ward(config):
    """The ward's database, with all told that was due in its morning."""
    opened = database(config.database_url)
    operating.told(opened)
    return opened


@pytest.mark.parametrize("login", [ADMIN, "binh.ld"])
def test_a_silent_scheduler_is_told_on_the_first_page(sign_in, ward, login):
    client = sign_in(login)
    beaten(ward, "tick", 400)
    since = shifted(clock.now(), -400)

    assert 'hx-get="/operations/banner"' in client.get("/", follow_redirects=True).text
    answer = client.get("/operations/banner")

    assert f"Bộ hẹn giờ không chạy từ {since:%H:%M}" in answer.text
    assert "các mốc hạn chưa được ghi" in answer.text
    admin = login == ADMIN
    assert ('href="/operations"' in answer.text, "báo quản trị viên" in answer.text) == (
        admin,
        not admin,
    )


def test_while_all_is_well_there_is_no_line(sign_in, ward):
    beaten(ward, "tick", 60)

    for login in (ADMIN, "binh.ld"):
        assert sign_in(login).get("/operations/banner").status_code == 204


def test_an_incident_is_told_to_leaders_without_the_case(sign_in, ward):
    beaten(ward, "tick", 2)
    broken(ward)

    text = sign_in("binh.ld").get("/operations/banner").text

    assert "1 hồ sơ gặp lỗi khi ghi mốc hạn" in text
    assert CASE not in text


def test_deadlines_that_nobody_ever_told_are_told(sign_in, config):
    opened = database(config.database_url)

    assert "chưa chạy lần nào" in sign_in("binh.ld").get("/operations/banner").text

    beaten(opened, "tick", 2)
    assert "chạy chậm" in sign_in("binh.ld").get("/operations/banner").text


def test_others_are_not_asked_and_not_told(sign_in, ward):
    client = sign_in("lan.mc")

    assert "/operations/banner" not in client.get("/", follow_redirects=True).text
    assert client.get("/operations/banner").status_code == 403
    assert "/operations/banner" not in sign_in("binh.ld").get("/password").text
