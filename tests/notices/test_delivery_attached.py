"""Letters that go with a mail: byte for byte as they were kept, or the mail does not go."""

import shutil
from email import message_from_bytes, policy

import pytest
from sqlalchemy import update

from app.notices.channel import mark
from app.notices.enclosures import LARGEST
from app.notices.folder import FolderChannel
from app.services.outbox import send_again
from app.store.files import place_of
from app.store.outbox import OUTBOX
from app.store.outbox_lists import posted
from tests.notices.enclosing import LETTER, NAME, PDF, attachment, kept
from tests.notices.gateways import open_gateway
from tests.notices.mail_servers import content, open_post
from tests.notices.posting import (
    BODY,
    DAY,
    MINUTE,
    NOW,
    SUBJECT,
    delivered,
    message,
    post,
    row,
    text_message,
)
from tests.store import desk
from workflows.agency import Role
from workflows.officer import Grant, Officer

ADMIN = Officer(login="quan.tri", name="An", grants=(Grant(agency="H32", role=Role.ADMIN),))


@pytest.fixture
def server():
    with open_post() as opened:
        yield opened


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def parts(mail):
    """The files of a mail: name, media type, content."""
    return [
        (each.get_filename(), each.get_content_type(), each.get_content())
        for each in mail.iter_attachments()
    ]


def with_letter(files, *names, number=1):
    """A mail with one letter under each of some names."""
    digest = kept(files)
    return message(
        number, subject=SUBJECT, body=BODY, attachments=tuple(attachment(digest, n) for n in names)
    )


def test_a_letter_arrives_byte_for_byte_under_its_vietnamese_name(database_url, files, server):
    told = with_letter(files, NAME)
    opened = post(database_url, told)

    assert delivered(opened, server.channel(files=files)).sent == 1

    (mail,) = server.mails
    assert parts(mail) == [(NAME, PDF, LETTER)]
    assert mail.get_body().get_content().splitlines() == BODY.splitlines()
    assert mail["Subject"] == SUBJECT
    # What the message is known by does not depend on what goes with it.
    assert mail["Message-ID"] == f"<{mark(message())}@phuoclong.example.vn>"


