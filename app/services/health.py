"""Whether the program can work, and what a watcher asks of it: for `/healthz` and `/metrics`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from app.errors import MotcuaError
from app.services.demo_clock import demo_now
from app.services.pulse import (
    DELIVER,
    PATIENCE,
    SECONDS,
    State,
    age,
    overdue,
    state_of,
    telling,
)
from app.store.channels import in_use
from app.store.engine import Connection, Database
from app.store.heartbeats import Beat, beats
from app.store.incidents import how_many
from app.store.schema import head, revision
from app.store.watching import last_position, oldest_incident, oldest_timer, unsent


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell:
    """How the scheduler does.

    Attributes:
        state: `never` where none ever ran, `cron` where only single runs told deadlines of late.
        last_beat_seconds: since deadlines were told the last time; None for never.
        oldest_timer_seconds: for how long the oldest due timer has been waiting; 0 for none.
        overdue: the jobs whose turn has not come round for too long.
        incidents: the cases that a job could not deal with yet; no complaint, they are tried again.
        oldest_incident_seconds: since the first of them began; 0 for none.
    """

    state: State
    last_beat_seconds: float | None
    oldest_timer_seconds: float
    overdue: tuple[str, ...] = ()
    incidents: int = 0
    oldest_incident_seconds: float = 0.0

    def complaint(self) -> str | None:
        """What is wrong, in a sentence; None when nothing is."""
        if self.oldest_timer_seconds > PATIENCE:
            minutes = int(self.oldest_timer_seconds // 60)
            return f"mốc hạn cũ nhất đã chờ {minutes} phút mà chưa ghi; hãy xem bộ hẹn giờ"
        if self.state == "silent":
            minutes = int((self.last_beat_seconds or 0) // 60)
            return f"bộ hẹn giờ đã im {minutes} phút; hãy xem motcua scheduler đã dừng hay bị treo"
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """What a watcher needs to know.

    Attributes:
        scheduler: None where the database cannot be asked.
        reason: what is wrong, in a sentence; None when all is well.
    """

    well: bool
    schema: str | None
    at: datetime
    scheduler: Bell | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For the answer of the page."""
        return {**asdict(self), "at": self.at.isoformat()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What the database tells a watcher.

    Attributes:
        events: how many events were recorded, by every way in.
        timer_seconds: for how long the oldest due timer has been waiting to be told; 0 for none.
        beat_seconds: since each job ran, by its name, as `app.services.pulse.telling` judges it.
        incidents: the cases that a job could not deal with yet.
        unsent: the messages that wait or were given up, by channel and state.
    """

    events: int
    timer_seconds: float
    beat_seconds: Mapping[str, float] = field(default_factory=dict)
    incidents: int = 0
    unsent: Mapping[tuple[str, str], int] = field(default_factory=dict)


def health(database: Database, *, wall: datetime, demo: bool, seconds: Mapping[str, int]) -> Health:
    """Ask the database where its schema stands, and whether the deadlines are told in time.

    Args:
        database: which may be out of reach.
        wall: this instant by the wall's clock, by which schedulers beat.
        demo: whether the deadlines go by a clock of their own.
        seconds: between two turns, by the name of the job.
    """
    try:
        now = (demo_now(database, wall) if demo else None) or wall
        with database.reading() as connection:
            found = revision(connection)
            bell = _bell(connection, seconds, now=now, wall=wall) if found == head() else None
    except MotcuaError:
        # Whoever asks is not known: where the database lies is not told.
        words = "không dùng được cơ sở dữ liệu"
        return Health(well=False, schema=None, at=wall, reason=words)
    if bell is None:
        words = f"lược đồ cơ sở dữ liệu là {found}; chương trình này cần {head()}"
        return Health(well=False, schema=found, at=wall, reason=words)
    wrong = bell.complaint()
    return Health(well=wrong is None, schema=found, at=wall, scheduler=bell, reason=wrong)


def figures(database: Database, *, now: datetime, wall: datetime) -> Figures:
    """Ask the database for its figures.

    Args:
        database: where.
        now: the clock the deadlines are told by.
        wall: this instant by the wall's clock, by which schedulers beat.

    Raises:
        DatabaseNotReady: when it is out of reach.
    """
    with database.reading() as connection:
        return Figures(
            events=last_position(connection),
            timer_seconds=_since(oldest_timer(connection), now),
            beat_seconds=_silences(beats(connection), wall),
            incidents=how_many(connection),
            unsent=unsent(connection),
        )


def _bell(
    connection: Connection, seconds: Mapping[str, int], *, now: datetime, wall: datetime
) -> Bell:
    found = beats(connection)
    beaten = telling(found, wall)
    delivering = {DELIVER + channel: SECONDS for channel in sorted(in_use(connection))}
    return Bell(
        state=state_of(beaten, wall),
        last_beat_seconds=None if beaten is None else max(age(beaten, wall), 0.0),
        oldest_timer_seconds=_since(oldest_timer(connection), now),
        overdue=overdue(found, {**seconds, **delivering}, wall),
        incidents=how_many(connection),
        oldest_incident_seconds=_since(oldest_incident(connection), now),
    )


def _since(instant: datetime | None, now: datetime) -> float:
    """Seconds since something waits; 0 where nothing does, or not yet."""
    return max((now - instant).total_seconds(), 0.0) if instant else 0.0


def _silences(found: list[Beat], wall: datetime) -> dict[str, float]:
    told = (telling(found, wall, job) for job in {beat.job for beat in found})
    return {beat.job: max(age(beat, wall), 0.0) for beat in told if beat}
