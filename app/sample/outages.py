"""The hours in which the sample ward had no power or no line, and wrote on paper instead."""

from datetime import datetime

from sla.zone import parse_instant

OUTAGES = tuple(
    (parse_instant(first), parse_instant(last))
    for first, last in (
        ("2023-02-21T09:40", "2023-02-21T15:10"),
        ("2023-05-17T14:05", "2023-05-18T09:20"),
        ("2023-08-09T07:30", "2023-08-10T08:15"),
        ("2023-09-14T13:50", "2023-09-15T08:05"),
        ("2023-11-02T10:15", "2023-11-02T16:30"),
    )
)


def restored(at: datetime) -> datetime | None:
    """When the outage that lasted at an instant was over; None where there was none."""
    return next((last for first, last in OUTAGES if first <= at < last), None)
