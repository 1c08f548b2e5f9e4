"""E-mail through a real SMTP server that misbehaves: all arrive, none comes twice."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.notices.channel import mark
from app.notices.letter import letter_of
from tests.notices import mail_servers
from tests.notices.mail_servers import SENDER, content, open_post, says
from tests.notices.posting import (
    BODY,
    DAY,
    MINUTE,
    NOW,
    SUBJECT,
    all_day,
    delivered,
    message,
    paused,
    post,
    row,
    rows,
    states,
)

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


@pytest.fixture
def server():
    with open_post() as opened:
        yield opened


def test_a_letter_in_vietnamese_arrives_as_it_was_written(sqlite_url, server):
    told = message(subject=SUBJECT, body=BODY)
    opened = post(sqlite_url, told)

    done = delivered(opened, server.channel())

    (mail,), (envelope,) = server.mails, server.taken
    assert done.sent == 1
    assert mail["Subject"] == SUBJECT
    assert mail.get_content().splitlines() == BODY.splitlines()
    assert mail["From"] == f"UBND phường Phước Long <{SENDER}>"
    assert mail["To"] == "ba.tu@example.com"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{mark(told)}@phuoclong.example.vn>"
    assert mail["Date"] == "Mon, 04 Mar 2024 09:00:00 +0700"
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["ba.tu@example.com"])
    assert (row(opened).state, row(opened).sent_at) == ("sent", NOW)
    assert row(opened).receipt == "2.0.0 Ok: queued as M1"


def test_a_letter_goes_as_plain_letters_in_short_lines(sqlite_url, server):
    opened = post(sqlite_url, message(subject=SUBJECT * 9, body=BODY * 99, sender="Ủy ban " * 40))

    delivered(opened, server.channel())

    raw = content(server.taken[0])
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "sender", ["UBND phường Phước Long, thành phố Hồ Chí Minh", '"a" <b@c>', None]
)
def test_the_senders_name_is_a_name_whatever_it_is(sqlite_url, server, sender):
    opened = post(sqlite_url, message(sender=sender))

    delivered(opened, server.channel())

    raw = message_from_bytes(content(server.taken[0]))["From"]
    assert str(make_header(decode_header(raw))) == (f"{sender} <{SENDER}>" if sender else SENDER)
    assert parseaddr(raw)[1] == SENDER


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x85", "\u2028", "\x0b", "\x00"])
def test_nobody_smuggles_in_a_heading(sqlite_url, server, end):
    bad = f"Chào{end}Bcc: moi.nguoi@example.com{end}{end}Nội dung khác"
    opened = post(
        sqlite_url, message(1, subject=bad, sender=bad), message(2, address=f"a@b.vn{end}c")
    )

    delivered(opened, server.channel())

    (mail,), (envelope,) = server.mails, server.taken
    assert mail["Subject"] == "Chào Bcc: moi.nguoi@example.com Nội dung khác"
    assert mail["Bcc"] is None
    assert mail.get_content().strip() == "Nội dung số 1"
    assert envelope.rcpt_tos == ["ba.tu@example.com"]
    assert states(opened) == ["sent", "dead"]


@given(words=st.lists(WORDS, min_size=1, max_size=12))
@settings(max_examples=60)
def test_any_heading_arrives_letter_by_letter(words):
    told = message(subject=" ".join(words), sender=" ".join(words))

    letter = letter_of(told, SENDER)

    assert str(make_header(decode_header(letter["Subject"]))) == told.subject
    assert str(make_header(decode_header(letter["From"]))) == f"{told.sender} <{SENDER}>"


@pytest.mark.parametrize(
    "answer",
    [
        says("451 4.3.0 come again"),
        says("421 4.3.2 going down"),
        mail_servers.dropped,
    ],
)
def test_what_was_not_taken_is_sent_again_and_arrives_once(database_url, server, answer):
    opened = post(database_url, message())
    server.answers = [answer, answer]

    first = delivered(opened, server.channel())
    all_day(opened, server.channel(), hours=0.5, step=MINUTE)

    assert (first.sent, first.later, first.dead) == (0, 1, 0)
    assert server.subjects == ["Tin số 1"]
    assert (row(opened).state, row(opened).error) == ("sent", None)
    assert not paused(opened, "mail")


@pytest.mark.parametrize(
    "answer",
    [
        mail_servers.taken_and_closed,
        mail_servers.taken_and_answered_twice,
        mail_servers.late(0.3),
        says("250"),
        says("251 somewhere else"),
    ],
)
def test_what_was_acknowledged_is_never_sent_again(sqlite_url, server, answer):
    opened = post(sqlite_url, message())
    server.answers = [answer]

    done = delivered(opened, server.channel())
    all_day(opened, server.channel())

    assert (done.sent, server.tried, states(opened)) == (1, 1, ["sent"])


def test_a_lost_acknowledgement_means_the_same_message_id_once_more(sqlite_url, server):
    opened = post(sqlite_url, message())
    server.answers = [mail_servers.taken_and_dropped]

    all_day(opened, server.channel(), hours=0.5, step=MINUTE)

    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert content(server.taken[0]) == content(server.taken[1])


def test_a_server_that_says_nothing_is_waited_for_only_so_long(sqlite_url, server):
    opened = post(sqlite_url, message(1), message(2))
    server.answers = [mail_servers.silent]

    done = delivered(opened, server.channel(timeout=0.2))

    assert (done.sent, done.later, done.paused, server.tried) == (0, 1, True, 1)
    all_day(opened, server.channel(), hours=0.5, step=MINUTE)
    assert sorted(server.subjects) == ["Tin số 1", "Tin số 2"]


def test_a_server_that_is_gone_for_a_day_gets_every_letter_afterwards(database_url):
    with open_post() as server:
        pass
    opened = post(database_url, *(message(number) for number in range(6)))

    back = all_day(opened, server.channel(), step=30 * MINUTE)
    assert {(each.state, each.attempts) for each in rows(opened)} == {("waiting", 0)}
    assert row_errors(opened) == {"không kết nối được máy chủ thư", None}

    with open_post(server):
        all_day(opened, server.channel(), since=back, hours=0.5)
    assert sorted(server.subjects) == [f"Tin số {number}" for number in range(6)]


def row_errors(opened):
    return {each.error for each in rows(opened)}


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        ("550 5.1.1 <ba.tu@example.com> unknown", "dead", "không nhận người này (mã 550 5.1.1)"),
        ("550 no", "dead", "không nhận người này (mã 550)"),
        ("450 4.2.1 greylisted", "waiting", "không nhận người này (mã 450 4.2.1)"),
        ("530 5.7.0 log in", "waiting", "không nhận người này (mã 530 5.7.0)"),
    ],
)
def test_a_receiver_that_is_refused(sqlite_url, server, answer, state, error):
    opened = post(sqlite_url, message(1), message(2))
    server.recipients = [answer]

    delivered(opened, server.channel())

    refused, other = rows(opened)
    assert (refused.state, refused.error) == (state, f"máy chủ thư {error}")
    assert other.state == ("waiting" if answer.startswith("530") else "sent")


def test_a_text_that_is_refused_is_dead_at_once(sqlite_url, server):
    opened = post(sqlite_url, message())
    server.answers = [says("554 5.7.1 spam")]

    assert delivered(opened, server.channel()).dead == 1
    assert delivered(opened, server.channel(), NOW + DAY).sent == 0
    assert row(opened).error == "máy chủ thư không nhận thư này (mã 554 5.7.1)"


@pytest.fixture
def trusted(monkeypatch):
    """Where the machine's own certificates are, only that of the tests' servers."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.CERTIFICATE))


