"""Copies of letters by e-mail: with what they tell, or alone; never what is the desk's own."""

import pytest

from app.notices.sms import segments
from app.services.record import open_case
from app.store.channels import announce
from app.store.lookup_codes import lookup_code, opens
from tests.notices.telling import (
    CONTACTS,
    ON_THE_PHONE,
    STARTED,
    TU,
    accepted,
    did,
    keys,
    letter,
    march,
    outbox,
    submitted,
    text,
    ward,
)
from tests.store import desk
from workflows import commands as do

AT = march(4, "10:00")
SITE = "https://motcua.vn"
TAKEN_IN = desk.acceptance(march(4, "09:00"), applicant=TU)
ASKED = do.RequestSupplement(at=AT, items=("ảnh",), reason="thiếu")
RECEIPT = letter("receipt", "12/TNHS", march(4, "09:00"))
NAME = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả số 12/TNHS.pdf"


def ward_with_pages(url, channels=("mail", "sms", "zalo"), contacts=CONTACTS):
    """The ward, whose scheduler says where its pages are found."""
    opened = ward(url, channels, contacts)
    with opened.writing() as connection:
        announce(connection, channels, now=march(1, "08:00"), site=SITE)
    return opened


def mails(opened):
    """Topic and names of the files of each mail."""
    rows = outbox(opened, channel="mail")
    return [(row.key.split(":")[3], [one.name for one in row.attachments]) for row in rows]


def test_a_receipt_issued_with_the_acceptance_goes_with_its_mail(database_url):
    opened = ward(database_url)

    open_case(opened, TAKEN_IN, by="Lan", now=TAKEN_IN.at, following=[RECEIPT])

    assert mails(opened) == [("received", [NAME])]
    (mail,) = outbox(opened, channel="mail")
    assert [(one.sha256, one.media) for one in mail.attachments] == [
        (RECEIPT.file, "application/pdf")
    ]
    assert (
        "\n\nGửi kèm: giấy tiếp nhận hồ sơ và hẹn trả kết quả số 12/TNHS.\n\nBộ phận Một cửa"
        in mail.body
    )
    assert [row.attachments for row in outbox(opened) if row.channel != "mail"] == [(), ()]
    assert "Gửi kèm" not in text(opened, "zalo", "received")


def test_a_receipt_issued_later_goes_by_a_mail_of_its_own(database_url):
    opened = ward(database_url)
    code = accepted(opened)

    did(opened, code, RECEIPT)

    assert mails(opened) == [("received", []), ("copy", [NAME])]
    assert keys(opened, channel="sms") == ["1:received:sms"]
    copy = outbox(opened, channel="mail")[1]
    assert copy.key == f"citizen:{code}:2:copy:mail"
    assert copy.subject == (f"Hồ sơ {code}: giấy tiếp nhận hồ sơ và hẹn trả kết quả số 12/TNHS")
    assert "thay cho" not in copy.subject + copy.body
    assert "Bà Tư" not in copy.subject + copy.body


def test_a_letter_that_corrects_says_which_one_it_replaces(sqlite_url):
    opened = ward(sqlite_url, ["mail"])
    code = accepted(opened)

    did(opened, code, RECEIPT)
    did(opened, code, letter("receipt", "13/TNHS", AT, replaces="12/TNHS"))

    last = outbox(opened)[-1]
    assert last.subject.endswith(" số 13/TNHS, thay cho số 12/TNHS")
    assert "\nVăn bản này thay cho văn bản số 12/TNHS đã cấp trước đây.\n" in last.body


@pytest.mark.parametrize("kind", ["control", "register", "handover"])
def test_what_the_desk_keeps_for_itself_is_sent_to_nobody(sqlite_url, kind):
    opened = ward(sqlite_url)
    code = accepted(opened)
    before = keys(opened)

    did(opened, code, letter(kind, "1/S", AT))

    assert keys(opened) == before


@pytest.mark.parametrize("kind", ["supplement", "refusal", "stop", "result", "fee"])
def test_what_is_the_citizens_is_sent_to_them(sqlite_url, kind):
    opened = ward(sqlite_url, ["mail", "sms"])
    code = accepted(opened)

    did(opened, code, letter(kind, "1/HDHS", AT))

    assert keys(opened, channel="sms") == ["1:received:sms"]
    (name,) = mails(opened)[1][1]
    assert name.endswith(" số 1/HDHS.pdf")


