"""The weekly letter: what each office is asked to explain, once, and who is reminded."""

import pytest
from sqlalchemy import select, update

from app.deadlines.weekly import weekly
from app.services.notice_choices import keep_notice_settings
from app.store.channels import announce
from app.store.engine import database
from app.store.explanations import LINES, ROUNDS
from app.store.outbox import OUTBOX
from app.store.setup import read_setup
from app.store.visible import CASES
from sla.zone import later
from tests.lists.office import PERMIT, accepted, begun, submitted
from tests.notices.ringing import did, march, notices, staffed, ticked
from tests.services.who import NOW, grant, made
from tests.store import desk, workers
from tests.store.desk import MONDAY
from workflows import commands as do

# The week from Monday the 4th; its letter comes on Monday the 11th.
LETTER = march(11, "07:30")
# Answers are due at the end of the third working day after it.
PASSED = march(15, "07:31")


@pytest.fixture
def opened(database_url):
    opened = staffed(database_url, desk.EVERYTHING + PERMIT)
    with opened.writing() as connection:
        announce(connection, ["mail"], now=NOW)
    return opened


def supplement(opened, **more):
    """A case of which the citizen was asked for more on Tuesday."""
    at = march(5, "09:00")
    asked = do.RequestSupplement(at=at, items=("giấy",), reason="thiếu")
    return accepted(opened, asked, **more)


def lines(opened, agency="H32.PL"):
    query = select(LINES).join(ROUNDS, ROUNDS.c.id == LINES.c.round)
    with opened.reading() as connection:
        rows = connection.execute(query.where(ROUNDS.c.agency == agency).order_by(LINES.c.id))
        return [(row.case_code, row.why, row.clock, row.step) for row in rows]


def letters(opened):
    return {row.login: row for row in notices(opened, kind="weekly")}


def test_a_unit_is_asked_for_what_was_late_returned_and_supplemented(opened):
    late = accepted(opened, begun("appraise"))
    wanting = supplement(opened)
    refused = submitted(
        opened, do.RefuseCase(at=march(4, "15:00"), reason="không đủ", ground="Điều 5")
    )
    slow = submitted(opened)
    ticked(opened, march(8, "17:30"))

    assert weekly(opened, now=LETTER) == 1

    assert sorted(lines(opened)) == sorted(
        [
            (late, "overdue", "step", "appraise"),
            (wanting, "supplemented", None, None),
            (refused, "returned", None, None),
            (slow, "overdue", "intake", None),
        ]
    )
    letter = letters(opened)["binh.ld"]
    assert letter.text == (
        "Đề nghị giải trình 4 hồ sơ tuần từ 04/03/2024 đến 08/03/2024 (Phường Phước Long), "
        "chậm nhất vào thứ Năm 14/03/2024."
    )
    assert letter.link == "/explanations/H32.PL/2024-03-04"


def test_each_case_once_for_a_reason_with_its_gravest_clock(opened):
    code = desk.opened_case(opened, desk.acceptance()).code
    desk_step = do.StartStep(at=MONDAY, step="appraise", assignee=None)
    did(opened, code, desk_step)
    ticked(opened, march(8, "17:00"))
    weekly(opened, now=LETTER)

    assert lines(opened) == [(code, "overdue", "case", None)]


def test_it_is_asked_once_at_the_opening_of_the_first_working_day(opened):
    supplement(opened)

    assert weekly(opened, now=march(10, "12:00")) == 0
    assert weekly(opened, now=march(11, "07:29")) == 0
    assert weekly(opened, now=LETTER) == 1
    assert [weekly(opened, now=march(day, "10:00")) for day in (11, 12)] == [0, 0]
    assert len(lines(opened)) == 1


def test_after_weeks_without_power_only_the_last_week_is_asked_for(opened):
    supplement(opened)
    last = do.RequestSupplement(at=march(19, "09:00"), items=("giấy",), reason="thiếu")
    code = accepted(opened, last)

    weekly(opened, now=march(27, "10:00"))

    assert lines(opened) == [(code, "supplemented", None, None)]


