"""Whether the program can work, and what a watcher asks of it: for `/healthz` and `/metrics`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from app.errors import MotcuaError
from app.services.demo_clock import demo_now
from app.store.engine import Connection, Database
from app.store.heartbeats import Beat, beats
from app.store.incidents import how_many
from app.store.schema import head, revision
from app.store.watching import last_position, oldest_timer, unsent

# Seconds a due timer may wait, and a scheduler be silent, before somebody should look.
PATIENCE = 300
# What ends the name of a worker that runs its jobs once and goes; it is not missed in between.
CRON = ":cron"

State = Literal["never", "cron", "beating", "silent"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell:
    """How the scheduler does.

    Attributes:
        state: `never` where none ever ran, `cron` where the last to run was a single run.
        last_beat_seconds: since any job of any scheduler ran; None for never.
        oldest_timer_seconds: for how long the oldest due timer has been waiting; 0 for none.
    """

    state: State
    last_beat_seconds: float | None
    oldest_timer_seconds: float

    def complaint(self) -> str | None:
        """What is wrong, in a sentence; None when nothing is."""
        if self.oldest_timer_seconds > PATIENCE:
            minutes = int(self.oldest_timer_seconds // 60)
            return f"mốc hạn cũ nhất đã chờ {minutes} phút mà chưa ghi; hãy xem bộ hẹn giờ"
        if self.state == "silent":
            minutes = int((self.last_beat_seconds or 0) // 60)
            return f"bộ hẹn giờ đã im {minutes} phút; hãy xem motcua scheduler có đang chạy không"
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
        beat_seconds: since each job ran anywhere, by its name.
        incidents: the cases that a job could not deal with yet.
        unsent: the messages that wait or were given up, by channel and state.
    """

    events: int
    timer_seconds: float
    beat_seconds: Mapping[str, float] = field(default_factory=dict)
    incidents: int = 0
    unsent: Mapping[tuple[str, str], int] = field(default_factory=dict)


def health(database: Database, *, wall: datetime, demo: bool) -> Health:
    """Ask the database where its schema stands, and whether the deadlines are told in time.

    Args:
        database: which may be out of reach.
        wall: this instant by the wall's clock, by which schedulers beat.
        demo: whether the deadlines go by a clock of their own.
    """
    try:
        now = (demo_now(database, wall) if demo else None) or wall
        with database.reading() as connection:
            found = revision(connection)
            bell = _bell(connection, now, wall) if found == head() else None
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
            timer_seconds=_waited(connection, now),
            beat_seconds=_silences(beats(connection), wall),
            incidents=how_many(connection),
            unsent=unsent(connection),
        )


def state_of(beaten: Beat | None, since: float) -> State:
    """What the latest beat of all, so many seconds ago, says of the scheduler."""
    if beaten is None:
        return "never"
    if beaten.worker.endswith(CRON):
        return "cron"
    return "silent" if since > PATIENCE else "beating"


def _bell(connection: Connection, now: datetime, wall: datetime) -> Bell:
    beaten = max(beats(connection), key=lambda beat: beat.at, default=None)
    since = None if beaten is None else max((wall - beaten.at).total_seconds(), 0.0)
    return Bell(
        state=state_of(beaten, since or 0.0),
        last_beat_seconds=since,
        oldest_timer_seconds=_waited(connection, now),
    )


def _waited(connection: Connection, now: datetime) -> float:
    """For how long the oldest due timer has been waiting; in seconds."""
    fires = oldest_timer(connection)
    return max((now - fires).total_seconds(), 0.0) if fires else 0.0


def _silences(beaten: list[Beat], wall: datetime) -> dict[str, float]:
    latest: dict[str, datetime] = {}
    for beat in beaten:
        latest[beat.job] = max(beat.at, latest.get(beat.job, beat.at))
    return {job: max((wall - at).total_seconds(), 0.0) for job, at in latest.items()}
