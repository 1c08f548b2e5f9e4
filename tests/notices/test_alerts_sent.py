"""What an alert sends outside the pages: by choice, in working hours, once."""

import pytest
from sqlalchemy import select

from app.services.notice_choices import keep_notice_settings
from app.store.channels import announce
from app.store.outbox import OUTBOX
from tests.notices.ringing import march, notices, staffed, started, ticked
from tests.services.who import NOW
from tests.store import desk

MAIL, PHONE = "hue@phuoclong.gov.vn", "0912345678"


@pytest.fixture
def opened(database_url):
    opened = staffed(database_url)
    with opened.writing() as connection:
        announce(connection, ["mail", "sms"], now=NOW)
    return opened


def wants(opened, login="hue.tp", *, email=MAIL, phone=PHONE, **modes):
    chosen = {("step", channel): mode for channel, mode in modes.items()}
    keep_notice_settings(opened, login, email=email, phone=phone, modes=chosen)


def sent(opened):
    """The messages as (login, channel, address), in the order they were put."""
    with opened.reading() as connection:
        rows = connection.execute(select(OUTBOX).order_by(OUTBOX.c.id))
        return [(row.login, row.channel, row.address) for row in rows]


def messages(opened):
    with opened.reading() as connection:
        return list(connection.execute(select(OUTBOX).order_by(OUTBOX.c.id)))


def given_to_hue(opened, **changes):
    code = desk.opened_case(opened, desk.acceptance(**changes)).code
    started(opened, code, "hue.tp", march(4, "10:00"))
    return code


def test_by_default_only_what_is_urgent_is_mailed(opened):
    wants(opened)
    given_to_hue(opened)

    ticked(opened, march(5, "17:00"))
    early = sent(opened)
    ticked(opened, march(6, "10:10"))

    assert early == []
    assert sent(opened) == [("hue.tp", "mail", MAIL)]


@pytest.mark.parametrize(
    ("modes", "channels"),
    [
        ({"mail": "each"}, ["mail"]),
        ({"mail": "each", "sms": "each"}, ["mail", "sms"]),
        ({"mail": "digest", "sms": "each"}, ["sms"]),
        ({"mail": "off"}, []),
        ({"mail": "urgent", "sms": "urgent"}, []),
        ({"zalo": "each"}, []),  # a channel nobody serves here
    ],
)
def test_a_warning_goes_where_it_is_wanted_at_once(opened, modes, channels):
    wants(opened, **modes)
    given_to_hue(opened)

    ticked(opened, march(5, "17:00"))

    assert [channel for _, channel, _ in sent(opened)] == channels
    assert len(notices(opened, login="hue.tp")) == 1


def test_whoever_has_no_address_is_told_in_the_bell_alone(opened):
    wants(opened, email="", mail="each", sms="each")
    given_to_hue(opened)

    ticked(opened, march(5, "17:00"))

    assert sent(opened) == [("hue.tp", "sms", PHONE)]


def test_the_letter_names_the_office_and_the_case_and_no_applicant(opened):
    wants(opened, mail="each")
    code = given_to_hue(opened)

    ticked(opened, march(5, "17:00"))

    [row] = messages(opened)
    assert code in row.subject
    assert "\n" not in row.subject
    assert "Phường Phước Long" in row.body
    assert "Bà Tư" not in row.subject + row.body
    assert (row.sender, row.agency, row.case_code) == ("Phường Phước Long", "H32.PL", code)
    assert (row.kind, row.key.split(":")[-2:]) == ("step", ["hue.tp", "mail"])


def test_a_letter_leads_to_the_page_where_a_scheduler_says_where_that_is(opened):
    wants(opened, mail="each")
    code = given_to_hue(opened)
    with opened.writing() as connection:
        announce(connection, ["mail", "sms"], now=NOW, site="https://motcua.example.vn")

    ticked(opened, march(5, "17:00"))

    [row] = messages(opened)
    assert f"Trang hồ sơ: https://motcua.example.vn/cases/{code}" in row.body


def test_a_letter_has_no_link_that_leads_nowhere(opened):
    wants(opened, mail="each")
    given_to_hue(opened)

    ticked(opened, march(5, "17:00"))

    [row] = messages(opened)
    assert "/cases/" not in row.body


def test_nothing_is_sent_at_night(opened):
    wants(opened)
    given_to_hue(opened)

    ticked(opened, march(8, "23:00"))

    assert {row.not_before for row in messages(opened)} == {march(11, "07:30")}


def test_ticking_again_sends_nothing_again(opened):
    wants(opened, mail="each", sms="each")
    given_to_hue(opened)

    for _ in range(2):
        ticked(opened, march(5, "17:00"))

    assert len(sent(opened)) == 2


def test_a_message_is_known_by_what_it_is_about_and_not_by_a_number(sqlite_url, postgres_url):
    """A restored backup numbers alerts anew: a gateway must not take the next for an old one."""
    told = []
    for url, hour in ((sqlite_url, "10:00"), (postgres_url, "09:30")):
        opened = staffed(url)
        with opened.writing() as connection:
            announce(connection, ["mail"], now=NOW)
        wants(opened, mail="each")
        code = desk.opened_case(opened, desk.acceptance()).code
        started(opened, code, "hue.tp", march(4, hour))
        ticked(opened, march(5, "17:00"))
        told += messages(opened)

    before, after = told
    assert before.case_code == after.case_code
    assert before.key != after.key
    due = "2024-03-06T10:00:00+07:00"
    assert before.key == f"alert:{before.case_code}:step:appraise:1:{due}:near:hue.tp:mail"


def test_a_training_case_is_never_sent(opened):
    wants(opened, mail="each", sms="each")
    given_to_hue(opened, training=True)

    ticked(opened, march(8, "10:00"))

    assert sent(opened) == []
    assert {row.login for row in notices(opened)} == {"hue.tp"}


def test_without_a_scheduler_nobody_fills_the_outbox(database_url):
    opened = staffed(database_url)
    wants(opened, mail="each")
    given_to_hue(opened)

    ticked(opened, march(5, "17:00"))

    assert sent(opened) == []
