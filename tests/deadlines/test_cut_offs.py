"""When a period has ended its table comes by mail, once, with what stands against signing it."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from app.deadlines.cut_offs import cut_offs
from app.errors import BadInput, Unknown
from app.notices.enclosures import enclosures
from app.reports.conditions import FACTS
from app.services.report_schedules import NewSchedule, end, schedule, scheduled
from app.store.channels import announce
from app.store.contacts import keep_contact
from app.store.engine import database
from app.store.notices import NOTICES
from app.store.outbox import OUTBOX, Message
from sla.zone import parse_instant
from tests.conformance.moment import NOW
from tests.services.sealed import STRANGER, WATCH, quarter
from tests.services.who import grant, made
from tests.store import workers

SUMMER = parse_instant("2023-07-01T08:00+07:00")
CUT_OFF = parse_instant("2023-09-15T00:05+07:00")
PLAN = NewSchedule(form="II.06a", agency="P.X", kind="quarter", mails=("van-thu@example.vn",))


@pytest.fixture
def db(database_url, tmp_path):
    opened = quarter(database_url, tmp_path)
    for login, role in (("theo.doi", "supervisor"), ("lanh.dao", "leader"), ("mc", "one_stop")):
        made(opened, login, grant(role, "P.X"))
    with opened.writing() as connection:
        announce(connection, ["mail"], now=NOW, site="https://mc.example.vn")
        for login in ("theo.doi", "lanh.dao", "mc"):
            keep_contact(connection, login, email=f"{login}@example.vn", phone=None)
    return opened


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def mails(db):
    with db.reading() as connection:
        return connection.execute(select(OUTBOX).order_by(OUTBOX.c.address)).all()


def test_a_quarter_that_ended_is_sent_once_with_its_table(db, folder):
    schedule(db, WATCH, PLAN, now=SUMMER)

    assert cut_offs(db, folder, now=parse_instant("2023-09-14T23:55+07:00")) == 0
    assert cut_offs(db, folder, now=CUT_OFF) == 1
    assert cut_offs(db, folder, now=CUT_OFF) == 0

    found = mails(db)
    people = ["lanh.dao@example.vn", "theo.doi@example.vn", "van-thu@example.vn"]
    assert [one.address for one in found] == people
    one = found[0]
    assert one.subject == "Kỳ Quý III năm 2023 đã kết thúc: biểu II.06a đã có thể ký"
    assert (
        "https://mc.example.vn/reports/II.06a?agency=P.X&first=2023-06-15&last=2023-09-14"
        in one.body
    )
    assert one.not_before == parse_instant("2023-09-15T07:30+07:00")
    names = [each.name for each in one.attachments]
    assert names == [f"II.06a P.X Quý III năm 2023.{shape}" for shape in ("xlsx", "pdf")]


def test_its_files_are_there_to_be_sent(db, folder):
    schedule(db, WATCH, PLAN, now=SUMMER)
    cut_offs(db, folder, now=CUT_OFF)

    row = mails(db)[0]
    message = Message(
        **{name: getattr(row, name) for name in Message.__dataclass_fields__},
    )
    starts = [one.content[:4] for one in enclosures(message, folder)]
    assert starts == [b"PK\x03\x04", b"%PDF"]


def test_what_stands_against_signing_is_counted_and_named(db, folder):
    schedule(db, WATCH, PLAN, now=SUMMER)
    with db.writing() as connection:
        connection.execute(delete(FACTS).where(FACTS.c.case_code == "c3"))

    cut_offs(db, folder, now=CUT_OFF)

    words = "Kỳ Quý III năm 2023 đã kết thúc: biểu II.06a còn 1 điều phải xử lý trước khi ký"
    assert {one.subject for one in mails(db)} == {words}
    assert "1. Hồ sơ đã tiếp nhận nhưng không có hạn trả" in mails(db)[0].body
    with db.reading() as connection:
        bells = connection.execute(select(NOTICES).order_by(NOTICES.c.login)).all()
    assert [(one.login, one.level) for one in bells] == [("lanh.dao", "warn"), ("theo.doi", "warn")]
    assert bells[0].text == f"{words}."


def telling(url: str, folder: str) -> int:
    return cut_offs(database(url), Path(folder), now=CUT_OFF)


def test_of_schedulers_at_once_one_sends(db, folder, database_url):
    schedule(db, WATCH, PLAN, now=SUMMER)

    assert sorted(workers.together(telling, [(database_url, str(folder))] * 3)) == [0, 0, 1]
    assert len(mails(db)) == 3


def test_a_schedule_tells_of_no_period_before_it_and_of_the_latest_after_a_standstill(db, folder):
    schedule(db, WATCH, PLAN, now=CUT_OFF)

    assert cut_offs(db, folder, now=CUT_OFF) == 0
    assert cut_offs(db, folder, now=parse_instant("2024-07-01T08:00+07:00")) == 1
    assert {one.subject.split(" đã")[0] for one in mails(db)} == {"Kỳ Quý II năm 2024"}


def test_a_schedule_is_set_up_once_and_can_be_ended(db, folder):
    number = schedule(db, WATCH, PLAN, now=SUMMER)

    assert schedule(db, WATCH, PLAN, now=SUMMER) == number
    assert [one.id for one in scheduled(db, WATCH)] == [number]
    with pytest.raises(Unknown):
        end(db, STRANGER, number, now=SUMMER)
    end(db, WATCH, number, now=SUMMER)
    assert cut_offs(db, folder, now=CUT_OFF) == 0


@pytest.mark.parametrize(
    "wrong", [{"form": "II.99"}, {"kind": "week"}, {"mails": ("không phải",)}, {"variant": "x"}]
)
def test_a_schedule_of_what_there_is_none_of_is_refused(db, wrong):
    with pytest.raises(BadInput):
        schedule(db, WATCH, replace(PLAN, **wrong), now=SUMMER)
