"""What citizens hear of their case: from the office where it lies, by every channel that works."""

import pytest

from app.deadlines.tick import tick
from app.errors import Refused
from app.notices.citizens import Happened, tell_citizens
from app.services.journal import import_journal
from app.services.record import record_all
from app.store.event_log import load
from app.store.setup import read_setup
from tests.notices.telling import (
    ALL,
    CONTACTS,
    FOOT,
    ON_THE_PHONE,
    STARTED,
    TU,
    accepted,
    did,
    keys,
    march,
    outbox,
    submitted,
    text,
    ward,
)
from workflows import commands as do
from workflows.events import Applicant
from workflows.evolve import fold


def test_whoever_gave_only_a_telephone_is_told_by_telephone(database_url):
    """peers.md, T21: elsewhere no e-mail meant no Zalo message either."""
    opened = ward(database_url)

    code = accepted(opened, applicant=ON_THE_PHONE)

    zalo, sms = outbox(opened)
    assert (zalo.key, sms.key) == (
        f"citizen:{code}:1:received:zalo",
        f"citizen:{code}:1:received:sms",
    )
    assert (sms.address, sms.sender, sms.agency) == ("0900000004", "MAU-PL", "H32.PL")
    assert sms.sender_name == "UBND phường Phước Long"
    assert (sms.case_code, sms.login, sms.kind) == (code, None, "citizen")
    assert sms.body == (
        f"Hồ sơ {code} đã được tiếp nhận. Hẹn trả kết quả: thứ Năm 07/03/2024 09:00. {FOOT}"
    )


def test_a_letter_says_where_the_case_lies_and_is_signed_there(database_url):
    opened = ward(database_url)

    code = accepted(opened)

    (letter,) = outbox(opened, channel="mail")
    assert (letter.address, letter.sender) == ("ba.tu@example.com", "UBND phường Phước Long")
    assert letter.subject == (
        f"Đã tiếp nhận hồ sơ {code}, hẹn trả kết quả thứ Năm 07/03/2024 09:00"
    )
    assert f"hồ sơ {code} (Đăng ký kết hôn) lúc thứ Hai 04/03/2024 09:00." in letter.body
    assert "\nBộ phận Một cửa, UBND phường Phước Long\nĐịa chỉ: Số 0 đường Ví Dụ\n" in letter.body
    assert "Bà Tư" not in letter.subject + letter.body


def test_an_office_without_contacts_borrows_none_from_the_office_above(database_url):
    above = "agencies:" + CONTACTS.split("MAU-PL}")[1]
    opened = ward(database_url, contacts=above)

    accepted(opened)

    for message in outbox(opened):
        assert "Phường Phước Long" in message.body
        assert "tỉnh" not in message.body
        assert "0258" not in message.body
        assert message.sender == ("Phường Phước Long" if message.channel == "mail" else None)
        assert message.sender_name == "Phường Phước Long"


@pytest.mark.parametrize("served", [(), ("sms",), ("mail", "zalo")])
def test_nothing_is_put_where_nobody_would_take_it(database_url, served):
    opened = ward(database_url, served)

    accepted(opened)

    assert sorted(message.channel for message in outbox(opened)) == sorted(served)


@pytest.mark.parametrize(
    ("applicant", "agent", "told"),
    [
        (TU, Applicant(name="Con", phone="0911111111"), "0900000004"),
        (Applicant(name="Bà Tư"), Applicant(name="Con", phone="0911.111.111"), "0911111111"),
        (Applicant(name="Bà Tư", phone="0258 3881 234"), None, None),
        (Applicant(name="Bà Tư", phone="không có"), None, None),
        (Applicant(name="Bà Tư"), None, None),
    ],
)
def test_the_applicant_is_told_or_else_the_agent(sqlite_url, applicant, agent, told):
    opened = ward(sqlite_url, ["sms"])

    accepted(opened, applicant=applicant, agent=agent)

    assert [message.address for message in outbox(opened)] == ([told] if told else [])


