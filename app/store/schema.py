"""Bringing a database up to the schema of this program, and back, safely under many processes."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import inspect, text

from app.errors import DatabaseNotReady
from app.store.engine import Connection, Database, database

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
# Any number that no other program uses for its advisory lock on the same database.
LOCK = 7_266_082_301


@cache
def head() -> str:
    """The number of the newest migration of this program."""
    return (MIGRATIONS / ".current-head").read_text(encoding="ascii").strip()


def revision(connection: Connection) -> str | None:
    """The migration a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(url: str) -> None:
    """Bring a database to the newest schema; does nothing (quickly) when it is there.

    Raises:
        DatabaseNotReady: when the database is newer than this program, or out of reach.
    """
    opened = database(url)
    with opened.reading() as connection:
        ready = _is_ready(connection)
    if not ready:
        _migrate(opened, command.upgrade, "head")


def _is_ready(connection: Connection) -> bool:
    found = revision(connection)
    if found is not None and found > head():
        raise DatabaseNotReady(
            f"cơ sở dữ liệu ở phiên bản {found}, mới hơn chương trình này ({head()}); "
            "hãy cập nhật motcua"
        )
    return found == head()


def downgrade(url: str, to: str) -> None:
    """Take a database back to an earlier migration (`base` for none)."""
    _migrate(database(url), command.downgrade, to)


def _migrate(opened: Database, act: Callable[[AlembicConfig, str], None], to: str) -> None:
    with opened.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        # Looked at again under the lock: another process may just have done it, or gone further.
        if _is_ready(connection) and act is command.upgrade:
            return
        config = AlembicConfig()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        act(config, to)
