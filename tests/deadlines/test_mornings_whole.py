"""The morning's digest leaves nobody and nothing out: full offices, several roles, who has left."""

import pytest
from sqlalchemy import insert, select, update

from app.deadlines.mornings import morning
from app.services.absences import NewAbsence, put_absent
from app.services.notice_choices import keep_notice_settings
from app.store.accounts import ACCOUNTS
from app.store.channels import announce
from app.store.outbox import OUTBOX
from app.store.visible import CASES, STEPS
from tests.lists.office import PERMIT, accepted, begun, submitted
from tests.notices.ringing import march, notices, staffed
from tests.services.absent import ADMIN
from tests.services.who import NOW, grant, made
from tests.store import desk
from tests.store.desk import MONDAY
from workflows import commands as do

# A permit accepted on Monday the 4th at 09:00 is due on Monday the 18th, a step of it on the 5th.
THURSDAY, TUESDAY = march(7, "07:30"), march(19, "07:30")
SITE = "https://mc.example.vn"


@pytest.fixture
def opened(database_url):
    opened = staffed(database_url, desk.EVERYTHING + PERMIT)
    with opened.writing() as connection:
        announce(connection, ["mail"], now=NOW)
    return opened


def wants(opened, *logins, **modes):
    chosen = {(kind, "mail"): mode for kind, mode in modes.items()}
    for login in logins:
        keep_notice_settings(opened, login, email=f"{login}@gov.vn", phone="", modes=chosen)


def bell(opened, login):
    return [row.text.split(": ")[1] for row in notices(opened, kind="digest", login=login)]


def mail(opened, login):
    with opened.reading() as connection:
        query = select(OUTBOX.c.body).where(OUTBOX.c.login == login).order_by(OUTBOX.c.id)
        return connection.scalars(query).all()[-1]


def copied(opened, code, number):
    """So many cases more that stand as this one does."""
    with opened.writing() as connection:
        for table, key in ((CASES, "code"), (STEPS, "case_code")):
            rows = connection.execute(select(table).where(table.c[key] == code)).mappings().all()
            copies = [{**row, key: f"{code}-{n}"} for n in range(number) for row in rows]
            connection.execute(insert(table), copies)


def moved(opened, code, **changes):
    """The running steps of a case as they would be elsewhere."""
    with opened.writing() as connection:
        connection.execute(update(STEPS).where(STEPS.c.case_code == code).values(**changes))


def stands_in(opened, absent, substitute):
    day = TUESDAY.date()
    away = NewAbsence(
        login=absent, substitute=substitute, first_day=day, last_day=day, reason="nghỉ phép"
    )
    put_absent(opened, away, by=ADMIN, now=NOW)


def test_thousands_of_one_hide_nothing_of_the_others(opened):
    wants(opened, "binh.ld", "hue.tp", "minh.tp", "lan.mc")
    copied(opened, accepted(opened, begun("appraise", assignee="hue.tp")), 3_100)
    asked = submitted(opened)
    with opened.writing() as connection:
        late = CASES.update().where(CASES.c.code == asked)
        connection.execute(late.values(intake_due_at=TUESDAY))
    mine = accepted(opened, begun("appraise", march(18, "09:30"), "minh.tp"), at=march(18, "09:00"))

    morning(opened, now=march(19, "08:00"))

    assert bell(opened, "hue.tp") == ["3101 hồ sơ cần chú ý."]
    assert bell(opened, "minh.tp") == ["1 hồ sơ cần chú ý."]
    assert bell(opened, "lan.mc") == ["1 hồ sơ cần chú ý."]
    assert bell(opened, "binh.ld") == ["3102 hồ sơ cần chú ý."]
    assert mine in mail(opened, "minh.tp")
    whole = mail(opened, "binh.ld")
    assert "Đã quá hạn (3101):" in whole
    assert "- … và 3081 dòng nữa" in whole
    assert "Chờ tiếp nhận (1):" in whole
    assert asked in whole


