"""`tick`: every deadline that was missed or came near becomes an event, once and in order."""

from dataclasses import dataclass, field
from datetime import datetime

from app.deadlines.claims import claim
from app.errors import BadInput, CaseChangedMeanwhile, Refused, WriteConflict
from app.projections.write import project
from app.services.record import settled
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, extended, insert_rows, load_many, rows_of
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from workflows.case import Case
from workflows.commands import MarkMissed, MarkWarned
from workflows.decide import decide
from workflows.evolve import evolve, fold
from workflows.log import Recorded
from workflows.setting import Setting
from workflows.timers import Timer, timers

BATCH = 500
TRIES = 8


@dataclass(kw_only=True, slots=True)
class Ticked:
    """What a tick did; `failures` are cases that could not be told, with the reason."""

    missed: int = 0
    warned: int = 0
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class _Telling:
    """A case while its timers fire."""

    before: CaseLog
    case: Case
    setting: Setting
    added: list[Recorded]


def tick(database: Database, *, until: datetime, now: datetime) -> Ticked:
    """Fire every timer due up to `until`, each dated at its own instant.

    Any number of processes may do this at once: a timer is claimed, its event written and the timer
    taken away in one transaction, and the case's version lets only one of them write.

    Raises:
        BadInput: for an `until` that has not come yet.
    """
    if until > now:
        raise BadInput(f"--until: {until.isoformat()} chưa đến; không ghi được hạn trong tương lai")
    result = Ticked()
    size, tries = BATCH, 0
    while True:
        try:
            fired = _batch(database, until, now, size, result)
        except (CaseChangedMeanwhile, WriteConflict):
            # Somebody recorded on one of these cases first: look again at fewer of them.
            size, tries = max(1, size // 4), tries + 1
            if tries > TRIES:
                raise
            continue
        if not fired:
            return result
        size, tries = BATCH, 0


def _batch(database: Database, until: datetime, now: datetime, size: int, result: Ticked) -> bool:
    counted = Ticked()
    with database.writing() as connection:
        claimed = claim(connection, until, size, leave_out=result.failures)
        if not claimed:
            return False
        setup = read_setup(connection)
        cases = _cases(connection, [code for code, _ in claimed], setup)
        for code, timer in claimed:
            if code not in counted.failures:
                _fire(cases, code, timer, now, counted)
        told = [telling for code, telling in cases.items() if code not in counted.failures]
        _write(connection, told, setup)
    result.missed += counted.missed
    result.warned += counted.warned
    result.failures |= counted.failures
    return True


def _cases(connection: Connection, codes: list[str], setup: Setup) -> dict[str, _Telling]:
    found = {}
    for code, log in load_many(connection, sorted(set(codes))).items():
        case = fold(code, (line.event for line in log.lines))
        if case is not None:
            found[code] = _Telling(before=log, case=case, setting=setup.setting_of(case), added=[])
    return found


def _fire(
    cases: dict[str, _Telling], code: str, timer: Timer, now: datetime, counted: Ticked
) -> None:
    telling = cases[code]
    try:
        if timer not in timers(telling.case, telling.setting):
            raise Refused("bảng timers không khớp với nhật ký; hãy chạy motcua rebuild")
        _tell(telling, timer, now)
    except (SlaError, Refused) as error:
        counted.failures[code] = str(error)
        return
    counted.missed += timer.kind == "missed"
    counted.warned += timer.kind == "warned"


def _tell(telling: _Telling, timer: Timer, now: datetime) -> None:
    command = (MarkMissed if timer.kind == "missed" else MarkWarned)(
        at=timer.fires_at,
        clock=timer.clock,
        due_at=timer.due_at,
        step=timer.step,
        run=timer.run,
    )
    recorded_at = max(now, telling.before.lines[-1].recorded_at)
    for event in settled(decide(telling.case, command, telling.setting, now=recorded_at)):
        telling.case = evolve(telling.case, event)
        telling.added.append(
            Recorded(
                version=telling.case.version,
                event=event,
                recorded_at=recorded_at,
                by=None,
                agency=telling.case.agency,
            )
        )


def _write(connection: Connection, told: list[_Telling], setup: Setup) -> None:
    rows = [row for telling in told for row in rows_of(telling.before, telling.added)]
    # In the order of their instants, as the clock would have told them one by one.
    insert_rows(
        connection, sorted(rows, key=lambda row: (row["at"], row["case_code"], row["version"]))
    )
    for telling in told:
        if telling.added:
            project(connection, telling.before, extended(telling.before, telling.added), setup)
