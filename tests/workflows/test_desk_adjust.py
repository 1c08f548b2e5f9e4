"""Who may move deadlines when a calendar changes: leaders, in their own name, by a calendar."""

import pytest

from tests.builders import LATE, WAYS, case_of
from tests.workflows.at_the_desk import CITY, HUNG, MINH, NOW, SON, officer, refused, with_city
from workflows.agency import Role
from workflows.commands import AdjustDeadline

PROCESSING = case_of(*WAYS["processing"])


def moved(by: str, calendar: str | None = "default@2") -> AdjustDeadline:
    return AdjustDeadline(
        at=NOW, new_due_at=LATE, reason="thêm ngày nghỉ", approved_by=by, calendar=calendar
    )


def test_a_calendar_moves_a_deadline_by_a_leader_of_the_office_or_of_one_above():
    above = officer("mai", Role.LEADER, agency=CITY.code)
    on = with_city()

    assert refused(PROCESSING, moved("hung"), HUNG) == ""
    assert refused(PROCESSING, moved("mai"), above, on) == ""
    assert refused(PROCESSING, moved("son"), SON) == (
        "type: việc này của lãnh đạo tại UBND phường Phước Long"
    )
    assert refused(PROCESSING, moved("minh"), MINH).startswith("type: việc này của lãnh đạo")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (moved("lan"), "data.approved_by: người duyệt phải chính là lãnh đạo đang ghi việc này"),
        (
            moved("hung", None),
            "data.calendar: hạn chỉ được điều chỉnh khi lịch làm việc đổi, không tự ghi tại hồ sơ",
        ),
        (moved("hung", "default@1"), "data.calendar: hồ sơ đã theo lịch default@1"),
    ],
)
def test_nobody_moves_a_deadline_for_another_cause_or_in_anothers_name(command, told):
    assert refused(PROCESSING, command, HUNG) == told