@pytest.mark.parametrize("how", ["substitute", "both"])
def test_a_supervisor_who_works_on_cases_is_told_of_these_too(opened, how):
    made(opened, "cv.nt", grant("specialist", "H32.NT"))
    if how == "both":
        made(opened, "gs.nt", grant("specialist", "H32.NT"), grant("supervisor", "H32.NT"))
    else:
        made(opened, "gs.nt", grant("supervisor", "H32.NT"))
        stands_in(opened, "gs.nt", "cv.nt")
    who = {"both": "gs.nt", "substitute": "cv.nt"}[how]
    wants(opened, who)
    # Of the ward, worked on at the town: it stands in the ward's number as well.
    below = accepted(opened, begun("appraise", assignee=who))
    moved(opened, below, agency="H32.NT", referred_by="H32.PL")
    accepted(opened)
    elsewhere = accepted(opened, begun("appraise", assignee=who), agency="H32.BD")
    moved(opened, elsewhere, agency="H32.NT", referred_by="H32.BD")

    morning(opened, now=TUESDAY)

    body = mail(opened, who)
    assert "Phường Phước Long: 2 quá hạn" in body
    assert f"{below}, Cấp giấy phép: bước Thụ lý" in body
    assert f"{elsewhere}, Cấp giấy phép: bước Thụ lý" in body
    assert bell(opened, who) == ["3 hồ sơ cần chú ý."]


def test_a_supervisor_of_no_other_role_is_told_the_numbers_alone(opened):
    wants(opened, "giam.sat")
    code = accepted(opened, begun("appraise"))

    morning(opened, now=TUESDAY)

    assert code not in mail(opened, "giam.sat")
    assert bell(opened, "giam.sat") == ["1 hồ sơ cần chú ý."]


@pytest.mark.parametrize("assignee", ["binh.ld", None])
def test_a_leader_is_told_of_a_late_step_of_their_own(opened, assignee):
    wants(opened, "binh.ld")
    code = accepted(opened, begun("sign", assignee=assignee))

    morning(opened, now=THURSDAY)

    body = mail(opened, "binh.ld")
    assert f"{code}, Cấp giấy phép: bước Ký duyệt" in body
    assert body.count(code) == 1
    assert bell(opened, "binh.ld") == ["1 hồ sơ cần chú ý."]


def test_a_leaders_own_step_of_a_late_case_is_told_once(opened):
    wants(opened, "binh.ld")
    code = accepted(opened, begun("sign", assignee="binh.ld"))

    morning(opened, now=TUESDAY)

    assert mail(opened, "binh.ld").count(code) == 1
    assert bell(opened, "binh.ld") == ["1 hồ sơ cần chú ý."]


def test_what_somebody_left_behind_is_told_to_their_colleagues(opened):
    wants(opened, "minh.tp")
    code = accepted(opened, begun("appraise", assignee="hue.tp"))
    with opened.writing() as connection:
        gone = update(ACCOUNTS).where(ACCOUNTS.c.login == "hue.tp")
        connection.execute(gone.values(disabled_at=MONDAY))

    morning(opened, now=THURSDAY)

    words = "bước Thụ lý (người được giao hiện không làm việc tại đơn vị), hạn"
    assert f"{code}, Cấp giấy phép: {words}" in mail(opened, "minh.tp")
    assert bell(opened, "lan.mc") == []


@pytest.mark.parametrize("assignee", ["gone.tp", None])
def test_what_will_be_late_and_is_nobodys_is_told_to_those_of_the_role(opened, assignee):
    wants(opened, "minh.tp", "lan.mc", digest="off")
    code = accepted(opened, begun("appraise", assignee=assignee))

    morning(opened, now=march(15, "07:30"))

    assert code in mail(opened, "minh.tp")
    assert bell(opened, "lan.mc") == []


def test_what_will_be_late_in_somebodys_hands_is_not_told_to_their_colleagues(opened):
    accepted(opened, begun("appraise", assignee="hue.tp"))

    morning(opened, now=march(15, "07:30"))

    assert bell(opened, "hue.tp") == ["1 hồ sơ cần chú ý."]
    assert bell(opened, "minh.tp") == []


def test_a_step_somewhere_else_is_not_told_where_its_case_lies(opened):
    accepted(opened, do.StartStep(at=MONDAY, step="district", assignee=None))

    morning(opened, now=march(15, "07:30"))

    assert bell(opened, "minh.tp") == []


@pytest.mark.parametrize("site", [None, SITE])
@pytest.mark.parametrize(
    ("modes", "path"), [({}, "/"), ({"digest": "off"}, "/forecast")], ids=["digest", "forecast"]
)
def test_a_mail_leads_to_the_pages_where_somebody_said_where_they_are(opened, modes, path, site):
    wants(opened, "binh.ld", **modes)
    accepted(opened, begun("appraise", assignee="hue.tp"))
    with opened.writing() as connection:
        announce(connection, ["mail"], now=NOW, site=site)

    morning(opened, now=march(15, "07:30"))

    body = mail(opened, "binh.ld")
    if site is None:
        assert "Xem tại" not in body
        assert "http" not in body
    else:
        assert f"Xem tại: {SITE}{path}\n" in body
