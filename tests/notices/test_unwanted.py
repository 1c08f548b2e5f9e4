"""What waits for an officer is not sent once they should not get it any more."""

import pytest
from sqlalchemy import update

from app.notices.delivery import deliver
from app.services.notice_choices import keep_notice_settings
from app.store.accounts import ACCOUNTS
from app.store.contacts import keep_contact
from app.store.outbox import put
from tests.notices.gateways import open_gateway, says
from tests.notices.posting import MINUTE, NOW, post, rows, text_message
from tests.notices.ringing import staffed

HUE = {"login": "hue.tp", "kind": "step", "address": "0912345678"}


@pytest.fixture
def opened(database_url):
    """Trần Thị Huệ wants short messages at once."""
    opened = staffed(database_url)
    post(database_url)
    wants(opened)
    return opened


def wants(opened, phone="0912345678", **modes):
    chosen = {(kind, "sms"): mode for kind, mode in {"step": "each", **modes}.items()}
    keep_notice_settings(opened, "hue.tp", email="", phone=phone, modes=chosen)


def wait(opened, *messages):
    with opened.writing() as connection:
        put(connection, messages, now=NOW)


def sent(opened, limit=20):
    """The texts that reach the gateway in one turn, and what became of the batch."""
    with open_gateway() as gateway:
        done = deliver(opened, gateway.channel(), now=NOW, limit=limit)
        return gateway.texts, done


def close(opened):
    with opened.writing() as connection:
        mine = ACCOUNTS.c.login == "hue.tp"
        connection.execute(update(ACCOUNTS).where(mine).values(disabled_at=NOW))


def clear(opened):
    with opened.writing() as connection:
        keep_contact(connection, "hue.tp", email="hue@example.com", phone=None)


def move(opened):
    with opened.writing() as connection:
        keep_contact(connection, "hue.tp", email=None, phone="0987654321")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (close, "tài khoản của người nhận đã khóa"),
        (clear, "người nhận đã bỏ địa chỉ nhận tin của kênh này"),
        (move, "người nhận đã đổi địa chỉ nhận tin của kênh này"),
        (lambda opened: wants(opened, step="off"), "người nhận đã chọn không nhận loại tin này"),
        (lambda opened: wants(opened, step="digest"), "người nhận đã chọn không nhận loại tin này"),
    ],
)
def test_who_should_not_get_it_any_more_does_not(opened, change, words):
    wait(opened, text_message(1, **HUE), text_message(2))

    change(opened)
    texts, done = sent(opened)

    assert texts == ["Nội dung số 2"]
    assert (done.sent, done.dropped, done.more) == (1, 1, True)
    mine, citizens = rows(opened)
    assert (mine.state, citizens.state) == ("dropped", "sent")
    assert mine.error.startswith(words)
    assert mine.leased_until is None


@pytest.mark.parametrize("mode", ["each", "urgent"])
def test_who_wants_it_gets_it(opened, mode):
    wait(opened, text_message(1, **HUE))

    wants(opened, step=mode)

    assert sent(opened)[0] == ["Nội dung số 1"]


@pytest.mark.parametrize("kind", ["digest", "weekly", "forecast"])
def test_a_kind_of_letter_is_given_up_alone(opened, kind):
    letter = {**HUE, "kind": kind}
    wants(opened, **dict.fromkeys(("digest", "weekly", "forecast"), "each"))
    wait(opened, text_message(1, **letter))
    assert sent(opened)[0] == ["Nội dung số 1"]
    wait(opened, text_message(2, **letter), text_message(3, **HUE))

    wants(opened, **{kind: "off"})

    assert sent(opened)[0] == ["Nội dung số 3"]


def test_what_no_choice_speaks_of_comes_always(opened):
    wait(opened, text_message(1, **{**HUE, "kind": "later_kind"}))

    assert sent(opened)[0] == ["Nội dung số 1"]


def test_what_is_dropped_holds_up_nothing_behind_it(opened):
    case = {"case_code": "H32.PL-240304-0001"}
    wait(opened, text_message(1, **HUE, **case), text_message(2, address=HUE["address"], **case))

    close(opened)

    assert sent(opened, limit=1)[0] == []
    assert sent(opened, limit=1)[0] == ["Nội dung số 2"]


def test_what_waits_for_its_next_try_is_asked_about_again(opened):
    wait(opened, text_message(1, **HUE))
    with open_gateway() as gateway:
        gateway.always = says(500)
        deliver(opened, gateway.channel(), now=NOW, limit=1)
    assert rows(opened)[0].state == "waiting"

    close(opened)
    with open_gateway() as gateway:
        deliver(opened, gateway.channel(), now=NOW + 10 * MINUTE, limit=1)

        assert gateway.texts == []
    assert rows(opened)[0].state == "dropped"
