"""An apology that waits for the morning is not sent when the case is finished meanwhile."""

import pytest

from app.deadlines.tick import tick
from app.store.outbox import lease, settle_sent
from tests.notices.telling import accepted, did, march, outbox, ward
from workflows import commands as do

NIGHT = march(7, "21:30")
NEXT = march(8, "09:05")
GRANTED = do.ResolveCase(at=NIGHT, outcome="granted")


def late_at_night(opened):
    """The code of a case that was due at nine; nobody looked before the office had closed."""
    code = accepted(opened)
    tick(opened, until=march(7, "21:00"), now=march(7, "21:00"))
    return code


def states(opened, **having):
    """What became of each message, by its topic."""
    return [(row.key.split(":")[3], row.state) for row in outbox(opened, **having)]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ([GRANTED], [("result", "waiting")]),
        ([GRANTED, do.DeliverResult(at=NIGHT, channel="direct")], []),
        ([do.ReturnCase(at=NIGHT, reason="không đủ điều kiện")], [("returned", "waiting")]),
        ([do.WithdrawCase(at=NIGHT, reason="đổi ý")], []),
        ([do.VoidCase(at=NIGHT, reason="trùng", approved_by="Hùng")], []),
    ],
)
def test_nobody_hears_that_a_finished_case_is_worked_on(database_url, ends, told):
    opened = ward(database_url, ["sms", "mail"])
    code, other = late_at_night(opened), accepted(opened, march(7, "08:00"))

    did(opened, code, *ends)

    assert states(opened, case_code=code, channel="sms") == [
        ("received", "waiting"),
        ("late", "dropped"),
        *told,
    ]
    (late,) = outbox(opened, state="dropped", channel="mail")
    assert late.error == "hồ sơ đã kết thúc trước khi lời xin lỗi vì trễ hẹn này được gửi"
    assert states(opened, case_code=other, channel="sms") == [("received", "waiting")]


@pytest.mark.parametrize(("lapses", "state"), [("09:10", "waiting"), ("09:01", "dropped")])
def test_what_somebody_is_sending_is_left_to_them(database_url, lapses, state):
    opened = ward(database_url, ["sms"])
    code = late_at_night(opened)
    with opened.writing() as connection:
        (received,) = lease(connection, "sms", now=march(8, "09:00"), until=NEXT, limit=9)
        assert settle_sent(connection, received, receipt="", now=march(8, "09:00"))
        lease(connection, "sms", now=march(8, "09:00"), until=march(8, lapses), limit=9)

    did(opened, code, do.ResolveCase(at=NEXT, outcome="granted"))

    assert states(opened) == [("received", "sent"), ("late", state), ("result", "waiting")]


def test_a_case_that_goes_on_is_apologised_for(sqlite_url):
    opened = ward(sqlite_url, ["sms"])
    code = late_at_night(opened)

    did(opened, code, GRANTED, do.ReopenCase(at=NIGHT, reason="sai sót", approved_by="Hùng"))

    assert ("late", "waiting") in states(opened)
