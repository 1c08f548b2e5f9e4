"""The configuration: one frozen Config, read once from the environment, refusing nonsense."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent
DEFAULT_URL = f"sqlite:///{ROOT / 'var' / 'motcua.db'}"
DEFAULT_FILES = ROOT / "var" / "files"
DEFAULT_SECRET_FILE = ROOT / "var" / "secret.key"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SHORTEST_SECRET = 32  # characters
_PORTS = {"smtp": 25, "smtps": 465}
_MAIL_FORM = "phải có dạng smtp://máy:cổng?from=địa-chỉ, smtps://… hoặc folder:/đường/dẫn"
_SENDER = re.compile(r"[A-Za-z0-9._%+=-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


class BadConfig(ValueError):
    """An environment variable holds something this program cannot work with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailServer:
    """Where mail is handed over.

    Attributes:
        sender: the address mail comes from.
        tls: whether TLS begins with the connection; else as soon as the server offers it.
        user: None for a server that asks for no login; a login never travels without TLS.
    """

    host: str
    port: int
    sender: str
    tls: bool = False
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gateway:
    """Where short messages are handed over by HTTP, and what we show there."""

    url: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """What one process was told from outside.

    Attributes:
        database_url: SQLAlchemy URL; SQLite or PostgreSQL through psycopg 3.
        secret_key: signs sessions and forms; None for the one kept in `secret_file`.
        secret_file: where a key of our own is kept, readable by its owner only.
        files_dir: where the papers scanned or uploaded are kept; never below the web root.
        sign_roots: a folder with the authorities whose signatures are trusted; None for any.
        max_upload_mb: the largest file taken, in MiB.
        https: whether browsers come over HTTPS; then cookies travel over nothing else.
        trusted_proxies: how many proxies in front of us write X-Forwarded-For and -Proto.
        log_level: the least grave line that is written.
        metrics_token: who shows it may read /metrics from elsewhere than this machine.
        mail: how e-mail goes out, a folder for trying out; None for no e-mail.
        sms: the same for short messages, and `zalo` for Zalo.
        site: where people find the pages, as "https://host", for links in letters; None for none.
    """

    database_url: str = field(default=DEFAULT_URL, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    secret_file: Path = DEFAULT_SECRET_FILE
    files_dir: Path = DEFAULT_FILES
    sign_roots: Path | None = None
    max_upload_mb: int = 25
    https: bool = False
    trusted_proxies: int = 0
    log_level: str = "INFO"
    metrics_token: str | None = field(default=None, repr=False)
    mail: MailServer | Path | None = None
    sms: Gateway | Path | None = None
    zalo: Gateway | Path | None = None
    site: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read `MOTCUA_*`; an empty variable is as good as none.

        Raises:
            BadConfig: naming the variable and what is wrong with it.
        """
        return cls(
            database_url=_database_url(environ.get("MOTCUA_DATABASE_URL") or DEFAULT_URL),
            secret_key=_secret(environ, "MOTCUA_SECRET_KEY"),
            files_dir=_folder(environ, "MOTCUA_FILES") or DEFAULT_FILES,
            sign_roots=_folder(environ, "MOTCUA_SIGN_ROOTS"),
            max_upload_mb=_number(environ, "MOTCUA_MAX_UPLOAD_MB", default=25, at_least=1),
            https=_switch(environ, "MOTCUA_HTTPS"),
            trusted_proxies=_number(environ, "MOTCUA_TRUSTED_PROXIES", default=0, at_most=9),
            log_level=_level(environ.get("MOTCUA_LOG_LEVEL") or "INFO"),
            metrics_token=_secret(environ, "MOTCUA_METRICS_TOKEN"),
            mail=_mail("MOTCUA_MAIL", environ.get("MOTCUA_MAIL", "")),
            sms=_gateway(environ, "MOTCUA_SMS", "MOTCUA_SMS_TOKEN"),
            zalo=_gateway(environ, "MOTCUA_ZALO", "MOTCUA_ZALO_TOKEN"),
            site=_site("MOTCUA_SITE", environ.get("MOTCUA_SITE", "")),
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


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    if not (text := environ.get(name, "")):
        return None
    path = Path(text)
    if not path.is_absolute():
        raise BadConfig(f"{name}: “{text}” phải là đường dẫn tuyệt đối")
    if path.exists() and not path.is_dir():
        raise BadConfig(f"{name}: “{text}” không phải là thư mục")
    return path


def _mail(name: str, text: str) -> MailServer | Path | None:
    if not text or (url := _address(name, text)).scheme == "folder":
        return _out_folder(name, text) if text else None
    # Important: none of these sentences may repeat the address, which holds the password.
    if url.scheme not in _PORTS or not url.hostname:
        raise BadConfig(f"{name}: {_MAIL_FORM}")
    user, password = (unquote(part) if part else None for part in (url.username, url.password))
    if not (user or "").isascii() or not (password or "").isascii() or bool(user) != bool(password):
        raise BadConfig(f"{name}: tên và mật khẩu phải đi cùng nhau và chỉ gồm ký tự ASCII")
    return MailServer(
        host=url.hostname,
        port=url.port or _PORTS[url.scheme],
        sender=_sender(name, url.query),
        tls=url.scheme == "smtps",
        user=user,
        password=password,
    )


def _sender(name: str, query: str) -> str:
    given = parse_qs(query)
    senders = given.pop("from", [])
    if given or len(senders) != 1 or not _SENDER.fullmatch(senders[0]):
        raise BadConfig(f"{name}: thiếu địa chỉ gửi, hoặc ghi sai; {_MAIL_FORM}")
    return senders[0]


def _gateway(environ: Mapping[str, str], name: str, token: str) -> Gateway | Path | None:
    text, shown = environ.get(name, ""), environ.get(token, "").strip()
    if not text or (url := _address(name, text)).scheme == "folder":
        return _out_folder(name, text) if text else None
    if url.scheme not in {"http", "https"} or not url.hostname or url.username or url.fragment:
        raise BadConfig(f"{name}: phải có dạng https://máy/đường-dẫn hoặc folder:/đường/dẫn")
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise BadConfig(f"{name}: http:// chỉ dùng được trong chính máy này; hãy dùng https://")
    if not (shown.isascii() and shown.isprintable()):
        raise BadConfig(f"{token}: chỉ được gồm ký tự ASCII in được")
    return Gateway(url=text, token=shown or None)


def _address(name: str, text: str) -> SplitResult:
    plain = text.isascii() and text.isprintable() and " " not in text
    try:
        url = urlsplit(text)
        if url.scheme == "folder" or (plain and url.port != 0):
            return url
    except ValueError:
        pass  # Two of many reasons: a port that is no number, a bracket that is never closed.
    raise BadConfig(f"{name}: địa chỉ viết sai; ký tự đặc biệt phải ghi dạng %xx")


def _out_folder(name: str, text: str) -> Path:
    path = Path(text.partition(":")[2])
    if not path.is_absolute() or (path.exists() and not path.is_dir()):
        raise BadConfig(f"{name}: folder: phải kèm đường dẫn tuyệt đối của một thư mục")
    return path


def _site(name: str, text: str) -> str | None:
    if not (shown := text.strip().rstrip("/")):
        return None
    url = _address(name, shown)
    if url.scheme not in {"http", "https"} or not url.hostname or url.geturl() != _origin(url):
        raise BadConfig(f"{name}: “{text}” không phải địa chỉ trang, như https://motcua.coquan.vn")
    return shown


def _origin(url: SplitResult) -> str:
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}"


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine; a name other than localhost is not."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


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
