"""The configuration: one frozen Config, read once from the environment, refusing nonsense."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
DEFAULT_URL = f"sqlite:///{ROOT / 'var' / 'motcua.db'}"


class BadConfig(ValueError):
    """An environment variable holds something this program cannot work with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """What one process was told from outside.

    Attributes:
        database_url: SQLAlchemy URL; SQLite or PostgreSQL through psycopg 3.
    """

    database_url: str = DEFAULT_URL

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read `MOTCUA_*`.

        Raises:
            BadConfig: naming the variable and what is wrong with it.
        """
        return cls(database_url=_database_url(environ.get("MOTCUA_DATABASE_URL") or DEFAULT_URL))


def _database_url(text: str) -> str:
    if text.startswith("sqlite:///") and not _is_a_file(text):
        raise BadConfig(
            "MOTCUA_DATABASE_URL: sqlite:/// phải có đường dẫn tệp, vì cơ sở dữ liệu trong bộ nhớ "
            "không giữ lại gì"
        )
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    shown = text.split("://", 1)[0]
    raise BadConfig(
        f"MOTCUA_DATABASE_URL: không dùng được loại cơ sở dữ liệu “{shown}”; "
        "hãy dùng sqlite:///… hoặc postgresql+psycopg://…"
    )


def _is_a_file(url: str) -> bool:
    """Whether an SQLite URL names a file; without one the data would be gone with the process."""
    path, _, options = url.removeprefix("sqlite:///").partition("?")
    in_memory = ":memory:" in path or "mode=memory" in options
    return path.strip() not in {"", "file:"} and not in_memory
