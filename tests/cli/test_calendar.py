"""`motcua calendar`: versions, what a change would do, and doing it."""

import json

import pytest

from app import clock
from app.services import demo_clock
from app.services.calendar_change import begin
from app.store.engine import database
from tests.cli.conftest import Program
from tests.services import calendars as cal
from tests.services.calendars import SATURDAY
from tests.services.hands import HUNG, press

DECIDED = ("--agency", "H32.PL", "--decision", "215/QĐ-UBND", "--by", "hung")


@pytest.fixture
def ward(database_url: str, motcua: Program) -> Program:
    """The program at a ward whose clock shows Saturday."""
    opened = cal.ward(database_url)
    cal.case(opened)
    demo_clock.start(opened, SATURDAY, wall=clock.now())
    return motcua


@pytest.fixture
def changed(tmp_path):
    """A file with the calendar in which Monday is off."""
    path = tmp_path / "lich.yaml"
    path.write_text(cal.MONDAY_OFF, encoding="utf-8")
    return path


def test_a_file_is_asked_about_then_loaded_then_applied(ward, changed, database_url):
    asked = ward("calendar", "preview", changed)
    assert (asked.status, asked.err) == (0, "")
    lines = asked.out.splitlines()
    assert lines[0] == "default@1 → default@2: thêm ngày nghỉ thứ Hai 19/06/2023 (nghỉ bù)"
    assert "16:00 → thứ Ba 20/06/2023 16:00; thêm ngày nghỉ" in lines[1]
    assert lines[-1].startswith("1 hồ sơ đổi hạn (0 đổi tình trạng), 0 không tính được")

    assert ward("calendar", "list").out == (
        "default@1 (mới nhất): 2023–2025, 4 cơ quan, 1 hồ sơ đang mở\n"
    )
    ward("load", changed)
    assert "default@2 (mới nhất): 2023–2025, 4 cơ quan, 0 hồ sơ đang mở" in (
        ward("calendar", "list").out
    )

    applied = ward("calendar", "apply", *DECIDED)
    assert (applied.status, applied.out) == (0, "đã đổi hạn: 1 hồ sơ\n")
    again = ward("calendar", "apply", *DECIDED)
    assert (again.status, again.out) == (0, "Không có hồ sơ nào đổi hạn theo lịch mới.\n")
    assert len(cal.adjusted(database(database_url), "H32.PL-230616-0001")) == 1


def test_json_is_one_document(ward, changed):
    found = json.loads(ward("calendar", "preview", changed, "--agency", "H32.NT", "--json").out)

    (moving,) = found["moves"]
    assert (moving["old_due_at"], moving["new_due_at"]) == (
        "2023-06-19T16:00:00+07:00",
        "2023-06-20T16:00:00+07:00",
    )
    assert found["calendars"][0]["loaded"] is False
    assert json.loads(ward("calendar", "list", "--json").out)[0]["open"] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("preview", "--agency", "H99"), 2, "--agency: không có cơ quan H99"),
        (("preview", "khong-co.yaml"), 2, "khong-co.yaml"),
        (("apply", *DECIDED[:-1], "ai.do"), 2, "--by: không có tài khoản ai.do"),
        (("apply", *DECIDED, "--date", "2999-01-01"), 2, "--date: quyết định chưa đến ngày"),
        (("apply", "--agency", "H32.BD", *DECIDED[2:]), 2, "không phụ trách cơ quan H32.BD"),
    ],
)
def test_what_cannot_be_is_one_sentence(ward, arguments, status, told):
    ran = ward("calendar", *arguments)

    assert ran.status == status
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_what_an_earlier_run_left_is_done_first(ward, changed, database_url):

    opened = database(database_url)
    ward("load", changed)
    begin(opened, press(HUNG, SATURDAY), cal.ORDER)

    assert ward("calendar", "apply", *DECIDED).out.startswith("đã đổi hạn: 1 hồ sơ\n")
    assert len(cal.adjusted(opened, "H32.PL-230616-0001")) == 1


def test_cases_that_could_not_be_adjusted_make_it_a_no(ward, database_url):
    opened = database(database_url)
    later = cal.MONDAY_OFF.replace("[2023, 2025]", "[2024, 2025]")
    cal.change(opened, later.replace("2023-06-19", "2024-06-19"))

    ran = ward("calendar", "apply", *DECIDED)

    assert (ran.status, ran.out) == (1, "lịch mới không tính được: 1 hồ sơ\n")
