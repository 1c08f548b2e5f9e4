"""The sample ward on its morning, without the year before it: what the tests of the pages open.

Made once for a session and each kind of database, and copied for each test.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import ClassVar

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import URL
from werkzeug.routing import Rule

from app import clock
from app.sample import MORNING, ONE_FOR_ALL, PACKS, accounts, desk_journal
from app.services import demo_clock
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.journal import import_journal
from app.services.packs import load_packs
from app.services.passwords import HASHER
from app.store import engine
from app.store.engine import Database, database
from app.web.application import Application
from config import Config
from tests import databases
from tests.services.who import QUICK

__all__ = [
    "config",
    "morning_postgres",
    "morning_sqlite",
    "quick_sign_in",
    "ward_postgres_url",
    "ward_sqlite_url",
    "ward_url",
    "ward_urls",
]


class Compiled(BytecodeCache):
    """The templates as they were compiled for an application that went before."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what the same text was compiled to."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


class Address(Rule):
    """An address as it was compiled for an application that went before.

    What writes an address out asks the rule it is bound to for all but the text and the defaults.
    """

    _compiled: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple(sorted((self.defaults or {}).items()))
        key = (append_unknown, tuple(self._trace), defaults)
        if key not in self._compiled:
            self._compiled[key] = super()._compile_builder(append_unknown)
        return self._compiled[key]


# Each test has an application of its own; compiling the pages for each was half of what they took,
# and compiling the addresses nine tenths of making one.
Application.jinja_options = {**Application.jinja_options, "bytecode_cache": Compiled()}
Application.url_rule_class = Address


def loaded(url: str) -> Database:
    """The ward's setup, the cases in flight at MORNING, and an account for each desk."""
    opened = database(url)
    load_packs(opened, PACKS)
    lines = (line.encode() for line in desk_journal())
    result = import_journal(opened, lines, "bàn làm việc mẫu", now=MORNING)
    assert result.problems == []
    for one in accounts():
        new = NewAccount(login=one.login, name=one.name, grants=one.grants, password=ONE_FOR_ALL)
        create_account(opened, new, by=None, now=MORNING, hasher=QUICK)
    return opened


def begun(url: str) -> str:
    """Let the ward's clock start at MORNING now, whenever the database was made."""
    demo_clock.start(database(url), MORNING, wall=clock.now())
    return url


@pytest.fixture(scope="session")
def morning_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the ward, to be copied."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("ward")))
    loaded(f"sqlite:///{path}")
    engine.dispose_all()
    databases.execute(f"sqlite:///{path}", "PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def morning_postgres(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """The name of a PostgreSQL database with the ward, to be copied."""
    with databases.database(postgres_server, postgres_template) as url:
        loaded(databases.text_of(url))
        engine.dispose_all()
        yield str(url.database)


@pytest.fixture
def ward_sqlite_url(morning_sqlite: Path) -> Iterator[str]:
    """The ward in an SQLite database of this test alone."""
    with databases.folder() as folder:
        yield begun(f"sqlite:///{shutil.copy(morning_sqlite, folder)}")
        engine.dispose_all()


@pytest.fixture
def ward_postgres_url(postgres_server: URL, morning_postgres: str) -> Iterator[str]:
    """The ward in a PostgreSQL database of this test alone."""
    with databases.database(postgres_server, morning_postgres) as url:
        yield begun(databases.text_of(url))
        engine.dispose_all()


@pytest.fixture
def ward_url(request: pytest.FixtureRequest) -> str:
    """The ward on SQLite; `indirect` with "postgresql" puts it there."""
    kind = getattr(request, "param", "sqlite")
    chosen = {"sqlite": "ward_sqlite_url", "postgresql": "ward_postgres_url"}[kind]
    return str(request.getfixturevalue(chosen))


@pytest.fixture(params=["sqlite", "postgresql"])
def ward_urls(request: pytest.FixtureRequest) -> str:
    """The ward on each engine in turn."""
    chosen = {"sqlite": "ward_sqlite_url", "postgresql": "ward_postgres_url"}[request.param]
    return str(request.getfixturevalue(chosen))


@pytest.fixture
def quick_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages check passwords at the price the ward's accounts were made at."""
    monkeypatch.setattr(HASHER, "_argon", QUICK._argon)
    monkeypatch.setitem(vars(HASHER), "_nobodys", QUICK._nobodys)


@pytest.fixture
def config(ward_url: str, tmp_path: Path, quick_sign_in: None) -> Config:
    """An installation of this test alone on the ward; `ward_url` may be parametrised."""
    return Config(
        database_url=ward_url,
        secret_key="k" * 32,
        secret_file=tmp_path / "secret.key",
        files_dir=tmp_path / "files",
    )
