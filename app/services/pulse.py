"""Whether schedulers live, judged by the beats of their jobs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from app.store.heartbeats import Beat
from app.store.timer_sweep import TICK

# Seconds a due timer may wait, and a scheduler be silent, before somebody should look.
PATIENCE = 300
# What ends the name of a worker that runs its jobs once and goes; it is not missed in between.
CRON = ":cron"
# The jobs of the channels; theirs is not among the turns every scheduler has.
DELIVER = "deliver-"
SECONDS = 10  # between two turns of a job nobody told us about
_DAY = 86_400
_TURNS = 3  # that a job may miss

State = Literal["never", "cron", "beating", "silent"]


def age(beat: Beat, wall: datetime) -> float:
    """Seconds since a run ended; below zero for one dated in the future."""
    return (wall - beat.at).total_seconds()


def believed(found: Sequence[Beat], wall: datetime) -> list[Beat]:
    """The beats without those dated later than now: a clock was ahead once, and says nothing."""
    return [one for one in found if age(one, wall) >= -PATIENCE]


def telling(found: Sequence[Beat], wall: datetime, job: str = TICK) -> Beat | None:
    """The run of a job that tells how it does; None where none ever ran.

    That is the last one of a service, if one ran within a day: a single run by hand does not tell
    whether the service lives. By default it is the tick's: mail that goes out tells no deadline.
    """
    ours = [one for one in believed(found, wall) if one.job == job]
    served = [one for one in ours if not _is_single(one) and age(one, wall) <= _DAY]
    return max(served or ours, key=lambda one: one.at, default=None)


def state_of(beat: Beat | None, wall: datetime) -> State:
    """What the run that tells says of the scheduler."""
    if beat is None:
        return "never"
    if _is_single(beat):
        return "cron"
    return "silent" if age(beat, wall) > PATIENCE else "beating"


def overdue(found: Sequence[Beat], seconds: Mapping[str, int], wall: datetime) -> tuple[str, ...]:
    """The jobs that ran once and should have run again since, by the seconds between two turns."""
    told = ((job, telling(found, wall, job)) for job in seconds)
    return tuple(
        job
        for job, beat in told
        if beat and not _is_single(beat) and age(beat, wall) > _TURNS * seconds[job] + PATIENCE
    )


def _is_single(beat: Beat) -> bool:
    return beat.worker.endswith(CRON)
