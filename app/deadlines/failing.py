"""Errors of the clock work: which are a case's own, and what may be said of them."""

import hashlib
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from app.errors import CaseChangedMeanwhile, DatabaseNotReady, MotcuaError, WriteConflict
from app.store.engine import of_the_database
from app.store.incidents import Failure
from app.store.retry import tried
from sla.spec import SlaError

TRIES = 3


def is_nobodys(error: Exception) -> bool:
    """Whether an error is not one case's: somebody else was first, or the database failed."""
    return isinstance(error, CaseChangedMeanwhile | DatabaseNotReady) or of_the_database(error)


def each_tried(works: Iterable[Callable[[], int]]) -> tuple[int, list[Exception]]:
    """Do all works, though some may fail; the sum of what they come to, and the faults met.

    Raises:
        Exception: at once, where it is nobody's or comes from `works` and not from a work.
    """
    done, faults = 0, list[Exception]()
    for work in works:
        try:
            done += tried(work, times=TRIES, on=(WriteConflict,))
        except Exception as error:
            if is_nobodys(error):
                raise
            faults.append(error)
    return done, faults


def failure_of(code: str, error: Exception) -> Failure:
    """What an error comes to for a case, told without a value it may have stumbled over."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    if isinstance(error, MotcuaError | SlaError):
        words = str(error)
    else:
        # Important: the message of such an error repeats what citizens told us.
        words = f"lỗi của chương trình ({type(error).__name__}, {places[-1]})"
    trace = " ".join((type(error).__name__, *places))
    return Failure(
        case_code=code,
        error=words,
        digest=hashlib.sha256(trace.encode()).hexdigest()[:16],
    )
