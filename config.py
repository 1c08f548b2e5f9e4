"""The configuration: one frozen Config, read once from the environment, refusing nonsense."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent
DEFAULT_URL = f"sqlite:///{ROOT / 'var' / 'motcua.db'}"
DEFAULT_FILES = ROOT / "var" / "files"
DEFAULT_SECRET_FILE = ROOT / "var" / "secret.key"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SHORTEST_SECRET = 32  # characters
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


class BadConfig(ValueError):
    """An environment variable holds something this program cannot work with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """What one process was told from outside.

    Attributes:
        database_url: SQLAlchemy URL; SQLite or PostgreSQL through psycopg 3.
        secret_key: signs sessions and forms; None for the one kept in `secret_file`.
        secret_file: where a key of our own is kept, readable by its owner only.
        files_dir: where the papers scanned or uploaded are kept; never below the web root.
        max_upload_mb: the largest file taken, in MiB.
        https: whether browsers come over HTTPS; then cookies travel over nothing else.
        trusted_proxies: how many proxies in front of us write X-Forwarded-For and -Proto.
        log_level: the least grave line that is written.
        metrics_token: who shows it may read /metrics from elsewhere than this machine.
    """

    database_url: str = field(default=DEFAULT_URL, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    secret_file: Path = DEFAULT_SECRET_FILE
    files_dir: Path = DEFAULT_FILES
    max_upload_mb: int = 25
    https: bool = False
    trusted_proxies: int = 0
    log_level: str = "INFO"
    metrics_token: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read `MOTCUA_*`; an empty variable is as good as none.

        Raises:
            BadConfig: naming the variable and what is wrong with it.
        """
        return cls(
            database_url=_database_url(environ.get("MOTCUA_DATABASE_URL") or DEFAULT_URL),
            secret_key=_secret(environ, "MOTCUA_SECRET_KEY"),
            files_dir=_folder(environ.get("MOTCUA_FILES", "")),
            max_upload_mb=_number(environ, "MOTCUA_MAX_UPLOAD_MB", default=25, at_least=1),
            https=_switch(environ, "MOTCUA_HTTPS"),
            trusted_proxies=_number(environ, "MOTCUA_TRUSTED_PROXIES", default=0, at_most=9),
            log_level=_level(environ.get("MOTCUA_LOG_LEVEL") or "INFO"),
            metrics_token=_secret(environ, "MOTCUA_METRICS_TOKEN"),
        )

    def signing_key(self) -> str:
        """The key of sessions and forms: the one given, else the one kept in a file.

        The file is made by whoever comes first; any number of processes agree on it.

        Raises:
            BadConfig: when there is none and none can be kept.
        """
        return self.secret_key or _kept(self.secret_file)


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


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    text = environ.get(name, "")
    if text and len(text) < SHORTEST_SECRET:
        raise BadConfig(
            f"{name}: ngắn quá ({len(text)} ký tự); cần ít nhất {SHORTEST_SECRET} ký tự ngẫu nhiên"
        )
    return text or None


def _folder(text: str) -> Path:
    if not text:
        return DEFAULT_FILES
    path = Path(text)
    if not path.is_absolute():
        raise BadConfig(f"MOTCUA_FILES: “{text}” phải là đường dẫn tuyệt đối")
    if path.exists() and not path.is_dir():
        raise BadConfig(f"MOTCUA_FILES: “{text}” không phải là thư mục")
    return path


def _number(
    environ: Mapping[str, str], name: str, *, default: int, at_least: int = 0, at_most: int = 1024
) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    # A longer row of digits is outside in any case, and Python refuses to read the longest.
    digits = text.isascii() and text.isdecimal() and len(text) <= 9
    if not digits or not at_least <= int(text) <= at_most:
        raise BadConfig(f"{name}: “{text}” không phải là số nguyên từ {at_least} đến {at_most}")
    return int(text)


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip().lower()
    if text not in _YES + _NO:
        raise BadConfig(f"{name}: “{text}” không rõ nghĩa; hãy ghi 1 (có) hoặc 0 (không)")
    return text in _YES


def _level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise BadConfig(f"MOTCUA_LOG_LEVEL: “{text}” không nằm trong: {', '.join(LOG_LEVELS)}")
    return text.upper()


def _kept(path: Path) -> str:
    try:
        if not path.exists():
            _keep(path, secrets.token_hex(32))
        found = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise BadConfig(
            f"MOTCUA_SECRET_KEY: không đọc hoặc không tạo được tệp khóa {path}; "
            "hãy sửa quyền của thư mục, hoặc đặt biến này"
        ) from None
    if len(found) < SHORTEST_SECRET:
        raise BadConfig(f"MOTCUA_SECRET_KEY: tệp khóa {path} bị hỏng; hãy xóa tệp rồi chạy lại")
    return found


def _keep(path: Path, key: str) -> None:
    """Write a key under a name of its own and give it the true one only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename this never replaces: whoever comes second takes the first one's key.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
