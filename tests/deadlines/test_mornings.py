"""The morning's digest: who is told what, once, at the opening, and by one letter."""

import pytest
from sqlalchemy import select

from app.deadlines import digest_facts, mornings
from app.deadlines.mornings import morning
from app.services.absences import NewAbsence, put_absent
from app.services.notice_choices import keep_notice_settings
from app.store.channels import announce
from app.store.engine import database
from app.store.outbox import OUTBOX
from app.store.visible import CASES
from sla.zone import later
from tests.lists.office import PERMIT, accepted, begun, submitted
from tests.notices.ringing import march, notices, staffed, ticked
from tests.services.absent import ADMIN
from tests.services.who import NOW, grant, made
from tests.store import desk, workers
from tests.store.desk import MONDAY
from workflows import commands as do

# A permit accepted on Monday the 4th at 09:00 is due on Monday the 18th at 09:00.
TUESDAY = march(19, "07:30")


@pytest.fixture
def opened(database_url):
    opened = staffed(database_url, desk.EVERYTHING + PERMIT)
    with opened.writing() as connection:
        announce(connection, ["mail"], now=NOW)
    return opened


def wants(opened, login, **modes):
    chosen = {(kind, "mail"): mode for kind, mode in modes.items()}
    keep_notice_settings(opened, login, email=f"{login}@gov.vn", phone="", modes=chosen)


def bells(opened, **having):
    return {row.login: row.text for row in notices(opened, kind="digest", **having)}


def mails(opened):
    with opened.reading() as connection:
        query = select(OUTBOX).where(OUTBOX.c.kind == "digest").order_by(OUTBOX.c.id)
        return {row.login: row for row in connection.execute(query)}


def overdue(opened):
    """A case that hue has, late since Monday the 18th at nine."""
    return accepted(opened, begun("appraise", assignee="hue.tp"))


def test_each_is_told_of_their_own_and_the_leader_of_the_office(opened):
    for login in ("binh.ld", "hue.tp", "minh.tp", "lan.mc", "giam.sat"):
        wants(opened, login)
    late = overdue(opened)
    asked = submitted(opened)

    assert morning(opened, now=TUESDAY) == 4

    assert set(bells(opened)) == {"binh.ld", "hue.tp", "lan.mc", "giam.sat"}
    assert bells(opened)["binh.ld"] == (
        "Bản tin thứ Ba 19/03/2024 (Phường Phước Long): 2 hồ sơ cần chú ý."
    )
    found = mails(opened)
    assert late in found["binh.ld"].body
    assert asked in found["binh.ld"].body
    assert "bước Thụ lý" in found["hue.tp"].body
    assert asked not in found["hue.tp"].body
    assert asked in found["lan.mc"].body
    assert "Phường Phước Long: 1 quá hạn, 1 chờ tiếp nhận" in found["giam.sat"].body
    assert "Bà Tư" not in "".join(row.body for row in found.values())


def test_the_forecast_tells_by_which_hour_a_step_must_be_done(opened):
    wants(opened, "hue.tp")
    code = overdue(opened)

    morning(opened, now=march(15, "07:30"))

    body = mails(opened)["hue.tp"].body
    assert f"{code}, Cấp giấy phép: lẽ ra phải xong bước Thụ lý trước thứ Năm 14/03/2024" in body
    # It stands there and in no other part.
    assert body.count(code) == 1


@pytest.mark.parametrize(
    ("modes", "subject"),
    [
        ({}, "Bản tin"),
        ({"digest": "off"}, "Dự báo"),
        ({"forecast": "off"}, "Bản tin"),
        ({"digest": "off", "forecast": "off"}, None),
    ],
)
def test_one_letter_at_most_by_ones_choice_and_the_bell_in_any_case(opened, modes, subject):
    wants(opened, "binh.ld", **modes)
    overdue(opened)

    morning(opened, now=march(15, "07:30"))

    assert "binh.ld" in bells(opened)
    found = _every_mail(opened)
    assert [row.subject.split()[:2] for row in found] == ([subject.split()] if subject else [])
    if modes == {"forecast": "off"}:
        assert "Sẽ trễ hạn" not in found[0].body
        assert "Sắp đến hạn" in found[0].body


def _every_mail(opened):
    with opened.reading() as connection:
        return list(connection.execute(select(OUTBOX)))