@pytest.mark.usefixtures("trusted")
def test_a_login_travels_under_tls(sqlite_url):
    opened = post(sqlite_url, message())
    with open_post(tls_context=mail_servers.encrypted(), auth_required=True) as server:
        done = delivered(opened, server.channel(user="mot.cua", password="m@t/kh:u"))

        assert (done.sent, server.users) == (1, [("mot.cua", "m@t/kh:u")])


def test_a_server_nobody_vouches_for_gets_nothing(sqlite_url):
    opened = post(sqlite_url, message())
    with open_post(tls_context=mail_servers.encrypted()) as server:
        done = delivered(opened, server.channel(user="mot.cua", password="m@t/kh:u"))

        assert (done.paused, server.tried, server.users) == (True, 0, [])
        assert "TLS" in row(opened).error
        assert row(opened).attempts == 0


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_the_channels_trouble_and_no_messages(sqlite_url):
    opened = post(sqlite_url, message(1), message(2))
    with open_post(tls_context=mail_servers.encrypted(), auth_required=True) as server:
        done = delivered(opened, server.channel(user="mot.cua", password="sai"))

        assert (done.paused, server.tried) == (True, 0)
        assert [(each.state, each.attempts) for each in rows(opened)] == [("waiting", 0)] * 2
        assert rows(opened)[0].error == "máy chủ thư không cho vào (mã 535)"


@pytest.mark.usefixtures("trusted")
def test_tls_from_the_first_byte(sqlite_url):
    opened = post(sqlite_url, message())
    with open_post(ssl_context=mail_servers.encrypted()) as server:
        assert delivered(opened, server.channel(tls=True)).sent == 1