@pytest.mark.parametrize(
    ("topic", "commands"),
    [
        ("supplement", [ASKED, letter("supplement", "1/HDHS", AT)]),
        ("returned", [do.ReturnCase(at=AT, reason="sai"), letter("stop", "1/D", AT)]),
    ],
)
def test_what_is_told_and_issued_together_is_one_mail(sqlite_url, topic, commands):
    opened = ward(sqlite_url, ["mail"])
    code = accepted(opened)

    did(opened, code, *commands)

    assert [(told, len(files)) for told, files in mails(opened)] == [("received", 0), (topic, 1)]
    assert "\n\nGửi kèm: " in text(opened, "mail", topic)


def test_a_refusal_goes_with_its_letter(sqlite_url):
    opened = ward(sqlite_url, ["mail"])
    refused = do.RefuseCase(at=AT, reason="không đúng nơi", ground="Luật A")

    did(opened, submitted(opened), refused, letter("refusal", "1/TC", AT))

    assert [(told, len(files)) for told, files in mails(opened)] == [("refused", 1)]


def test_a_letter_that_an_office_made_itself_keeps_its_kind(sqlite_url):
    opened = ward(sqlite_url, ["mail"])
    code = accepted(opened)
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    did(opened, code, letter("fee", "1/BL", AT, media=media))
    did(opened, code, letter("fee", "2/BL", AT, media="text/html"))

    names = [name for _, files in mails(opened)[1:] for name in files]
    assert [name.rpartition(".")[2] for name in names] == ["docx", "bin"]


def test_whoever_has_no_mail_address_gets_no_copy(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened, applicant=ON_THE_PHONE)

    did(opened, code, RECEIPT)

    assert keys(opened) == ["1:received:zalo", "1:received:sms"]


def test_letters_of_training_and_voided_cases_are_sent_to_nobody(sqlite_url):
    opened = ward(sqlite_url, ["mail"])
    training, voided = accepted(opened, training=True), accepted(opened)
    did(opened, voided, do.VoidCase(at=AT, reason="trùng", approved_by="Hùng"))

    did(opened, training, RECEIPT)
    did(opened, voided, letter("stop", "1/D", AT))

    assert keys(opened) == ["1:received:mail"]


def test_the_result_is_told_and_its_receipt_follows(sqlite_url):
    opened = ward(sqlite_url, ["mail"])
    code = accepted(opened)
    did(opened, code, STARTED, do.ResolveCase(at=march(5, "09:00"), outcome="granted"))

    given = do.DeliverResult(at=march(6, "09:00"), channel="direct")
    did(opened, code, given, letter("result", "1/KQ", march(6, "09:00")))

    assert [told for told, _ in mails(opened)] == ["received", "result", "copy"]


def test_the_acceptance_says_where_the_case_is_looked_up_and_with_which_code(database_url):
    opened = ward_with_pages(database_url)

    code = accepted(opened)

    with opened.writing() as connection:
        lookup = lookup_code(connection, code, now=AT)
        assert opens(connection, code, lookup)
    said = f"\nTra cứu tình trạng hồ sơ tại {SITE}/track với mã hồ sơ và mã tra cứu {lookup}.\n"
    assert said in text(opened, "mail", "received")
    sms = text(opened, "sms", "received")
    assert f" Tra cứu: {SITE}/track mã {lookup}. UBND phường" in sms
    assert segments(sms) == 3


def test_a_short_message_that_would_grow_too_long_leaves_the_look_up_out(sqlite_url):
    address = "Số 120 đường Nguyễn Thị Minh Khai kéo dài, khóm Phước Thịnh"
    opened = ward_with_pages(sqlite_url, contacts=CONTACTS.replace("Số 0 đường Ví Dụ", address))

    accepted(opened)

    sms = text(opened, "sms", "received")
    assert "Tra cứu" not in sms
    assert sms.endswith(f"{address}, ĐT 0258 000 0000.")
    assert segments(sms) == 3
    assert "/track" in text(opened, "mail", "received")


def test_nothing_is_said_of_pages_that_nobody_can_open(sqlite_url):
    opened = ward(sqlite_url)

    accepted(opened)

    assert all("ra cứu" not in row.body for row in outbox(opened))