@pytest.mark.parametrize(
    "email", ["a@example.com\nBcc: b@example.com", "a b@example.com", "a@", "Tư <a@example.com>"]
)
def test_what_is_no_address_is_not_written_to(sqlite_url, email):
    opened = ward(sqlite_url, ["mail"])

    accepted(opened, applicant=Applicant(name="Bà Tư", email=email))

    assert outbox(opened) == []


ASKED = do.RequestSupplement(
    at=march(4, "14:00"),
    items=("giấy chứng sinh", "bản sao hộ chiếu"),
    reason="cháu Nguyễn Văn A chưa có giấy",
    until=march(8, "17:30"),
)


@pytest.mark.parametrize("opening", [submitted, accepted])
def test_what_is_missing_is_told_before_acceptance_and_after(database_url, opening):
    opened = ward(database_url)
    code = opening(opened)

    did(opened, code, ASKED)

    assert text(opened, "sms", "supplement") == (
        f"Hồ sơ {code} cần bổ sung trước thứ Sáu 08/03/2024 17:30: "
        f"giấy chứng sinh; bản sao hộ chiếu. {FOOT}"
    )
    assert "\nLý do: cháu Nguyễn Văn A chưa có giấy.\n" in text(opened, "mail", "supplement")
    for channel in ("sms", "zalo"):
        assert "Nguyễn Văn A" not in text(opened, channel, "supplement")


def test_what_was_brought_at_once_is_not_asked_for(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)

    did(opened, code, ASKED, do.ReceiveSupplement(at=march(4, "14:30")))

    assert keys(opened, channel="sms") == ["1:received:sms"]


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("direct", "Mời Ông/Bà mang giấy hẹn đến nhận tại UBND phường Phước Long, Số 0"),
        (None, "Mời Ông/Bà mang giấy hẹn đến nhận tại UBND phường Phước Long, Số 0"),
        ("post", "sẽ được chuyển qua bưu chính công ích. UBND phường Phước Long"),
        ("online", "được trả trực tuyến vào tài khoản đã nộp hồ sơ. UBND phường"),
    ],
)
def test_a_result_is_told_with_the_way_it_comes(sqlite_url, channel, said):
    opened = ward(sqlite_url)
    code = accepted(opened, result_channel=channel)

    did(opened, code, STARTED, do.ResolveCase(at=march(5, "09:00"), outcome="rejected"))

    assert said in text(opened, "sms", "result")
    assert "không đồng ý" not in text(opened, "mail", "result")


def test_nobody_is_called_to_fetch_what_they_hold_in_their_hands(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)
    given = do.DeliverResult(at=march(5, "09:05"), channel="direct")

    did(opened, code, STARTED, do.ResolveCase(at=march(5, "09:00"), outcome="granted"), given)

    assert keys(opened, channel="sms") == ["1:received:sms"]


def test_a_refusal_and_a_return_give_their_reasons_in_letters_alone(database_url):
    opened = ward(database_url)
    refused, returned = submitted(opened), accepted(opened)
    reason = "ông Sáu chưa ký"

    did(opened, refused, do.RefuseCase(at=march(4, "15:00"), reason=reason, ground="Luật A, Đ. 13"))
    did(opened, returned, do.ReturnCase(at=march(4, "15:00"), reason=reason))

    for topic in ("refused", "returned"):
        assert f"\nLý do: {reason}.\n" in text(opened, "mail", topic)
        for channel in ("sms", "zalo"):
            assert "ông Sáu" not in text(opened, channel, topic)
            assert "UBND phường Phước Long" in text(opened, channel, topic)
    assert "\nCăn cứ: Luật A, Đ. 13.\n" in text(opened, "mail", "refused")


