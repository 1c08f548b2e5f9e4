"""The ground the tests stand on: both databases, migrated once, private to each test."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL

from tests import compiled, databases

BOTH = ["sqlite", "postgresql"]

# The same examples on every run, so that a red build is red again at the desk; `thorough` goes
# looking for new ones. Deadlines would only measure how busy the machine is.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("thorough", deadline=None, max_examples=3000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Where `tmp_path` lies: nobody waits for a disk there either.
if memory := databases.memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))

compiled.share()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of slow tests first: of two workers one does them, and none is left for last.

    A worker that has done its half takes over from the end of the other's (`--dist worksteal`), so
    that two of them hardly ever stand in each other's way, as they are races of processes.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from walking over thousands of tests again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The admin database of this session's (under xdist: this worker's) PostgreSQL."""
    with databases.server() as admin:
        yield admin


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """The name of a migrated PostgreSQL database that nobody is connected to."""
    with databases.database(postgres_server) as url:
        _migrate(databases.text_of(url))
        yield str(url.database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file whose write-ahead log has been folded into it."""
    path = tmp_path_factory.mktemp("template") / "motcua.db"
    _migrate(f"sqlite:///{path}")
    databases.execute(f"sqlite:///{path}", "PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """An empty, migrated SQLite database of this test alone."""
    with databases.folder() as folder:
        yield f"sqlite:///{shutil.copy(sqlite_template, folder)}"
        _forget_engines()


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """An empty, migrated PostgreSQL database of this test alone."""
    with databases.database(postgres_server, postgres_template) as url:
        yield databases.text_of(url)
        _forget_engines()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database of this test alone, on each engine in turn."""
    chosen = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(chosen))


@pytest.fixture
def raw_sqlite_url() -> Iterator[str]:
    """A place for an SQLite database, with nothing in it."""
    with databases.folder() as folder:
        yield f"sqlite:///{folder / 'motcua.db'}"
        _forget_engines()


@pytest.fixture
def raw_postgres_url(postgres_server: URL) -> Iterator[str]:
    """A PostgreSQL database with nothing in it."""
    with databases.database(postgres_server) as url:
        yield databases.text_of(url)
        _forget_engines()


@pytest.fixture(params=BOTH)
def raw_database_url(request: pytest.FixtureRequest) -> str:
    """A database without any schema, on each engine in turn: what a migration test starts from."""
    chosen = {"sqlite": "raw_sqlite_url", "postgresql": "raw_postgres_url"}[request.param]
    return str(request.getfixturevalue(chosen))


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the first conformance world, to be copied."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("world")))
    _fill(f"sqlite:///{path}")
    databases.execute(f"sqlite:///{path}", "PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgres_world(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """The name of a PostgreSQL database with the first conformance world, to be copied."""
    with databases.database(postgres_server, postgres_template) as url:
        _fill(databases.text_of(url))
        yield str(url.database)


@pytest.fixture
def sqlite_world_url(sqlite_world: Path) -> Iterator[str]:
    """The first conformance world in an SQLite database of this test alone."""
    with databases.folder() as folder:
        yield f"sqlite:///{shutil.copy(sqlite_world, folder)}"
        _forget_engines()


@pytest.fixture
def postgres_world_url(postgres_server: URL, postgres_world: str) -> Iterator[str]:
    """The first conformance world in a PostgreSQL database of this test alone."""
    with databases.database(postgres_server, postgres_world) as url:
        yield databases.text_of(url)
        _forget_engines()


@pytest.fixture(params=BOTH)
def world_url(request: pytest.FixtureRequest) -> str:
    """The first conformance world in a database of this test alone, on each engine in turn."""
    chosen = {"sqlite": "sqlite_world_url", "postgresql": "postgres_world_url"}[request.param]
    return str(request.getfixturevalue(chosen))


def _fill(url: str) -> None:
    from tests.conformance.worlds import loaded

    loaded(url, "world-1")
    _forget_engines()


def _migrate(url: str) -> None:
    # Imported here, so that a test of the pure packages never loads SQL of ours.
    from app.store import schema

    schema.upgrade(url)
    _forget_engines()


def _forget_engines() -> None:
    # An engine kept for a URL would hold connections to a database about to be copied or dropped.
    from app.store import engine

    engine.dispose_all()
