"""The messages on the page of operations: seen without their words, sent again, given up."""

import re

import pytest
from sqlalchemy import update

from app.store.engine import database
from app.store.incidents import INCIDENTS
from app.store.outbox import OUTBOX
from tests.web import operating
from tests.web.operating import beaten, letter, lines, posted, press, shown, state_of

ADMIN = "quantri.pl"
PAGES = ("/operations", "/operations/messages", "/operations/messages?state=dead&channel=mail")


@pytest.fixture
def ward(config):
    """The ward's database, with all told that was due in its morning."""
    opened = database(config.database_url)
    operating.told(opened)
    return opened


@pytest.fixture
def admin(sign_in):
    return sign_in(ADMIN)


def test_what_could_not_be_sent_is_listed_without_what_it_says(admin, ward):
    operating.troubled(ward)

    for path in PAGES:
        text = admin.get(path).text
        assert "b…@example.com" in text, path
        assert "Hộp thư không có (550)" in text
        assert "Tin cho công dân" in text
        for hidden in (operating.SECRET, "Tư Kín", "Kính gửi", "0900000777"):
            assert hidden not in text, (path, hidden)


def test_one_message_is_sent_again(admin, ward):
    operating.troubled(ward)
    number = state_of(ward, "thử:2").id

    answer = press(admin, f"/operations/messages/{number}/again")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/operations")
    assert state_of(ward, "thử:2").state == "waiting"
    assert "Tin sẽ được gửi lại" in admin.get("/operations").text
    assert state_of(ward, "thử:3").state == "dead"


def test_from_a_narrowed_list_one_comes_back_to_it(admin, ward):
    operating.troubled(ward)
    number = state_of(ward, "thử:2").id

    answer = press(admin, f"/operations/messages/{number}/again", state="dead", channel="mail")

    assert answer.headers["Location"] == "/operations/messages?state=dead&channel=mail"


def test_what_was_sent_is_not_sent_again(admin, ward):
    operating.troubled(ward)
    number = state_of(ward, "thử:1").id

    press(admin, f"/operations/messages/{number}/again")

    assert "tin này đã gửi rồi" in admin.get("/operations").text
    assert state_of(ward, "thử:1").state == "sent"


def test_all_of_a_channel_are_sent_again(admin, ward):
    operating.troubled(ward)

    press(admin, "/operations/channels/mail/again")

    assert "2 tin sẽ được gửi lại" in admin.get("/operations").text
    assert {state_of(ward, key).state for key in ("thử:2", "thử:3")} == {"waiting"}


def test_a_message_is_given_up_with_a_reason(admin, ward):
    operating.troubled(ward)
    number = state_of(ward, "thử:2").id
    path = f"/operations/messages/{number}/drop"
    asked = admin.get(f"{path}?state=dead").text
    assert "Công dân sẽ không nhận được tin này" in asked
    assert operating.SECRET not in asked

    answer = press(admin, path, reason="đã báo <b>tại quầy</b>", state="dead")

    assert answer.headers["Location"] == "/operations/messages?state=dead"
    assert state_of(ward, "thử:2").state == "dropped"
    text = admin.get("/operations/messages?state=dropped").text
    assert "đã báo &lt;b&gt;tại quầy&lt;/b&gt;" in text
    assert f"Người quản trị {ADMIN} đã bỏ lúc" in text


def test_without_a_reason_nothing_is_given_up(admin, ward):
    operating.troubled(ward)
    number = state_of(ward, "thử:2").id

    answer = press(admin, f"/operations/messages/{number}/drop", reason=" ", channel="mail")

    assert answer.status_code == 422
    assert "Hãy điền mục này" in answer.text
    assert '<input type="hidden" name="channel" value="mail">' in answer.text
    assert state_of(ward, "thử:2").state == "dead"


def test_what_was_sent_meanwhile_is_not_given_up_and_the_reason_stays(admin, ward):
    operating.troubled(ward)
    number = state_of(ward, "thử:1").id

    answer = press(admin, f"/operations/messages/{number}/drop", reason="thôi")

    assert answer.status_code == 422
    assert "Tin này đã gửi rồi" in answer.text
    assert 'value="thôi"' in answer.text


@pytest.mark.parametrize("number", ["0", "999", str(2**63), str(10**30)])
def test_a_message_nobody_has_is_not_found(admin, ward, number):
    operating.troubled(ward)

    assert admin.get(f"/operations/messages/{number}/drop").status_code == 404
    assert press(admin, f"/operations/messages/{number}/again").status_code == 404
    given = press(admin, f"/operations/messages/{number}/drop", reason="thôi")
    assert given.status_code == 404


def test_messages_come_in_pages(admin, ward):
    now = shown(ward)
    posted(ward, [letter(number, now) for number in range(60)])

    first = admin.get("/operations/messages?state=waiting").text
    (after,) = re.findall(r'href="/operations/messages\?state=waiting&amp;after=(\d+)"', first)
    second = admin.get(f"/operations/messages?state=waiting&after={after}").text

    assert (len(lines(first, "Tin gửi đi")), len(lines(second, "Tin gửi đi"))) == (50, 10)
    assert "Cũ hơn" not in second


@pytest.mark.parametrize(
    "asked", ["state=zz", "after=-1", "after=²", "after=" + "9" * 40, "state=<b>"]
)
def test_hostile_words_in_the_address_narrow_nothing(admin, ward, asked):
    operating.troubled(ward)

    answer = admin.get(f"/operations/messages?{asked}")

    assert answer.status_code == 200
    assert len(lines(answer.text, "Tin gửi đi")) == 4


def test_a_hostile_error_is_text(admin, ward):
    operating.troubled(ward)
    with ward.writing() as connection:
        evil = "<script>alert(1)</script>"
        connection.execute(update(OUTBOX).values(error=evil, address="<i>@x.vn", kind="<u>"))
        connection.execute(update(INCIDENTS).values(error=evil))
    beaten(ward, "<b>tick", 1, worker="<b>m", said="<b>xong")

    for path in PAGES:
        text = admin.get(path).text
        for markup in ("<script>alert", "<i>@", "<u>", "<b>"):
            assert markup not in text, path