def test_on_its_way_a_letter_is_plain_letters_in_lines_that_every_server_takes(
    sqlite_url, files, server
):
    opened = post(sqlite_url, with_letter(files, NAME, "Ẵ" * 200 + ".pdf"))

    delivered(opened, server.channel(files=files))

    raw = content(server.taken[0])
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert b'name="Thu xin loi va hen lai ngay tra ket qua so 12-PXL.pdf"' in raw


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\a\\b.pdf", "C--a-b.pdf"),
        ('a".pdf; filename="b.exe', "a-.pdf; filename=-b.exe"),
        ("a.pdf\r\nBcc: x@example.com", "a.pdf Bcc- x@example.com"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\x00b%s{0}.pdf", "a b%s{0}.pdf"),
        ("So\u031b\u0309.pdf", "Sở.pdf"),
        ("thư 😀.pdf", "thư 😀.pdf"),
        (".", "tep"),
        ("", "tep"),
        ("a" * 300 + ".pdf", "a" * 56 + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_nothing_else(sqlite_url, files, server, name, arrives):
    opened = post(sqlite_url, with_letter(files, name))

    assert delivered(opened, server.channel(files=files)).sent == 1

    (mail,) = server.mails
    assert parts(mail) == [(arrives, PDF, LETTER)]
    assert mail["Bcc"] is None
    assert server.taken[0].rcpt_tos == ["ba.tu@example.com"]


@pytest.mark.parametrize(
    "media",
    ["text/html", "message/rfc822", "multipart/mixed", "application/pdf; x=y", "a\r\nb", ""],
)
def test_what_is_no_letter_is_bytes_to_the_receiver(sqlite_url, files, server, media):
    sent = message(attachments=(attachment(kept(files), media=media),))

    delivered(post(sqlite_url, sent), server.channel(files=files))

    assert parts(server.mails[0]) == [(NAME, "application/octet-stream", LETTER)]


def test_a_letter_sent_twice_is_the_same_mail(sqlite_url, files, server):
    """As after a crash between the server's answer and our noting it."""
    opened = post(sqlite_url, with_letter(files, NAME))

    for _ in range(2):
        with opened.writing() as connection:
            connection.execute(update(OUTBOX).values(state="waiting", sent_at=None))
        assert delivered(opened, server.channel(files=files)).sent == 1

    first, second = (content(each) for each in server.taken)
    assert first == second


def test_a_letter_that_is_gone_is_missed_in_words_and_sent_when_it_is_back(
    database_url, files, server
):
    told = with_letter(files, NAME)
    desk.loaded(database_url)
    opened = post(database_url, told)
    path = place_of(files, told.attachments[0].sha256)
    path.unlink()

    assert delivered(opened, server.channel(files=files)).dead == 1

    assert server.tried == 0
    assert row(opened).error == (
        "tệp gửi kèm không còn trong kho tệp; khôi phục tệp rồi hãy gửi lại tin này"
    )
    kept(files)
    send_again(opened, row(opened).id, by=ADMIN, now=NOW + MINUTE)
    assert delivered(opened, server.channel(files=files), NOW + MINUTE).sent == 1
    assert parts(server.mails[0]) == [(NAME, PDF, LETTER)]


def test_a_letter_that_was_changed_is_not_sent(sqlite_url, files, server):
    told = with_letter(files, NAME)
    place_of(files, told.attachments[0].sha256).write_bytes(LETTER.replace(b"%%EOF", b"%%EoF"))
    opened = post(sqlite_url, told)

    assert delivered(opened, server.channel(files=files)).dead == 1

    assert "đã bị thay đổi" in row(opened).error
    assert server.tried == 0


def test_a_folder_that_is_away_is_waited_for(sqlite_url, files, server):
    """As one on another machine: nothing is lost, and mails without letters go on."""
    opened = post(sqlite_url, with_letter(files, NAME), message(2))
    away = files.with_name("away")
    files.rename(away)

    done = delivered(opened, server.channel(files=files))

    assert (done.sent, done.later, done.paused) == (1, 1, False)
    away.rename(files)
    assert delivered(opened, server.channel(files=files), NOW + DAY).sent == 1
    assert len(server.taken) == 2


def test_letters_nobody_could_receive_are_not_tried(sqlite_url, files, server):
    half = b"x" * (LARGEST // 2)
    large = tuple(attachment(kept(files, half + bytes([n]))) for n in range(2))
    opened = post(sqlite_url, message(attachments=large))

    assert delivered(opened, server.channel(files=files)).dead == 1

    assert "lớn hơn 10 MB" in row(opened).error
    assert server.tried == 0


@pytest.mark.parametrize("sha256", ["../../etc/passwd", "", "a" * 63, "A" * 64])
def test_a_hash_that_is_none_opens_no_file(sqlite_url, files, server, sha256):
    opened = post(sqlite_url, message(attachments=(attachment(sha256),)))

    assert delivered(opened, server.channel(files=files)).dead == 1
    assert server.tried == 0


def test_a_short_message_leaves_letters_out(sqlite_url):
    opened = post(sqlite_url, text_message(attachments=(attachment("0" * 64),)))
    with open_gateway() as gateway:
        assert delivered(opened, gateway.channel()).sent == 1

        (taken,) = gateway.taken
        assert set(taken.told) == {"to", "text", "sender", "sender_name", "id"}


def test_the_folder_in_place_of_a_server_holds_the_letter_too(sqlite_url, files, tmp_path):
    opened = post(sqlite_url, with_letter(files, NAME))

    delivered(opened, FolderChannel("mail", tmp_path / "gui", files=files))

    (written,) = (tmp_path / "gui").iterdir()
    mail = message_from_bytes(written.read_bytes(), policy=policy.default)
    assert parts(mail) == [(NAME, PDF, LETTER)]


def test_the_outbox_keeps_what_goes_with_a_message(database_url, files):
    told = with_letter(files, NAME, "b.pdf")
    desk.loaded(database_url)
    opened = post(database_url, told, message(2))

    with opened.reading() as connection:
        second, first = posted(connection, ["H32"], limit=9)
    assert (first.attachments, second.attachments) == (told.attachments, ())


def test_a_message_from_before_there_were_letters_has_none(database_url, files, server):
    opened = post(database_url, message())
    with opened.writing() as connection:
        connection.exec_driver_sql("UPDATE outbox SET attachments = NULL")
    shutil.rmtree(files)

    assert delivered(opened, server.channel(files=files)).sent == 1
    assert not server.mails[0].is_multipart()
