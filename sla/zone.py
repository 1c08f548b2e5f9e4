"""The one time zone of the rules, and instants as whole microseconds.

Vietnam has kept UTC+7 without summer time since 13 June 1975, so a fixed offset is exact for every
date this program can meet (a test compares it with the zone database) and much faster than a zone.
"""

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_LOCAL_EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class NaiveInstant(ValueError):
    """A datetime without an offset was given where an instant is needed."""


def to_local_us(instant: datetime) -> int:
    """Microseconds of Vietnamese wall time since 1970-01-01 00:00 there; `// DAY` is the local day.

    Raises:
        NaiveInstant: when `instant` has no offset.
    """
    if instant.tzinfo is None:
        raise NaiveInstant(f"{instant.isoformat()} has no offset")
    passed = instant - _LOCAL_EPOCH
    return (passed.days * 86_400 + passed.seconds) * SECOND + passed.microseconds


def from_local_us(us: int) -> datetime:
    """The aware instant (Asia/Ho_Chi_Minh) of local microseconds; inverse of `to_local_us`."""
    return _LOCAL_EPOCH + timedelta(microseconds=us)


def local(instant: datetime) -> datetime:
    """The same instant on Vietnamese clocks.

    Raises:
        NaiveInstant: when `instant` has no offset.
    """
    if instant.tzinfo is None:
        raise NaiveInstant(f"{instant.isoformat()} has no offset")
    return instant.astimezone(VIETNAM)


def local_date(instant: datetime) -> date:
    """The day on Vietnamese calendars at that instant."""
    return local(instant).date()


def midnight(day: date) -> datetime:
    """The first instant of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


def day_number(day: date) -> int:
    """Days since 1970-01-01, matching `to_local_us(…) // DAY`."""
    return day.toordinal() - _EPOCH_ORDINAL


def day_of(number: int) -> date:
    """The date of a day number; inverse of `day_number`."""
    return date.fromordinal(number + _EPOCH_ORDINAL)


def later(instant: datetime, *, minutes: int) -> datetime:
    """The instant so many minutes on, by the wall clock and not by working time; negative: back."""
    return instant + timedelta(minutes=minutes)


def shifted(instant: datetime, seconds: int) -> datetime:
    """The instant so many seconds on by the wall clock: where a moved clock stands."""
    return instant + timedelta(seconds=seconds)


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant; without an offset it is Asia/Ho_Chi_Minh, a bare date its midnight.

    Raises:
        ValueError: with one Vietnamese sentence, for anything else or a year outside 1976-2999.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"“{text}” không phải là thời điểm ISO 8601 (ví dụ 2023-06-15T09:10)"
        ) from None
    if not 1976 <= read.year <= 2999:
        raise ValueError(f"năm {read.year} nằm ngoài khoảng 1976–2999")
    return read.replace(tzinfo=VIETNAM) if read.tzinfo is None else read
