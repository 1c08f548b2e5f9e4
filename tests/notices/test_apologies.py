"""Whose turn it is with an apology: the bell of those who may do what is next, and of no others."""

from dataclasses import replace

import pytest

from app.notices.apologies import escalated, tell_staff
from app.notices.citizens import Happened
from app.services.journal import import_journal
from app.services.record import record_all
from app.store.event_log import load
from app.store.setup import read_setup
from tests.notices.ringing import alerts, march, notices, staffed, ticked, told
from tests.notices.telling import letter
from tests.services import journals
from tests.services.who import grant, made
from tests.store import desk
from workflows import commands as do
from workflows.evolve import fold

# Due on Thursday the 7th at nine; drafted the afternoon before.
AT, NIGHT = march(6, "15:00"), march(6, "21:00")
NEW = march(12, "17:30")
NEW_WORDS = "thứ Ba 12/03/2024 17:30"
WHERE = "(Đăng ký kết hôn, Phường Phước Long)"


def draft(at=AT, reason="cần xác minh"):
    return do.DraftApology(at=at, reason=reason, new_due_at=NEW)


def signature(number=2, at=AT):
    return do.SignApology(at=at, draft=number, name="Bình", title="CHỦ TỊCH", text_hash="0" * 64)


def promise(at=AT):
    return do.IssueApology(at=at, reason="cần xác minh", new_due_at=NEW, signed_by="Bình")


def did(opened, code, *commands, now=None):
    record_all(opened, code, commands, by="lan.mc", now=now or commands[-1].at)


def lines(opened):
    """Who was told what, by the number of the event."""
    found = notices(opened, kind="apology")
    return sorted((row.key.rpartition(":")[2], row.login) for row in found)


def line(opened, **having):
    (row,) = notices(opened, kind="apology", **having)
    return row


@pytest.fixture
def opened(database_url):
    opened = staffed(database_url)
    made(opened, "thu.vt", grant("clerk"))
    return opened


@pytest.fixture
def code(opened):
    return desk.accepted(opened).code


def test_each_turn_rings_for_whoever_may_take_it(opened, code):
    did(opened, code, draft())
    did(opened, code, signature())
    did(opened, code, promise(), letter("apology", "3/PXL", AT))

    assert lines(opened) == [("2", "binh.ld"), ("3", "thu.vt"), ("5", "thu.vt")]
    texts = [row.text for row in notices(opened, kind="apology")]
    assert sorted(texts) == [
        f"Dự thảo thư xin lỗi chờ ký: hồ sơ {code} {WHERE}, hẹn lại {NEW_WORDS}.",
        f"Thư xin lỗi số 3/PXL đã phát hành, chờ đăng công khai: hồ sơ {code} {WHERE}.",
        f"Thư xin lỗi đã ký, chờ cấp số và phát hành: hồ sơ {code} {WHERE}, hẹn lại {NEW_WORDS}.",
    ]
    first = line(opened, login="binh.ld")
    assert (first.key, first.link) == (f"apology:{code}:2", f"/cases/{code}/apology")
    assert (first.case_code, first.agency, first.level) == (code, "H32.PL", "warn")


@pytest.mark.parametrize("unit", ["H32.BD", "H32.PL", "không còn"])
def test_the_head_of_the_office_that_caused_the_delay_may_sign_too(opened, code, unit):
    made(opened, "dao.ld", grant("leader", "H32.BD"))

    did(opened, code, replace(draft(), unit=unit))
    did(opened, code, signature())

    signers = [login for number, login in lines(opened) if number == "2"]
    assert signers == ["binh.ld", *(["dao.ld"] if unit == "H32.BD" else [])]
    assert [login for number, login in lines(opened) if number == "3"] == ["thu.vt"]


def test_a_new_draft_asks_for_a_new_signature(opened, code):
    did(opened, code, draft())
    did(opened, code, signature())
    did(opened, code, draft(reason="phải hỏi thêm sở"))

    assert lines(opened) == [("2", "binh.ld"), ("3", "thu.vt"), ("4", "binh.ld")]


def test_what_was_done_at_once_is_nobodys_turn(opened, code):
    did(opened, code, draft(), signature(), promise(), letter("apology", "3/PXL", AT))

    assert lines(opened) == [("5", "thu.vt")]


def test_a_letter_published_with_its_number_waits_for_nobody(opened, code):
    publish = do.PublishLetter(at=AT, kind="apology", number="3/PXL")

    did(opened, code, draft(), signature(), promise(), letter("apology", "3/PXL", AT), publish)

    assert lines(opened) == []


def test_a_corrected_letter_has_to_be_published_too(opened, code):
    did(opened, code, promise(), letter("apology", "3/PXL", AT))
    did(opened, code, letter("apology", "4/PXL", AT, replaces="3/PXL"))

    assert [number for number, _ in lines(opened)] == ["3", "4"]


def test_other_letters_ring_for_nobody(opened, code):
    did(opened, code, letter("receipt", "1/TNHS", AT))

    assert lines(opened) == []


