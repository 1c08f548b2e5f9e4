"""The clock of a demonstration: it runs like the wall's, but stands elsewhere and can be moved.

A database with such a clock is a demonstration for ever; the cases in it are invented. The clock
only goes forward, since what was recorded cannot have been recorded later than now.
"""

from datetime import datetime

from app.errors import BadInput, Refused
from app.store import demo_clock as kept
from app.store.engine import Database
from sla.words import instant_in_words
from sla.zone import shifted

# Farther in one go, and a slip of the finger would leave the calendars behind for good.
FARTHEST = 31 * 86_400  # seconds


def demo_now(database: Database, wall: datetime) -> datetime | None:
    """What the demonstration's clock shows while the wall's shows `wall`; None without one.

    One small query each time, so that all processes see a moved clock at once.
    """
    with database.reading() as connection:
        seconds = kept.offset(connection)
    return None if seconds is None else shifted(wall, seconds)


def is_demo(database: Database) -> bool:
    """Whether a database is a demonstration."""
    with database.reading() as connection:
        return kept.offset(connection) is not None


def start(database: Database, at: datetime, *, wall: datetime, by: str | None = None) -> datetime:
    """Make a database a demonstration whose clock shows `at`; one that runs already runs on.

    Returns:
        What its clock shows now.

    Raises:
        BadInput: for an instant before the log's latest entry.
    """
    with database.writing() as connection:
        seconds = kept.offset(connection)
        if seconds is None:
            latest = kept.last_recorded(connection)
            if latest is not None and at < latest:
                raise BadInput(
                    f"nhật ký đã ghi đến {instant_in_words(latest)}; "
                    "đồng hồ trình diễn không đặt trước lúc đó được",
                    field="at",
                )
            seconds = _apart(at, wall)
            kept.begin(connection, seconds, by=by, wall=wall)
    return shifted(wall, seconds)


def move(database: Database, *, to: datetime, by: str | None, wall: datetime) -> datetime:
    """Move the clock forward; the caller then lets the deadlines up to the new instant fire.

    Args:
        database: a demonstration.
        to: what the clock shall show.
        by: the login of who moves it.
        wall: this instant by the wall's clock.

    Returns:
        What the clock shows now.

    Raises:
        Refused: for a database that is no demonstration.
        BadInput: for an instant that is not after what the clock shows, or too far away.
    """
    shown = demo_now(database, wall)
    if shown is None:
        raise Refused(
            "cơ sở dữ liệu này không phải bản trình diễn; đồng hồ của nó không chỉnh được"
        )
    if to > shifted(shown, FARTHEST):
        raise BadInput("mỗi lần chỉ chuyển được nhiều nhất 31 ngày", field="to")
    seconds = _apart(to, wall)
    with database.writing() as connection:
        moved = kept.advance(connection, seconds, by=by, wall=wall)
    if not moved:
        raise BadInput(
            f"đồng hồ trình diễn đang là {instant_in_words(shown)} và chỉ tiến, không lùi",
            field="to",
        )
    return shifted(wall, seconds)


def _apart(one: datetime, other: datetime) -> int:
    """Whole seconds from another instant to one, rounded up so that the clock is not behind."""
    exact = (one - other).total_seconds()
    return int(exact) + (exact > int(exact))
