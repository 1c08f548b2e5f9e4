"""The letter of apology: told by every channel on its own, and by no other apology besides."""

import hashlib

import pytest

from app.deadlines.tick import tick
from app.notices.enclosures import LARGEST
from app.notices.sms import segments
from app.store.files import Kept, note
from app.store.outbox import lease, settle_sent
from tests.notices.telling import (
    CONTACTS,
    FOOT,
    ON_THE_PHONE,
    accepted,
    did,
    keys,
    letter,
    march,
    outbox,
    text,
    ward,
)
from workflows import commands as do

# The case is accepted on Monday the 4th at nine for three days: due on Thursday the 7th at nine.
BEFORE, NIGHT, AFTER = march(6, "15:00"), march(7, "21:30"), march(8, "09:00")
NEW = march(12, "17:30")
OLD_WORDS, NEW_WORDS = "thứ Năm 07/03/2024 09:00", "thứ Ba 12/03/2024 17:30"
SIGNED = hashlib.sha256(b"signed").hexdigest()


def drafted(at, reason="ông Sáu ở khóm 2 chưa xác minh được"):
    return do.DraftApology(at=at, reason=reason, new_due_at=NEW, public_reason="cần xác minh")


def signed(at, draft, file=None):
    return do.SignApology(
        at=at, draft=draft, name="Bình", title="CHỦ TỊCH", text_hash="0" * 64, file=file
    )


def apologised(at, **changes):
    given = {"reason": "ông Sáu ở khóm 2 chưa xác minh được", "public_reason": "cần xác minh"}
    return do.IssueApology(at=at, new_due_at=NEW, signed_by="Bình", **{**given, **changes})


def told(opened, code, at, number="3/PXL", file=None):
    """The whole life of an apology up to its letter."""
    draft = did(opened, code, drafted(at)).version
    did(opened, code, signed(at, draft, file))
    did(opened, code, apologised(at), letter("apology", number, at, file="a" * 64))


def states(opened, channel="sms"):
    return [(row.key.split(":")[3], row.state) for row in outbox(opened, channel=channel)]


def test_every_channel_says_the_old_and_the_new_date_and_where_to_ask(database_url):
    opened = ward(database_url)
    code = accepted(opened)

    told(opened, code, AFTER)

    assert text(opened, "sms", "apology") == (
        f"Xin lỗi Ông/Bà, hồ sơ {code} không kịp hẹn {OLD_WORDS}, hẹn lại {NEW_WORDS}. "
        f"Lý do: cần xác minh. {FOOT}"
    )
    zalo = text(opened, "zalo", "apology")
    assert f"không kịp trả kết quả đúng hẹn {OLD_WORDS}, hẹn lại {NEW_WORDS}." in zalo
    assert "Lý do: cần xác minh." in zalo
    mail = text(opened, "mail", "apology")
    assert f"\nHẹn trước đây: {OLD_WORDS}.\nHẹn lại: {NEW_WORDS}.\nLý do: ông Sáu ở khóm 2" in mail
    assert "\nĐịa chỉ: Số 0 đường Ví Dụ\nĐiện thoại: 0258 000 0000\n" in mail
    assert "ông Sáu" not in zalo + text(opened, "sms", "apology")


def test_the_mail_brings_the_letter_and_there_is_one_mail(database_url):
    opened = ward(database_url)
    code = accepted(opened)

    told(opened, code, AFTER)

    (mail,) = [row for row in outbox(opened, channel="mail") if ":apology:" in row.key]
    assert [(one.sha256, one.name) for one in mail.attachments] == [
        ("a" * 64, "Thư xin lỗi và hẹn lại ngày trả kết quả số 3/PXL.pdf")
    ]
    assert [topic for topic, _ in states(opened, "mail")] == ["received", "apology"]
    assert {row.attachments for row in outbox(opened) if row.channel != "mail"} == {()}


@pytest.mark.parametrize(("size", "comes"), [(40_000, True), (LARGEST, False), (None, False)])
def test_what_was_signed_digitally_goes_with_the_letter_where_a_mail_can_carry_it(
    database_url, size, comes
):
    opened = ward(database_url, ["mail"])
    code = accepted(opened)
    if size is not None:
        with opened.writing() as connection:
            note(connection, Kept(sha256=SIGNED, media="application/pdf", size=size), at=AFTER)

    told(opened, code, AFTER, file=SIGNED)

    files = outbox(opened)[-1].attachments
    assert [one.sha256 for one in files] == ["a" * 64, *([SIGNED] if comes else [])]
    if comes:
        assert files[1].name == "Bản ký số của thư xin lỗi số 3/PXL.pdf"


def test_whoever_gave_only_a_telephone_hears_the_apology_too(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened, applicant=ON_THE_PHONE)

    told(opened, code, AFTER)

    found = [key for key in keys(opened) if "apology" in key]
    assert found == ["4:apology:zalo", "4:apology:sms"]


def test_a_journal_may_apologise_without_any_letter(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)

    did(opened, code, apologised(AFTER, public_reason=None, reason="."))

    mail = outbox(opened, channel="mail")[-1]
    assert (mail.attachments, "Gửi kèm" in mail.body, "Lý do" in mail.body) == ((), False, False)
    assert "Lý do" not in text(opened, "sms", "apology")


