"""What leaves the house with an apology: mended when it tells too much, alarmed of for cause."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.errors import BadInput, Refused
from app.services.apology import draft, issue, publish
from app.services.apology_correct import Correction, correct
from app.services.apology_draft import Words
from app.services.apology_page import apology_page
from app.services.apology_privacy import personal_in
from app.services.escalation import escalate_second
from app.services.letter_making import case_of
from app.services.public_letters import public_letters
from app.services.record import record, record_all
from app.services.track_attempts import TRACK_LIMIT, subject
from app.store.engine import Database
from app.store.event_log import load
from app.store.notices import NOTICES
from tests.services.apologising import (
    AGAIN,
    DUE,
    LAST_DAY,
    PUBLIC,
    TU,
    VAN,
    issued,
    late_case,
    march,
    public,
    signed,
    ward,
    words,
)  # fmt: skip
from tests.services.hands import HUNG, MINH, press
from workflows.case import Case, State
from workflows.commands import (
    AdjustDeadline,
    CompleteStep,
    DraftApology,
    IssueApology,
    IssueLetter,
    ResolveCase,
)
from workflows.events import Applicant

MARCH = date(2024, 3, 15)
LEAK = "Chờ chồng của người nộp là Trần Văn Ba"


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


@pytest.fixture
def light(sqlite_url: str) -> Database:
    return ward(sqlite_url)


def read(opened: Database, code: str) -> Case:
    with opened.reading() as connection:
        return case_of(load(connection, code))


def bare(applicant: Applicant) -> Case:
    return Case(
        code="H32.PL-240304-0001",
        agency="H32.PL",
        procedure="1.000894",
        channel="direct",
        state=State.PROCESSING,
        applicant=applicant,
    )


def told_of_a_second(opened: Database) -> list[tuple[str, str]]:
    with opened.reading() as connection:
        rows = connection.execute(select(NOTICES.c.login, NOTICES.c.key)).all()
    return [(row.login, row.key) for row in rows if ":second" in row.key]


def test_what_told_too_much_is_taken_down_by_a_correcting_letter(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    row = issued(opened, tmp_path, code, public_reason=LEAK)
    publish(opened, press(VAN, LAST_DAY), code, row.number)
    wanted = Correction(number=row.number, reason="lộ tên", public_reason="Thiếu nhân sự.")

    again = correct(opened, tmp_path, press(VAN, LAST_DAY), code, wanted)
    (old,) = public_letters(opened, MARCH).letters
    assert (old.reason, old.replaced_by) == (f"Xem thư số {again.number}.", again.number)

    publish(opened, press(VAN, LAST_DAY), code, again.number)
    told = [one.reason for one in public_letters(opened, MARCH).letters]
    assert told == [f"Xem thư số {again.number}.", "Thiếu nhân sự."]


def test_a_correcting_letter_that_says_no_reason_keeps_the_one_before(
    light: Database, tmp_path: Path
) -> None:
    code = late_case(light)
    row = public(light, tmp_path, code)
    wanted = Correction(number=row.number, reason="sai tên đường")
    again = correct(light, tmp_path, press(VAN, LAST_DAY), code, wanted)
    publish(light, press(VAN, LAST_DAY), code, again.number)
    assert public_letters(light, MARCH).letters[-1].reason == PUBLIC


def test_a_correcting_letter_may_not_tell_whose_case_it_is_either(
    light: Database, tmp_path: Path
) -> None:
    code = late_case(light)
    row = public(light, tmp_path, code)
    wanted = Correction(number=row.number, reason="sai", public_reason="Chờ bà Tư.")
    with pytest.raises(BadInput) as caught:
        correct(light, tmp_path, press(VAN, LAST_DAY), code, wanted)
    assert caught.value.field == "public_reason"


def test_a_draft_from_elsewhere_is_looked_through_before_it_is_signed(
    light: Database, tmp_path: Path
) -> None:
    code = late_case(light)
    told = DraftApology(at=LAST_DAY, reason="r", new_due_at=AGAIN, public_reason=f"Bà {TU.name}")
    record_all(light, code, [told], by=None, now=LAST_DAY)
    with pytest.raises(BadInput, match="họ tên"):
        signed(light, tmp_path, code, read(light, code).drafted_as or 0)


def test_an_apology_from_elsewhere_is_looked_through_before_it_is_published(
    light: Database,
) -> None:
    code = late_case(light)
    sorry = IssueApology(
        at=LAST_DAY, reason="r", new_due_at=AGAIN, signed_by="A", public_reason=f"Bà {TU.name}"
    )
    letter = IssueLetter(
        at=LAST_DAY,
        kind="apology",
        form="tt01_2018/04",
        number="7/PXL",
        serial=7,
        year=2024,
        file="0" * 64,
        media="application/pdf",
        size=10,
        template="x@y",
    )
    record_all(light, code, [sorry, letter], by=None, now=LAST_DAY)
    with pytest.raises(BadInput, match="họ tên"):
        publish(light, press(VAN, LAST_DAY), code, "7/PXL")


@pytest.mark.parametrize(
    "said",
    [
        "Chờ bà Tư bổ sung",
        "Bà N.T.Tư vắng mặt",
        "Chờ bà Nguyễn T. Tư",
        "Nguyễn\u200bThị\u200bTư vắng mặt",
        "Ở hộ 12 Hoa Mẫu",
        "Chưa xác minh ở đường Hoa Mẫu",
        "Hồ sơ số 0001",
        "Hồ sơ 240304-0001",
    ],
)
def test_names_streets_and_codes_are_found_in_parts_too(said: str) -> None:
    assert personal_in(bare(TU), said)


@pytest.mark.parametrize("name", ["Tư", "Lý", "An Nhân", "Nhân Sự"])
def test_a_name_that_is_a_common_word_is_not_found_in_each_sentence(name: str) -> None:
    case = bare(Applicant(name=name))
    said = "Bước thụ lý kéo dài từ thứ Hai do thiếu nhân sự."
    assert personal_in(case, said) is None
    assert personal_in(case, f"Chờ bà {name} bổ sung giấy tờ")


def test_the_proposed_reason_is_taken_though_somebody_gave_the_ward_as_address(
    light: Database,
) -> None:
    ward_only = Applicant(name="Nguyễn Thị Tư", address="Phường Phước Long")
    code = late_case(light, applicant=ward_only)
    found = apology_page(light, MINH, code, now=LAST_DAY).proposal
    assert found is not None
    draft(
        light,
        press(MINH, LAST_DAY),
        code,
        Words(reason=found.reason, public_reason=found.public_reason, new_due_at=found.new_due_at),
    )
    assert read(light, code).draft is not None


def test_two_clerks_at_once_alarm_nobody_and_a_second_draft_does(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    issued(opened, tmp_path, code)
    with pytest.raises(Refused):
        issue(opened, tmp_path, press(HUNG, LAST_DAY), code)
    with pytest.raises(Refused):
        signed(opened, tmp_path, code, 3)
    assert told_of_a_second(opened) == []
    for day in (14, 15):
        with pytest.raises(Refused):
            draft(opened, press(MINH, march(day, "08:00")), code, words())
    days = {key.rpartition(":")[2] for _, key in told_of_a_second(opened)}
    assert days == {"2024-03-14", "2024-03-15"}


def test_the_button_says_whether_anybody_was_told(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    assert not escalate_second(opened, press(MINH, LAST_DAY), code, DraftApology)
    issued(opened, tmp_path, code)
    at = march(14, "08:00")
    assert escalate_second(opened, press(MINH, at), code, DraftApology)
    assert not escalate_second(opened, press(MINH, at), code, DraftApology)
    assert escalate_second(opened, press(MINH, march(15, "08:00")), code, DraftApology)


def test_the_public_page_keeps_the_deadline_of_the_day_of_the_apology(
    light: Database, tmp_path: Path
) -> None:
    code = late_case(light)
    public(light, tmp_path, code)
    at = march(7, "08:00")
    move = AdjustDeadline(at=at, new_due_at=march(14, "09:00"), reason="bão", approved_by="x")
    record(light, code, move, by=None, now=at)
    (letter,) = public_letters(light, MARCH).letters
    assert (letter.due, letter.new_due, letter.days) == (DUE.date(), AGAIN.date(), 5)
    assert apology_page(light, HUNG, code, now=march(13, "08:00")).stage == "published"


def test_what_was_done_in_time_after_all_is_not_published(light: Database, tmp_path: Path) -> None:
    code = late_case(light)
    row = issued(light, tmp_path, code)
    at = march(6, "16:00")
    done = [CompleteStep(at=at, step="appraise"), ResolveCase(at=at, outcome="rejected")]
    record_all(light, code, done, by="hung", now=at)
    assert apology_page(light, VAN, code, now=march(7, "10:00")).stage == "lapsed"
    with pytest.raises(Refused, match="trong hạn"):
        publish(light, press(VAN, march(7, "10:00")), code, row.number)


@pytest.mark.parametrize(
    "other", ["::ffff:1.2.3.4", "1.2.3.4:55", "64:ff9b::1.2.3.4", "[::ffff:1.2.3.4]:80", " 1.2.3.4"]
)
def test_an_address_counts_as_one_however_it_is_written(other: str) -> None:
    assert subject(other) == subject("1.2.3.4")
    assert subject(other) != subject("5.6.7.8")


def test_networks_of_ipv6_stay_apart() -> None:
    assert subject("64:ff9b::1.2.3.4") != subject("64:ff9b::9.9.9.9")
    assert subject("2001:db8::1") == subject("2001:db8::2") != subject("2001:db8:0:1::1")
    assert TRACK_LIMIT.failures == 300