def test_it_is_told_once_from_the_opening_on_and_not_out_of_hours(opened):
    overdue(opened)
    before, night, sunday = march(19, "07:29"), march(19, "17:30"), march(17, "10:00")

    assert [morning(opened, now=at) for at in (sunday, before)] == [0, 0]
    assert morning(opened, now=TUESDAY) == 3
    assert morning(opened, now=later(TUESDAY, minutes=1)) == 0
    assert morning(opened, now=night) == 0
    assert {row.shown_from for row in notices(opened, kind="digest")} == {TUESDAY}


def test_after_days_without_power_only_today_is_told(opened):
    overdue(opened)
    assert morning(opened, now=TUESDAY) == 3

    assert morning(opened, now=march(25, "12:00")) == 3

    assert {row.key for row in notices(opened, kind="digest")} >= {"digest:H32.PL:2024-03-25"}
    days = {row.at.day for row in notices(opened, kind="digest")}
    assert days == {19, 25}
    # At noon nobody is at work: it is shown when they come back.
    assert {row.shown_from.hour for row in notices(opened, kind="digest") if row.at.day == 25} == {
        13
    }


def test_nothing_is_said_where_there_is_nothing_to_say(opened):
    assert morning(opened, now=TUESDAY) == 0
    accepted(opened, training=True)
    voided = accepted(opened)
    with opened.writing() as connection:
        connection.execute(
            CASES.update().where(CASES.c.code == voided).values(state="voided", settled_at=MONDAY)
        )

    assert morning(opened, now=march(20, "07:30")) == 0
    assert notices(opened, kind="digest") == []


def test_whoever_stands_in_is_told_what_the_absent_would_be(opened):
    overdue(opened)
    made(opened, "thay.tp", grant("specialist"))
    made(opened, "quan.tri", grant("admin"))
    away = NewAbsence(
        login="hue.tp",
        substitute="thay.tp",
        first_day=TUESDAY.date(),
        last_day=TUESDAY.date(),
        reason="nghỉ phép",
    )
    put_absent(opened, away, by=ADMIN, now=NOW)

    morning(opened, now=TUESDAY)

    assert "thay.tp" in bells(opened)


def test_alerts_that_wait_for_the_digest_stand_in_it_once(opened):
    wants(opened, "hue.tp", case="digest", step="digest")
    wants(opened, "minh.tp", case="each", step="each")
    code = overdue(opened)
    ticked(opened, march(15, "17:00"))

    morning(opened, now=march(18, "07:30"))
    first = mails(opened)["hue.tp"].body
    assert "Đã nhắc từ bản tin trước" in first
    assert code in first.split("Đã nhắc")[1]

    morning(opened, now=march(19, "07:30"))
    again = mails(opened)["hue.tp"]
    assert again.key.startswith("digest:H32.PL:2024-03-19")
    assert "Đã nhắc từ bản tin trước" not in again.body


def test_an_office_that_fails_does_not_keep_the_others_from_theirs(opened, monkeypatch):
    overdue(opened)
    made(opened, "son.ld", grant("leader", "H32.BD"))
    accepted(opened, agency="H32.BD")
    true = digest_facts.facts_of

    def broken(connection, office, *rest, **more):
        if office.code == "H32.BD":
            raise LookupError("hỏng")
        return true(connection, office, *rest, **more)

    monkeypatch.setattr(mornings, "facts_of", broken)
    with pytest.raises(LookupError):
        morning(opened, now=TUESDAY)
    assert "binh.ld" in bells(opened)

    monkeypatch.undo()
    assert morning(opened, now=later(TUESDAY, minutes=5)) > 0
    assert "son.ld" in bells(opened)


def told_by(url, at):
    return morning(database(url), now=at)


@pytest.mark.slow
def test_four_schedulers_at_once_tell_it_once(opened):
    wants(opened, "binh.ld")
    overdue(opened)

    found = workers.together(told_by, [(opened.url, TUESDAY)] * 4)

    # Offices may fall to different ones.
    assert sum(found) == 3
    assert len(notices(opened, kind="digest")) == 3
    assert len(_every_mail(opened)) == 1


def test_a_step_of_another_offices_case_is_told_where_it_is_worked_on(opened):
    made(opened, "truong.nt", grant("leader", "H32.NT"))
    code = accepted(opened, do.StartStep(at=MONDAY, step="district", assignee=None))
    wants(opened, "truong.nt")

    morning(opened, now=march(15, "07:30"))

    assert code in mails(opened)["truong.nt"].body
