"""A round is topped up until its time is out; those above hear of all that are missing at once."""

import pytest
from sqlalchemy import select, update

from app.deadlines.weekly import weekly
from app.deadlines.weekly_letters import LINES as IN_A_LETTER
from app.services.notice_choices import keep_notice_settings
from app.services.record import record
from app.store.channels import announce
from app.store.engine import database
from app.store.explanations import LINES, ROUNDS
from app.store.outbox import OUTBOX
from sla.zone import later
from tests.lists.office import PERMIT, accepted, begun
from tests.notices.ringing import march, notices, staffed, ticked
from tests.services.who import NOW, grant, made
from tests.store import desk, workers
from workflows import commands as do

LETTER = march(11, "07:30")


@pytest.fixture
def opened(database_url):
    opened = staffed(database_url, desk.EVERYTHING + PERMIT)
    with opened.writing() as connection:
        announce(connection, ["mail"], now=NOW)
    return opened


def supplement(opened, **more):
    asked = do.RequestSupplement(at=march(5, "09:00"), items=("giấy",), reason="thiếu")
    return accepted(opened, asked, **more)


def late_recorded(opened, code, now, at=None):
    """A request for a supplement of Friday that was recorded on another day."""
    at = at or march(8, "17:00")
    command = do.RequestSupplement(at=at, items=("giấy",), reason="thiếu")
    record(opened, code, command, by="lan.mc", now=now)


def lines(opened):
    with opened.reading() as connection:
        rows = connection.execute(select(LINES).order_by(LINES.c.id))
        return [(row.case_code, row.why) for row in rows]


def bells(opened, login="binh.ld"):
    return [row.text for row in notices(opened, kind="weekly", login=login)]


def test_after_an_outage_the_letter_waits_for_the_clock_work_of_its_own_day(opened):
    code = accepted(opened, begun("appraise"))
    up = march(12, "08:00")

    assert weekly(opened, now=up) == 0
    ticked(opened, up)
    assert weekly(opened, now=later(up, minutes=1)) == 1

    assert lines(opened) == [(code, "overdue")]


def test_what_the_clock_work_tells_after_the_letter_is_asked_as_well(opened):
    other = supplement(opened)
    code = accepted(opened, begun("appraise"))
    assert weekly(opened, now=march(11, "10:00")) == 1
    ticked(opened, march(11, "10:04"))

    assert weekly(opened, now=march(11, "10:05")) == 1

    assert lines(opened) == [(other, "supplemented"), (code, "overdue")]
    assert bells(opened)[-1].startswith("Phiếu giải trình tuần từ 04/03/2024 đến 08/03/2024")
    assert "thêm mục của 1 hồ sơ; hạn vẫn là thứ Năm 14/03/2024" in bells(opened)[-1]


def test_a_week_that_seemed_empty_is_asked_for_from_its_first_line_on(opened):
    code = accepted(opened)
    assert weekly(opened, now=LETTER) == 0
    late_recorded(opened, code, march(13, "07:40"))

    assert weekly(opened, now=march(13, "08:00")) == 1

    assert lines(opened) == [(code, "supplemented")]
    assert bells(opened)[0].startswith("Đề nghị giải trình 1 hồ sơ")
    assert bells(opened)[0].endswith("thứ Hai 18/03/2024.")
    assert weekly(opened, now=march(15, "07:31")) == 0


def test_the_bell_rings_once_a_day_for_what_comes_later(opened):
    supplement(opened)
    codes = [accepted(opened) for _ in range(3)]
    weekly(opened, now=LETTER)
    told = []
    for code, day, clock in zip(codes, (11, 11, 12), ("09:00", "10:00", "09:00"), strict=True):
        late_recorded(opened, code, march(day, clock))
        told.append(weekly(opened, now=later(march(day, clock), minutes=5)))

    assert told == [1, 0, 1]
    assert len(lines(opened)) == 4
    assert len(bells(opened)) == 3


def test_when_the_time_is_out_nothing_is_added(opened):
    supplement(opened)
    code = accepted(opened)
    weekly(opened, now=LETTER)
    late_recorded(opened, code, march(15, "07:35"))

    weekly(opened, now=march(15, "08:00"))

    assert len(lines(opened)) == 1


def test_an_answer_stays_when_its_round_is_topped_up(opened):
    supplement(opened)
    code = accepted(opened)
    weekly(opened, now=LETTER)
    with opened.writing() as connection:
        connection.execute(update(LINES).values(cause="system", answered_at=LETTER))
    late_recorded(opened, code, march(12, "09:00"))
    weekly(opened, now=march(12, "09:05"))

    with opened.reading() as connection:
        kept = connection.scalars(select(LINES.c.cause).order_by(LINES.c.id)).all()
    assert kept == ["system", None]


def asked_by(url, at):
    return weekly(database(url), now=at)


@pytest.mark.slow
def test_four_schedulers_at_once_top_up_once(opened):
    supplement(opened)
    code = accepted(opened)
    weekly(opened, now=LETTER)
    late_recorded(opened, code, march(12, "09:00"))

    found = workers.together(asked_by, [(opened.url, march(12, "09:05"))] * 4)

    assert sum(found) == 1
    assert len(lines(opened)) == 2
    assert len(bells(opened)) == 2


def mails(opened, login):
    query = select(OUTBOX).where(OUTBOX.c.login == login).order_by(OUTBOX.c.id)
    with opened.reading() as connection:
        return list(connection.execute(query))


def test_those_above_hear_of_every_office_whose_time_ran_out_once_a_day(opened):
    made(opened, "ld.bd", grant("leader", "H32.BD"))
    keep_notice_settings(opened, "giam.sat", email="gs@gov.vn", phone="", modes={})
    supplement(opened)
    supplement(opened, agency="H32.BD")
    weekly(opened, now=LETTER)
    with opened.writing() as connection:
        other = update(ROUNDS).where(ROUNDS.c.agency == "H32.BD")
        connection.execute(other.values(due_at=march(14, "18:00")))

    told = [weekly(opened, now=at) for at in (march(14, "17:45"), march(15, "00:05"))]
    told.append(weekly(opened, now=march(15, "08:05")))

    assert told == [0, 3, 0]
    (mail,) = mails(opened, "giam.sat")
    assert "Phường Phước Long" in mail.body
    assert "Phường Bình Dương" in mail.body
    assert mail.subject.startswith("2 phiếu giải trình")


def test_a_round_told_of_before_stays_on_the_list_of_the_next_week(opened):
    keep_notice_settings(opened, "giam.sat", email="gs@gov.vn", phone="", modes={})
    supplement(opened)
    code = accepted(opened)
    late_recorded(opened, code, march(13, "09:00"), at=march(13, "09:00"))
    for day in (11, 15, 18, 22):
        weekly(opened, now=march(day, "10:00"))

    first, second = mails(opened, "giam.sat")
    assert first.subject.startswith("1 phiếu")
    assert second.subject.startswith("2 phiếu")
    assert second.body.index("từ 11/03/2024") < second.body.index("từ 04/03/2024")


def test_a_long_list_says_how_many_more_there_are(opened):
    keep_notice_settings(opened, "binh.ld", email="ld@gov.vn", phone="", modes={})
    for _ in range(IN_A_LETTER + 2):
        supplement(opened)
    weekly(opened, now=LETTER)

    (mail,) = mails(opened, "binh.ld")
    assert "\n… và 2 mục nữa\n" in mail.body
