"""Taking in at the desk: what is offered, what is promised, who is known, once and for all."""

import io
from pathlib import Path

import pytest

from app.errors import Refused, Unknown
from app.services.applicant_doubts import doubts
from app.services.attachments import Upload, kept_file
from app.services.intake import (
    Brought,
    intake_page,
    opened_before,
    preview,
    take_in,
    taken,
)
from app.services.intake_choice import Chooser, choosing
from app.services.intake_people import applicant_of, earlier
from app.store import event_log
from app.store.engine import Database
from tests.services import papers
from tests.services.hands import ADMIN, HUNG, LAN, SON, officer, press
from tests.store import desk
from tests.store.desk import DAY, HOUR, MONDAY
from workflows import events as ev
from workflows.agency import Role
from workflows.commands import AcceptCase, RequestSupplement, StartStep
from workflows.events import Applicant

BUOI = Applicant(name="Bùi Thị Bưởi", id_no="079188001234", phone="0912345678", address="Tổ 3")
DESK_STEP = """
  - code: "2.000001"
    name: Xác nhận
    field: HT
    levels: [commune]
    online: full
    time_limit: 2 working_days
    steps: [{code: intake, name: Tiếp nhận, role: one_stop}]
  - code: "2.000002"
    name: Việc của tỉnh
    field: HT
    levels: [province]
    online: full
    time_limit: 2 working_days
  - code: "2.000003"
    name: Việc của năm sau
    field: HT
    levels: [commune]
    online: full
    time_limit: 2 working_days
    valid_from: 2025-01-01
  - code: "2.000004"
    name: Không thời hạn
    field: HT
    levels: [commune]
    online: info
"""


def province(url: str) -> Database:
    return desk.loaded(url, desk.EVERYTHING, f"{desk.FIELD}\nprocedures:{DESK_STEP}")


def chosen(opened: Database, who=LAN, **asked):
    return choosing(opened, Chooser(officer=who, account=1, now=MONDAY, **asked))


def codes(found) -> set[str]:
    return {one.procedure.code for one in found.found}


def kept(folder: Path, content: bytes, name: str) -> Brought:
    upload = Upload(stream=io.BytesIO(content), name=name)
    return Brought(kept=kept_file(folder, upload, limit=1_000_000), name=name)


def log_of(opened: Database, code: str):
    with opened.reading() as connection:
        return [line.event for line in event_log.load(connection, code).lines]


def test_a_desk_is_offered_what_its_level_has_today(database_url):
    found = chosen(province(database_url))

    assert codes(found) == {"1.000894", "1.000656", "2.000001", "2.000004"}
    assert [group.name for group in found.groups] == ["Hộ tịch"]


def test_what_was_chosen_stays_whatever_is_searched(database_url):
    found = chosen(province(database_url), searched="xac nhan", chosen=["1.000894", "x"])

    assert codes(found) == {"2.000001"}
    assert [one.procedure.code for one in found.chosen] == ["1.000894"]


def test_who_sits_at_no_desk_is_offered_nothing(database_url):
    opened = province(database_url)

    assert chosen(opened, HUNG).office is None
    with pytest.raises(Unknown):
        chosen(opened, office="H32.BD")


def test_a_desk_that_was_closed_takes_nothing_in(database_url):
    opened, closed = province(database_url), officer("an", Role.ONE_STOP, "H32.NT")
    late = MONDAY.replace(year=2025, month=7, day=7)

    assert chosen(opened, closed).office is not None
    after = choosing(opened, Chooser(officer=closed, account=1, now=late))
    assert after.office is None


def test_the_promise_is_shown_with_its_reasons(database_url):
    page = intake_page(province(database_url), LAN, "1.000894", now=MONDAY)
    command = desk.acceptance()

    shown = preview(page, [command])

    assert shown.due == MONDAY + 3 * DAY
    assert len(shown.why) > 1
    assert shown.refusal is None


def test_before_acceptance_the_eight_hours_are_shown(database_url):
    page = intake_page(province(database_url), LAN, "1.000894", now=MONDAY)

    shown = preview(page, [desk.submission()])

    assert (shown.due, shown.answer_by) == (None, MONDAY + DAY)
    assert shown.why


def test_a_promise_that_cannot_be_made_says_why(database_url):
    page = intake_page(province(database_url), LAN, "2.000004", now=MONDAY)

    without = preview(page, [desk.acceptance(procedure="2.000004")])
    given = preview(page, [desk.acceptance(procedure="2.000004", due_at=MONDAY + DAY)])

    assert "ngày hẹn trả" in (without.refusal or "")
    assert (given.due, given.why) == (MONDAY + DAY, ())


