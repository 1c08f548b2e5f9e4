"""What lies long ago, as after an import: it is in the log and the bell, and sent to nobody."""

import pytest

from app.deadlines.tick import tick
from app.services.journal import import_journal
from app.store.channels import announce
from app.store.contacts import keep_contact
from tests.notices import ringing, telling
from tests.notices.telling import march
from tests.services import journals
from tests.store import desk

# Accepted on Monday the 4th for three days: due on Thursday the 7th at nine.
DUE = march(7, "09:00")


def imported(opened, code, now):
    line = journals.line(
        "accepted",
        "2024-03-04T09:00",
        case=code,
        agency="H32.PL",
        procedure="1.000894",
        channel="direct",
        applicant={"name": "Bà Tư", "phone": "0900000004"},
    )
    assert import_journal(opened, [line], "so.jsonl", now=now).problems == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (march(11, "08:00"), True),
        (march(14, "09:00"), True),
        (march(14, "09:01"), False),
        (march(29, "10:00"), False),
    ],
)
def test_after_an_import_only_what_was_missed_this_week_is_apologised_for(database_url, now, told):
    opened = telling.ward(database_url, ["sms"])
    imported(opened, "H32.PL-1", now)

    ticked = tick(opened, until=now, now=now)

    assert (ticked.missed, ticked.failures) == (1, {})
    assert telling.keys(opened) == (["3:late:sms"] if told else [])


def test_a_calendar_that_has_ended_stops_no_tick_and_lets_no_flood_through(database_url):
    opened = telling.ward(database_url, ["sms"])
    now = DUE.replace(year=2031)
    imported(opened, "H32.PL-1", now)

    assert tick(opened, until=now, now=now).failures == {}

    assert telling.keys(opened) == []


@pytest.mark.parametrize(
    ("now", "mailed"), [(march(21, "09:00"), True), (march(25, "09:00"), False)]
)
def test_staff_are_sent_nothing_of_what_was_reached_two_weeks_ago(database_url, now, mailed):
    opened = ringing.staffed(database_url)
    with opened.writing() as connection:
        announce(connection, ["mail"], now=now)
        keep_contact(connection, "giam.sat", email="giam.sat@example.com", phone=None)
    desk.accepted(opened)

    ringing.ticked(opened, now)

    # The supervisor hears of the working day after the deadline, the 8th, last of all.
    assert [row.at for row in ringing.notices(opened, login="giam.sat")] == [march(8, "09:00")]
    assert [row.login for row in telling.outbox(opened)] == (["giam.sat"] if mailed else [])