def test_a_reason_that_makes_a_short_message_too_long_is_left_to_the_others(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)
    reason = "phải xác minh thêm tại cơ quan khác về nguồn gốc của giấy tờ"

    did(opened, code, apologised(AFTER, public_reason=reason))

    sms = text(opened, "sms", "apology")
    assert "Lý do" not in sms
    assert segments(sms) <= 3
    assert f"Lý do: {reason}." in text(opened, "zalo", "apology")


def test_the_apology_that_makes_itself_and_waits_still_is_not_sent_besides(database_url):
    opened = ward(database_url, ["sms", "mail"])
    code, other = accepted(opened), accepted(opened)
    tick(opened, until=march(7, "21:00"), now=march(7, "21:00"))

    told(opened, code, NIGHT)

    for channel in ("sms", "mail"):
        mine = [
            (row.key.split(":")[3], row.state)
            for row in outbox(opened, case_code=code, channel=channel)
        ]
        assert mine == [("received", "waiting"), ("late", "dropped"), ("apology", "waiting")]
    (late,) = outbox(opened, case_code=code, channel="sms", state="dropped")
    assert late.error == (
        "cơ quan đã phát hành thư xin lỗi, hẹn lại trước khi lời xin lỗi tự động này được gửi"
    )
    assert [row.state for row in outbox(opened, case_code=other, channel="sms")] == ["waiting"] * 2


def test_an_apology_that_somebody_is_sending_just_now_is_left_to_them(database_url):
    opened = ward(database_url, ["sms"])
    code = accepted(opened)
    tick(opened, until=march(7, "10:00"), now=march(7, "10:00"))
    with opened.writing() as connection:
        for _ in range(2):
            now, until = march(7, "10:00"), march(7, "10:10")
            (one,) = lease(connection, "sms", now=now, until=until, limit=9)
            if ":received:" in one.message.key:
                settle_sent(connection, one, receipt="", now=now)

    told(opened, code, march(7, "10:05"))

    assert states(opened) == [("received", "sent"), ("late", "waiting"), ("apology", "waiting")]


def test_no_other_apology_follows_one_made_before_the_deadline(database_url):
    opened = ward(database_url, ["sms"])
    code = accepted(opened)
    told(opened, code, BEFORE)

    ticked = tick(opened, until=AFTER, now=AFTER)

    assert ticked.missed == 1
    assert [topic for topic, _ in states(opened)] == ["received", "apology"]
    assert f"không kịp hẹn {OLD_WORDS}" in text(opened, "sms", "apology")


def test_whoever_gave_only_a_telephone_hears_of_a_corrected_letter(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened, applicant=ON_THE_PHONE)
    told(opened, code, AFTER)

    did(opened, code, letter("apology", "4/PXL", AFTER, file="b" * 64, replaces="3/PXL"))

    said = text(opened, "sms", "corrected")
    assert "số 4/PXL thay thư số 3/PXL" in said
    assert segments(said) <= 3


def test_a_deadline_that_moves_after_the_apology_leaves_one_date_to_come_on(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)
    told(opened, code, AFTER)

    move = do.AdjustDeadline(at=AFTER, new_due_at=march(14, "09:00"), reason="bão", approved_by="b")
    did(opened, code, move)

    assert "nhận kết quả: thứ Năm 14/03/2024 09:00" in text(opened, "sms", "moved")
    mail = text(opened, "mail", "moved")
    assert f"đã xin lỗi và hẹn lại Ông/Bà {NEW_WORDS}" in mail
    assert "một ngày hẹn duy nhất: thứ Năm 14/03/2024 09:00." in mail


def test_a_corrected_letter_is_told_by_every_channel_and_goes_with_the_mail(database_url):
    opened = ward(database_url)
    code = accepted(opened)
    told(opened, code, AFTER)
    before = len(outbox(opened))

    again = letter("apology", "4/PXL", AFTER, file="b" * 64, replaces="3/PXL")
    did(opened, code, again)

    assert len(outbox(opened)) == before + 3
    last = outbox(opened, channel="mail")[-1]
    assert last.key.endswith(":corrected:mail")
    assert last.subject == f"Hồ sơ {code}: thư xin lỗi số 4/PXL thay cho thư số 3/PXL"
    assert f"thư xin lỗi không thay đổi: {NEW_WORDS}." in last.body
    assert [one.sha256 for one in last.attachments] == ["b" * 64]


def test_hostile_reasons_and_numbers_stay_text(sqlite_url):
    opened = ward(sqlite_url, contacts=CONTACTS)
    code = accepted(opened)
    reason = "{office.__class__}\nBcc: x@example.com\u202e <b>[{phone}]"

    did(
        opened,
        code,
        apologised(AFTER, reason=reason, public_reason=reason),
        letter("apology", "3/PXL\r\nBcc: x@example.com/../{case}", AFTER, serial=3),
    )

    mail = outbox(opened, channel="mail")[-1]
    assert "\nLý do: {office.__class__} Bcc: x@example.com <b>[{phone}].\n" in mail.body
    assert "số 3/PXL Bcc: x@example.com/../{case}." in mail.body
    assert "\n" not in mail.subject