def test_the_desks_own_first_step_is_known(database_url):
    opened = province(database_url)
    own = intake_page(opened, LAN, "2.000001", now=MONDAY).own_first_step

    assert own is not None
    assert own.code == "intake"
    assert intake_page(opened, LAN, "1.000894", now=MONDAY).own_first_step is None


def test_a_form_opens_one_case_and_its_files_come_once(database_url, tmp_path):
    opened, form = province(database_url), press(LAN)
    files = [kept(tmp_path, papers.pdf(), "don.pdf"), kept(tmp_path, papers.png(), "anh.png")]
    commands = [
        desk.acceptance(procedure="2.000001"),
        StartStep(at=MONDAY, step="intake", assignee="lan"),
    ]

    first = take_in(opened, form, commands, files)
    again = take_in(opened, form, commands, files)

    assert (first.trouble, again.trouble) == ((), ())
    assert again.outcome.repeated
    assert again.outcome.code == first.outcome.code
    assert opened_before(opened, LAN, form.key) == first.outcome.code
    assert opened_before(opened, SON, form.key) is None
    names = [
        one.name for one in log_of(opened, first.outcome.code) if isinstance(one, ev.Digitised)
    ]
    assert names == ["don.pdf", "anh.png"]


def test_files_come_with_the_second_sending_when_the_first_had_no_answer(database_url, tmp_path):
    opened, form = province(database_url), press(LAN)
    code = take_in(opened, form, [desk.acceptance()], []).outcome.code

    again = take_in(opened, form, [desk.acceptance()], [kept(tmp_path, papers.pdf(), "don.pdf")])

    assert again.outcome.code == code
    assert isinstance(log_of(opened, code)[-1], ev.Digitised)


def test_nothing_is_opened_by_whoever_is_not_at_the_desk(database_url):
    opened = province(database_url)

    for who in (HUNG, SON, ADMIN):
        with pytest.raises(Refused):
            take_in(opened, press(who), [desk.acceptance()], [])


def test_people_are_known_by_their_number_the_latest_first(database_url):
    opened = province(database_url)
    old = Applicant(name="Bùi Thị Bưởi", id_no="079188001234", phone="1")
    other = Applicant(name="Trần Nhầm Số", id_no="079.188.001.234")
    for hours, person in enumerate([old, other, BUOI]):
        desk.opened_case(opened, desk.acceptance(MONDAY + hours * HOUR, applicant=person))

    found = earlier(opened, LAN, "079 188 001 234")

    assert [(one.applicant, one.number) for one in found] == [(BUOI, 2), (other, 1)]
    assert applicant_of(opened, LAN, found[0].code) == BUOI


@pytest.mark.parametrize("who", [SON, ADMIN])
def test_strangers_know_nobody(database_url, who):
    opened = province(database_url)
    code = desk.opened_case(opened, desk.acceptance(applicant=BUOI)).code

    assert earlier(opened, who, "079188001234") == ()
    assert taken(opened, who, [code]) == ()
    with pytest.raises(Unknown):
        applicant_of(opened, who, code)


def test_a_few_digits_bring_up_nobody(database_url):
    opened = province(database_url)
    desk.opened_case(opened, desk.acceptance(applicant=Applicant(name="A", id_no="123")))

    assert earlier(opened, LAN, "123") == ()
    assert earlier(opened, LAN, " - ") == ()


def test_cases_taken_in_are_told_in_their_order(database_url):
    opened = province(database_url)
    first = take_in(opened, press(LAN), [desk.acceptance(fee=8000)], []).outcome.code
    asked = RequestSupplement(at=MONDAY, items=("Tờ khai",), reason="thiếu")
    waits: list[AcceptCase | RequestSupplement] = [desk.acceptance(training=True), asked]
    second = take_in(opened, press(LAN), waits, []).outcome.code

    found = taken(opened, LAN, [second, "không có", first])

    assert [one.case.code for one in found] == [second, first]
    assert (found[0].case.waits_for, found[0].case.training) == ("supplement", True)
    assert (found[1].case.fee, found[1].case.due_at) == (8000, MONDAY + 3 * DAY)
    assert (found[1].procedure, found[1].office) == ("Đăng ký kết hôn", "Phường Phước Long")


@pytest.mark.parametrize(
    ("person", "wrong"),
    [
        (BUOI, []),
        (Applicant(name="A"), []),
        (Applicant(name="A", id_no="012 345 678", phone="+84 912 345 678", email="a@b.vn"), []),
        (Applicant(name="A", id_no="1234567890"), ["id_no"]),
        (Applicant(name="A", id_no="B1234567"), ["id_no"]),
        (Applicant(name="A", phone="0912"), ["phone"]),
        (Applicant(name="A", email="a@b"), ["email"]),
        (Applicant(name="A", email="a b@c.vn"), ["email"]),
    ],
)
def test_what_looks_wrong_is_said(person, wrong):
    assert [field for field, _ in doubts(person)] == wrong
