"""Whole logs: taken in, made into read rows again, checked, and written out.

- Rebuild: `motcua rebuild` of a province, every read table with its indexes in one transaction,
  against the replay of as many events by `eventsourcing`, which only loads its aggregates: out of
  PostgreSQL, and out of plain memory. The read rows must be the same before and after.
- Import: `motcua import` of a simulated journal into an empty database, on PostgreSQL and on
  SQLite. What comes out of it must make the very same log when it is taken in again.
- Verify: `motcua verify` of the province, by cases.
- Export: `motcua export` of the province, by events.

Rebuild, import and verify use a process for each core.
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import text

from app.projections.rows import TABLES
from app.services.export import export_jsonl
from app.services.journal import import_journal
from app.services.journal_lines import lines_of
from app.services.packs import load_packs
from app.services.rebuild import rebuild_all
from app.services.verify import verify
from app.store.engine import Database, database, dispose_all
from app.store.schema import upgrade
from app.store.scope import Scope
from bench.protocol import (
    Compared,
    Growth,
    Line,
    NotRun,
    Series,
    Side,
    alone,
    alternated,
    at_least,
    equal,
    measured,
)
from bench.stage import MOTCUA, ROOT, SEED, Stage
from sla.zone import VIETNAM

NOW = datetime(2026, 8, 1, 9, tzinfo=VIETNAM)


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield events rebuilt and imported a second, and cases verified."""
    yield measured(
        "rebuild",
        "rebuild of the read tables against the replay of eventsourcing from PostgreSQL",
        partial(_rebuild, stage, from_memory=False),
        goal=at_least(12),
    )
    yield measured(
        "rebuild-memory",
        "rebuild of the read tables against the replay of eventsourcing from plain memory",
        partial(_rebuild, stage, from_memory=True),
    )
    for name in ("postgresql", "sqlite"):
        yield measured(
            f"import-{name}",
            f"import of a journal into {name}",
            partial(_import, stage, name),
            goal=at_least(10_000),
        )
    yield measured("verify", "verify of the province, cases", partial(_verify, stage))
    yield measured("export", "export of the province's log", partial(_export, stage))


def _cases(stage: Stage) -> int:
    # Rates do not depend on the size, and each round does all of it.
    return stage.by_scale(1_000, 20_000, 100_000)


def _rebuild(stage: Stage, *, from_memory: bool) -> Compared:
    from bench.peers.replay import replaying

    with stage.own_province(_cases(stage)) as address, ExitStack() as rest:
        opened = database(address)
        lengths = _lengths(opened, most=stage.by_scale(500, 5_000, 20_000))
        empty = None if from_memory else rest.enter_context(stage.bare_database())
        replay = rest.enter_context(replaying(empty, lengths))
        equal(replay(), sum(lengths), "events replayed")
        before, events = _marks(opened), _events(opened)
        rest.callback(dispose_all)

        def work() -> int:
            rebuild_all(opened, lambda done: None)
            return events

        ours = Side(name="motcua rebuild", unit="events/s", work=work)
        name = "eventsourcing, memory" if from_memory else "eventsourcing, PostgreSQL"
        compared = alternated(ours, Side(name=name, unit="events/s", work=replay), stage.rounds)
        equal(_marks(opened), before, "read rows before and after")
        return compared


def _import(stage: Stage, name: str) -> Series:
    journal, pack = _simulated(stage)
    with ExitStack() as rest:
        target = _Target(stage=stage, name=name, pack=pack, rest=rest.enter_context(ExitStack()))

        def work() -> int:
            return _taken_in(target.opened, journal)

        series = alone(
            Side(name="motcua import", unit="events/s", work=work, prepare=target.renew),
            stage.rounds,
        )
        once = _written(target.opened, stage.folder / "once.jsonl")
        target.renew()
        _taken_in(target.opened, once)
        again = _written(target.opened, stage.folder / "again.jsonl")
        equal(again.read_bytes() == once.read_bytes(), True, "the log taken in again")
        return series


def _verify(stage: Stage) -> Series:
    opened = database(stage.province(_cases(stage)))

    def work() -> int:
        found = verify(opened, now=NOW)
        equal(found.fault, None, "fault")
        return found.cases

    try:
        return alone(Side(name="motcua verify", unit="cases/s", work=work), stage.rounds)
    finally:
        dispose_all()


def _export(stage: Stage) -> Series:
    opened = database(stage.province(_cases(stage)))
    events = _events(opened)

    def work() -> int:
        _written(opened, stage.folder / "out.jsonl")
        return events

    try:
        return alone(Side(name="motcua export", unit="events/s", work=work), stage.rounds)
    finally:
        dispose_all()


@dataclass(kw_only=True)
class _Target:
    """An empty database with the setup of the journal, another one for each round."""

    stage: Stage
    name: str
    pack: Path
    rest: ExitStack
    made: int = 0
    address: str = field(default="")

    @property
    def opened(self) -> Database:
        return database(self.address)

    def renew(self) -> None:
        """Drop the last one and make the next."""
        dispose_all()
        self.rest.close()
        self.made += 1
        if self.name == "postgresql":
            self.address = self.rest.enter_context(self.stage.database())
        else:
            self.address = f"sqlite:///{self.stage.folder}/import-{self.made}.db"
            upgrade(self.address)
        self.rest.callback(dispose_all)
        load_packs(self.opened, [self.pack])


def _simulated(stage: Stage) -> tuple[Path, Path]:
    journal, pack = stage.folder / "import.jsonl.gz", stage.folder / "import.yaml"
    if journal.exists():
        return journal, pack
    sizes = {"agencies": stage.by_scale(12, 240), "cases": _cases(stage), "seed": SEED}
    options = [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
    done = subprocess.run(
        [*MOTCUA, "simulate", *options, "-o", str(journal), "--pack", str(pack)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise NotRun(f"motcua simulate: {done.stderr.strip().rpartition(chr(10))[2]}")
    return journal, pack


def _taken_in(opened: Database, journal: Path) -> int:
    import gzip

    opening = gzip.open if journal.suffix == ".gz" else open
    with opening(journal, "rb") as file:
        found = import_journal(opened, lines_of(file), journal.name, now=NOW)
    equal(found.problems, [], "problems")
    return found.events


def _written(opened: Database, file: Path) -> Path:
    with file.open("wb") as out:
        export_jsonl(opened, out, Scope())
    return file


def _lengths(opened: Database, *, most: int) -> list[int]:
    """How many events each of the first cases has."""
    with opened.reading() as connection:
        query = text("SELECT version FROM cases ORDER BY code LIMIT :most")
        return list(connection.execute(query, {"most": most}).scalars())


def _events(opened: Database) -> int:
    with opened.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM case_events")).scalar_one())


def _marks(opened: Database) -> list[tuple[str, object, object]]:
    """What tells whether any row of a read table differs."""
    with opened.reading() as connection:
        query = "SELECT count(*), sum(hashtext(t::text)::bigint) FROM {} t"
        return [
            (table.name, *connection.execute(text(query.format(table.name))).one())
            for table in TABLES
        ]
