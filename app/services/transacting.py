"""One person's writing transaction: tried again where that helps, and told who was first."""

from collections.abc import Callable
from typing import TypeVar

from app.errors import CaseChangedMeanwhile, Refused, WriteConflict
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, load
from app.store.retry import tried
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from sla.zone import local, local_date
from workflows.codec import NAME_OF_TYPE
from workflows.events import Accepted, Submitted
from workflows.log import Recorded
from workflows.procedure import Procedure
from workflows.sentences import sentence

TRIES = 3
# Whoever only adds to a case, whatever its version, may meet several others who do the same.
PATIENCE = 6

T = TypeVar("T")


def in_one(database: Database, work: Callable[[Connection], T], *, seen: int | None = None) -> T:
    """Do work in one writing transaction, again when the database gives it up.

    Args:
        database: where.
        work: reads anew each time; when it raises nothing is written.
        seen: the version of the case the person had before them; whoever lost is told what came
            after it. None tells of the last event only.

    Raises:
        CaseChangedMeanwhile: when somebody else was first on the case.
        Refused: also for what leads to a deadline no calendar reaches.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def attempt() -> T:
        with database.writing() as connection:
            return work(connection)

    try:
        return tried(attempt, times=TRIES, on=(WriteConflict,))
    except SlaError as error:
        raise Refused(str(error), "at") from None
    except CaseChangedMeanwhile as error:
        raise _told(database, error.case, seen) from None


def until_first(database: Database, work: Callable[[Connection], T]) -> T:
    """The same for work that does not mind who was first on the case: it reads anew and goes on.

    Raises:
        As `in_one`; CaseChangedMeanwhile only when others were first again and again.
    """
    return tried(lambda: in_one(database, work), times=PATIENCE, on=(CaseChangedMeanwhile,))


def _told(database: Database, code: str, seen: int | None) -> CaseChangedMeanwhile:
    """Who was first, with what and when."""
    with database.reading() as connection:
        log = load(connection, code)
        setup = read_setup(connection)
    last, procedure = log.lines[-1], _procedure(setup, log)
    news = log.lines[-1:] if seen is None else log.lines[seen:]
    return CaseChangedMeanwhile(
        code,
        version=last.version,
        by=last.by,
        recorded_at=last.recorded_at,
        what=NAME_OF_TYPE[type(last.event)],
        since=[_sentence(line, procedure) for line in news],
    )


def _procedure(setup: Setup, log: CaseLog) -> Procedure:
    """The procedure a case is bound to, without folding the case: only its names are needed."""
    first = log.lines[0].event
    taken_in = (line.event for line in log.lines if isinstance(line.event, Accepted))
    version = next((event.procedure_version for event in taken_in), None)
    code = first.procedure if isinstance(first, Submitted | Accepted) else None
    return setup.procedure(code or "", on=local_date(first.at), version=version)[1]


def _sentence(line: Recorded, procedure: Procedure) -> str:
    when = f"{local(line.recorded_at):%H:%M ngày %d/%m/%Y}"
    return f"{when}, {line.by or 'hệ thống'}: {sentence(line.event, procedure)}"