def test_a_week_in_which_nobody_worked_is_passed_over(database_url):
    off = ", ".join(
        f"{{date: 2024-03-{day}, kind: off, name: nghỉ}}" for day in ("11", "12", "13", "14", "15")
    )
    calendar = f"{desk.CALENDAR}    days: [{off}]\n"
    opened = staffed(database_url, desk.EVERYTHING.replace(desk.CALENDAR, calendar) + PERMIT)
    code = supplement(opened)

    assert weekly(opened, now=march(13, "10:00")) == 0
    weekly(opened, now=march(18, "07:30"))

    assert [line[0] for line in lines(opened)] == [code]
    assert "từ 04/03/2024 đến 08/03/2024" in letters(opened)["binh.ld"].text


def test_training_and_voided_cases_are_not_asked_for(opened):
    supplement(opened, training=True)
    voided = supplement(opened)
    with opened.writing() as connection:
        connection.execute(update(CASES).where(CASES.c.code == voided).values(state="voided"))

    assert weekly(opened, now=LETTER) == 0
    assert lines(opened) == []


def test_a_late_step_is_explained_where_it_was_worked_on(opened):
    text = PERMIT.replace(
        "{code: district, name: Thẩm định, role: specialist, refer_to: district}",
        "{code: district, name: Thẩm định, role: specialist, refer_to: district, "
        "quota: 4 working_hours}",
    ).replace("1.009999", "1.009998")
    desk.load(opened, f"{desk.FIELD}\nprocedures:{text}")
    made(opened, "truong.nt", grant("leader", "H32.NT"))
    code = accepted(opened, begun("district"), procedure="1.009998")
    ticked(opened, march(8, "17:00"))

    weekly(opened, now=LETTER)

    assert lines(opened, "H32.NT") == [(code, "overdue", "step", "district")]
    assert lines(opened) == []


def test_it_waits_a_while_for_deadlines_that_were_not_told_yet(opened):
    accepted(opened, begun("appraise"))

    assert weekly(opened, now=LETTER) == 0
    ticked(opened, later(LETTER, minutes=1))
    assert weekly(opened, now=later(LETTER, minutes=2)) == 1


def test_it_does_not_wait_for_ever(opened):
    accepted(opened, begun("appraise"))
    supplement(opened)

    assert weekly(opened, now=march(11, "10:00")) == 1
    assert [line[1] for line in lines(opened)] == ["supplemented"]


def test_when_the_time_has_passed_the_office_and_those_above_are_told_once(opened):
    keep_notice_settings(opened, "giam.sat", email="gs@gov.vn", phone="", modes={})
    code = supplement(opened)
    weekly(opened, now=LETTER)

    assert weekly(opened, now=march(14, "23:00")) == 0
    assert weekly(opened, now=PASSED) == 2
    assert weekly(opened, now=later(PASSED, minutes=5)) == 0

    assert letters(opened)["binh.ld"].text.startswith("Đề nghị giải trình 1 hồ sơ") is False
    assert letters(opened)["binh.ld"].text == (
        "Còn 1 hồ sơ tuần từ 04/03/2024 đến 08/03/2024 (Phường Phước Long) chưa được giải trình; "
        "hạn là thứ Năm 14/03/2024."
    )
    with opened.reading() as connection:
        (mail,) = connection.execute(select(OUTBOX).where(OUTBOX.c.login == "giam.sat")).all()
    assert "Phường Phước Long, tuần từ 04/03/2024 đến 08/03/2024: còn 1 trong 1 mục" in mail.body
    assert code not in mail.body


def test_whoever_has_answered_is_not_reminded(opened):
    supplement(opened)
    weekly(opened, now=LETTER)
    with opened.writing() as connection:
        connection.execute(update(LINES).values(cause="system", answered_at=LETTER))

    assert weekly(opened, now=PASSED) == 0


def test_an_office_without_leader_is_asked_through_whoever_oversees_it(opened):
    supplement(opened, agency="H32.BD")
    weekly(opened, now=LETTER)

    assert set(letters(opened)) == {"giam.sat"}


def asked_by(url, at):
    return weekly(database(url), now=at)


@pytest.mark.slow
@pytest.mark.parametrize("at", [LETTER, PASSED], ids=["letter", "reminder"])
def test_four_schedulers_at_once_ask_once(opened, at):
    supplement(opened)
    before = weekly(opened, now=LETTER) if at != LETTER else 0

    found = workers.together(asked_by, [(opened.url, at)] * 4)

    assert sum(found) == (2 if before else 1)
    assert len(lines(opened)) == 1
    with opened.reading() as connection:
        assert read_setup(connection).agencies
    assert len(notices(opened, kind="weekly")) == sum(found) + before