@pytest.mark.parametrize(
    ("holders", "told"),
    [
        ({"chi.ct": "clerk", "ha.ld": "leader"}, "chi.ct"),
        ({"ha.ld": "leader", "lan.mc": "one_stop"}, "ha.ld"),
        ({"lan.mc": "one_stop", "hue.tp": "specialist"}, "giam.sat"),
    ],
)
def test_where_an_office_has_no_clerk_another_one_is_asked(sqlite_url, holders, told):
    opened = desk.loaded(sqlite_url)
    made(opened, "giam.sat", grant("supervisor", "H32"))
    for login, role in holders.items():
        made(opened, login, grant(role))
    code = desk.accepted(opened).code

    did(opened, code, draft(), signature())

    assert lines(opened) == [("3", told)]


def test_nothing_is_shown_before_the_office_opens(opened, code):
    did(opened, code, draft(NIGHT))

    assert line(opened).shown_from == march(7, "07:30")


def test_training_voided_and_finished_cases_ring_for_nobody(opened, code):
    training = desk.opened_case(opened, desk.acceptance(training=True)).code
    finished = desk.accepted(opened).code

    did(opened, training, draft())
    did(opened, code, draft(), do.VoidCase(at=AT, reason="trùng", approved_by="Hùng"))
    did(opened, finished, draft(), do.WithdrawCase(at=AT, reason="đổi ý"))

    assert lines(opened) == []


def test_an_import_rings_for_nobody(opened):
    rows = [
        journals.line(
            "accepted",
            "2024-03-04T09:00",
            case="H32.PL-1",
            agency="H32.PL",
            procedure="1.000894",
            channel="direct",
            applicant={"name": "Bà Tư"},
        ),
        journals.line(
            "apology_drafted",
            "2024-03-06T15:00",
            case="H32.PL-1",
            reason="cần xác minh",
            new_due_at="2024-03-12T17:30",
        ),
    ]

    assert import_journal(opened, rows, "so.jsonl", now=AT).problems == []

    assert lines(opened) == []


def test_a_turn_told_twice_is_one_line(opened, code):
    did(opened, code, draft())
    before = lines(opened)

    with opened.writing() as connection:
        setup = read_setup(connection)
        case = fold(code, [one.event for one in load(connection, code).lines])
        assert case is not None
        again = Happened(case=case, setting=setup.setting_of(case), events=case.log)
        tell_staff(connection, [again, again], setup, now=NIGHT)

    assert lines(opened) == before == [("2", "binh.ld")]


def test_a_second_apology_is_told_to_leaders_and_the_centre_once(opened, code):
    did(opened, code, promise())

    for _ in range(2):
        with opened.writing() as connection:
            setup = read_setup(connection)
            case = fold(code, [one.event for one in load(connection, code).lines])
            assert case is not None
            escalated(connection, case, setup, now=NIGHT)

    found = notices(opened, kind="apology")
    assert sorted(row.login for row in found) == ["binh.ld", "giam.sat"]
    assert {row.text for row in found} == {
        f"Hồ sơ {code} {WHERE} đã hẹn lại một lần, {NEW_WORDS}, không được hẹn lại lần nữa; "
        "lãnh đạo chỉ đạo giải quyết ngay."
    }
    assert {(row.level, row.shown_from) for row in found} == {("urgent", march(7, "07:30"))}


def test_a_promise_that_is_broken_rings_for_leaders_and_the_centre(opened, code):
    did(opened, code, promise())
    ticked(opened, march(12, "17:00"))
    before = told(opened, kind="case")

    ticked(opened, march(13, "08:00"))

    rang = [row for row in notices(opened, kind="case") if "Quá ngày đã hẹn lại" in row.text]
    assert ("promise_over", NEW) in alerts(opened)
    assert sorted(row.login for row in rang) == ["binh.ld", "giam.sat"]
    assert before >= {"binh.ld", "giam.sat"}
    assert {row.text for row in rang} == {
        f"Quá ngày đã hẹn lại: hồ sơ {code} {WHERE}, đã hẹn lại {NEW_WORDS}; không được hẹn lại "
        "lần nữa; lãnh đạo chỉ đạo và trả kết quả ngay."
    }
    assert {(row.level, row.link) for row in rang} == {("urgent", f"/cases/{code}/apology")}


def test_a_promise_that_was_kept_rings_for_nobody(opened, code):
    did(opened, code, promise())
    did(opened, code, do.StartStep(at=AT, step="appraise"))
    did(opened, code, do.ResolveCase(at=march(12, "17:00"), outcome="granted"))

    ticked(opened, march(13, "08:00"))

    assert "promise_over" not in [rung for rung, _ in alerts(opened)]


def test_a_case_that_was_apologised_for_is_not_asked_for_another_one(opened, code):
    did(opened, code, promise())

    ticked(opened, march(7, "10:00"))

    (due,) = notices(opened, login="binh.ld", kind="case")
    assert due.text.endswith(f"đã xin lỗi, hẹn lại {NEW_WORDS}; hãy trả kết quả đúng lần hẹn này.")
    assert due.link == f"/cases/{code}"


def test_the_last_day_leads_to_the_draft_that_stands_ready(opened, code):
    ticked(opened, march(6, "10:00"))

    (row,) = notices(opened, login="binh.ld", kind="case")
    assert row.text.startswith("Còn 1 ngày làm việc đến hạn trả: ")
    assert "hãy hoàn chỉnh thư xin lỗi (dự thảo có sẵn) và trình ký ngay hôm nay" in row.text
    assert row.link == f"/cases/{code}/apology"
