"""A step of a case recorded on PostgreSQL: loaded, decided, appended, projected, committed.

An accepted case is taken through six steps (taken up, worked on, taken up for signing, signed,
resolved, delivered), one transaction each, by one client; the server waits for its disk. Beside it
the very same rows, their values made beforehand, by bare statements; and cases of six steps as
others keep them: a plain ORM (row for update, changed, one event more), Viewflow, SpiffWorkflow
with its state read and saved as JSON, an aggregate of `eventsourcing`. Opening the cases is not
timed. Then sixteen client processes at once, each with its own cases, and all of them on one case.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial

from app.services.verify import verify
from app.store.engine import Database
from app.store.engine import database as opened_at
from app.store.event_log import load
from bench.peers import eventsourcing_case, orm_case, spiff_case, viewflow_case
from bench.peers.stepping import STEPS, Stepper
from bench.protocol import (
    Compared,
    Goal,
    Growth,
    Line,
    NotRun,
    Side,
    Took,
    alternated,
    at_least,
    at_most,
    by_turns,
    equal,
    measured,
)
from bench.stage import Stage
from bench.step_workers import shared_by, walked_by
from bench.step_world import OurCases, accepted, bare
from bench.timer_cases import NOW, prepared

UNIT = "steps/s"
CLIENTS = 16
Peer = Callable[[str], AbstractContextManager[Stepper]]
# What each is called, what it takes, how much faster we have to be, and what makes it.
_PEERS: tuple[tuple[str, str, Goal | None, Peer], ...] = (
    ("a plain ORM", "sqlalchemy", None, orm_case.stepper),
    ("Viewflow", "viewflow", at_least(6), viewflow_case.stepper),
    ("SpiffWorkflow", "SpiffWorkflow", at_least(2), spiff_case.stepper),
    ("eventsourcing", "eventsourcing", at_least(2), eventsourcing_case.stepper),
)


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield our step beside the bare rows and each peer, then with sixteen clients."""
    with ExitStack() as rest:
        made: list[Database] = []

        def ours() -> Database:
            if not made:
                made.append(_database(stage, rest))
            return made[0]

        yield measured(
            "bare",
            "a step, one client, against the same rows by bare statements",
            # In a database of their own: rows made beforehand are no chain.
            lambda: _beside(stage, ours(), bare(_database(stage, rest), rest), "bare statements"),
            goal=at_least(1 / 3),
        )
        for name, module, goal, peer in _PEERS:
            yield measured(
                f"against-{module.lower()}",
                f"a step, one client, against {name}",
                partial(_against, stage, ours, (name, module), peer),
                goal=goal,
            )
        yield from _many(stage, ours)


def _database(stage: Stage, rest: ExitStack) -> Database:
    """A database with the setup of a province and no case."""
    opened = opened_at(rest.enter_context(stage.database()))
    rest.callback(opened.engine.dispose)
    prepared(opened, stage.folder)
    return opened


def _against(
    stage: Stage, ours: Callable[[], Database], named: tuple[str, str], peer: Peer
) -> Compared:
    name, module = named
    if not stage.have(module):
        raise NotRun(f"{module} is not installed")
    with stage.bare_database() as address, peer(address) as stepper:
        return _beside(stage, ours(), stepper, name)


def _beside(stage: Stage, database: Database, peer: Stepper, name: str) -> Compared:
    cases = stage.by_scale(10, 150)
    mine = OurCases(database)
    for one in (mine, peer):
        one.open(3)
        one.go()
        equal(one.finished(), 3, "cases that have come to their end")
    return alternated(_side("motcua", mine, cases), _side(name, peer, cases), max(stage.rounds, 2))


def _side(name: str, stepper: Stepper, cases: int) -> Side:
    def work() -> float | Took:
        done = stepper.go()
        count = done.count if isinstance(done, Took) else done
        equal(float(count), float(cases * STEPS), "steps that were committed")
        return done

    return Side(name=name, unit=UNIT, work=work, prepare=lambda: stepper.open(cases))


def _many(stage: Stage, ours: Callable[[], Database]) -> Iterator[Line]:
    yield measured(
        "sixteen",
        f"steps, {CLIENTS} client processes against one",
        lambda: _sixteen(stage, ours()),
        goal=at_least(1),
    )
    yield measured(
        "lost",
        f"versions lost or double after {CLIENTS} clients have written on one case",
        lambda: _lost(stage, ours()),
        goal=at_most(0),
    )


def _sixteen(stage: Stage, database: Database) -> Compared:
    cases = stage.by_scale(3, 40)
    many, one = by_turns(
        [
            Side(name=f"{CLIENTS} clients", unit=UNIT, work=partial(_by, database, CLIENTS, cases)),
            Side(name="1 client", unit=UNIT, work=partial(_by, database, 1, cases * 4)),
        ],
        stage.rounds,
    )
    return Compared(ours=many, peer=one)


def _by(database: Database, workers: int, cases: int) -> Took:
    seconds = walked_by(database.url, workers, cases)
    return Took(seconds=seconds, count=workers * cases * STEPS)


def _lost(stage: Stage, database: Database) -> float:
    """How many versions are not there once; the log, the tables and the chain are checked too."""
    (code,) = accepted(database, 1)
    times = stage.by_scale(5, 20)
    shared_by(database.url, CLIENTS, code, times)
    with database.reading() as connection:
        versions = [line.version for line in load(connection, code).lines]
    fault = verify(database, now=NOW).fault
    equal(fault, None, "what verify finds")
    wanted = list(range(1, CLIENTS * times + 2))
    return float(len(set(wanted) ^ set(versions)) + len(versions) - len(set(versions)))