def test_texts_of_the_desk_stay_text_and_cannot_leave_their_line(sqlite_url):
    opened = ward(sqlite_url)
    code = submitted(opened)
    reason = "{office.__class__}\nBcc: x@example.com\u202e <b>[{phone}]"

    did(opened, code, do.RefuseCase(at=march(4, "15:00"), reason=reason, ground="\u200b\u2060"))

    letter = text(opened, "mail", "refused")
    assert "\nLý do: {office.__class__} Bcc: x@example.com <b>[{phone}].\n" in letter
    assert "Căn cứ" not in letter


def test_the_messages_of_a_case_stand_in_the_order_of_its_events(sqlite_url):
    """One that waits still is not withdrawn when the case moves on; the next one follows it."""
    opened = ward(sqlite_url, ["sms"])
    code = accepted(opened)

    did(opened, code, ASKED)
    did(opened, code, do.ReceiveSupplement(at=march(4, "15:00")))
    did(opened, code, do.StartStep(at=march(4, "16:00"), step="appraise"))
    did(opened, code, do.ResolveCase(at=march(4, "17:00"), outcome="granted"))

    assert keys(opened) == ["1:received:sms", "2:supplement:sms", "5:result:sms"]


def test_a_training_case_tells_nobody(database_url):
    opened = ward(database_url)

    code = accepted(opened, training=True)
    did(opened, code, ASKED)
    tick(opened, until=march(15, "09:00"), now=march(15, "09:00"))

    assert outbox(opened) == []


def test_corrections_and_voidings_tell_nobody(sqlite_url):
    opened = ward(sqlite_url, ["sms"])
    code = accepted(opened)
    true = do.CorrectEvent(
        at=march(4, "11:00"), of=1, true_at=march(4, "08:00"), reason="gõ nhầm", approved_by="Hùng"
    )

    did(opened, code, true)
    did(opened, code, do.VoidCase(at=march(4, "12:00"), reason="trùng", approved_by="Hùng"))

    assert keys(opened) == ["1:received:sms"]


def test_an_import_tells_nobody(database_url):
    opened = ward(database_url)
    line = (
        '{"case": "H32.PL-1", "type": "accepted", "at": "2024-03-04T09:00", "data": {"agency": '
        '"H32.PL", "procedure": "1.000894", "channel": "direct", "applicant": '
        '{"name": "Bà Tư", "phone": "0900000004"}}}'
    )

    imported = import_journal(opened, [line.encode()], "so.jsonl", now=march(4, "10:00"))

    assert imported.problems == []
    assert outbox(opened) == []


def test_what_is_refused_leaves_no_message(database_url):
    opened = ward(database_url)
    code = accepted(opened)
    spoilt = [STARTED, do.ResolveCase(at=march(5, "09:00"), outcome="granted"), STARTED]

    with pytest.raises(Refused):
        record_all(opened, code, spoilt, by="Lan", now=march(5, "09:00"))

    assert set(keys(opened)) == {f"1:received:{channel}" for channel in ALL}


def test_the_foot_of_a_message_prefers_the_hours_the_office_prints(sqlite_url):
    printed = CONTACTS.replace("sender: MAU-PL", 'hours_note: "Sáng 7h30–11h30", sender: MAU-PL')
    opened = ward(sqlite_url, ["zalo"], printed)

    accepted(opened)

    said = "điện thoại 0258 000 0000. Giờ làm việc: Sáng 7h30–11h30."
    assert outbox(opened)[0].body.endswith(said)
    with opened.reading() as connection:
        assert read_setup(connection).agency("H32.PL").hours_note == "Sáng 7h30–11h30"


def test_the_same_news_told_twice_is_one_message(database_url):
    opened = ward(database_url)
    code = accepted(opened)
    before = keys(opened)

    with opened.writing() as connection:
        setup = read_setup(connection)
        case = fold(code, [line.event for line in load(connection, code).lines])
        assert case is not None
        again = Happened(case=case, setting=setup.setting_of(case), events=case.log)
        tell_citizens(connection, [again, again], setup, now=march(5, "09:00"))

    assert keys(opened) == before
