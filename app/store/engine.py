"""One Database for each URL: reading and writing transactions that mean the same on both kinds."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.errors import DatabaseNotReady, WriteConflict
from app.store import one_moment, still_there
from app.store.sqlite_turn import begin_writing

BUSY_MS = 15_000  # longer, and a command that says nothing seems to hang
_MODE_TRIES, _MODE_PAUSE = 100, 0.02  # seconds
# PostgreSQL's names for "serialization failure" and "deadlock detected".
_GIVEN_UP = {"40001", "40P01"}
_READ_ONLY = {"SQLITE_READONLY", "25006"}

# What the system calls by number, for people who do not read English.
_REASONS = {
    errno.ENOENT: "không có tệp này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EISDIR: "là thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EDQUOT: "hết phần đĩa được cấp",
    errno.EFBIG: "tệp lớn quá mức cho phép",
    errno.EROFS: "đĩa chỉ cho đọc",
    errno.EIO: "đĩa bị lỗi khi đọc, ghi",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "liên kết vòng tròn",
    errno.EMFILE: "mở quá nhiều tệp",
    errno.EBADF: "đã bị đóng",
    errno.EPIPE: "bên nhận đã đóng",
    errno.EBUSY: "đang được chương trình khác dùng",
}
# The beginnings of SQLite's names of errors, PostgreSQL's codes, and, for what is refused before
# there is a session and so without a code, words of the server's or the driver's message.
_SICK = {
    "SQLITE_CANTOPEN": "không mở được tệp (không có quyền, hoặc là thư mục)",
    "SQLITE_READONLY": "tệp hoặc thư mục chỉ cho đọc",
    "SQLITE_NOTADB": "tệp này không phải là cơ sở dữ liệu SQLite",
    "SQLITE_CORRUPT": "tệp bị hỏng; hãy phục hồi từ bản sao lưu",
    "SQLITE_FULL": "hết chỗ trên đĩa",
    "SQLITE_IOERR": "đĩa bị lỗi khi đọc, ghi",
    "SQLITE_PERM": "không có quyền",
    "28P01": "sai tên tài khoản hoặc mật khẩu",
    "28000": "máy chủ không cho tài khoản này vào",
    "3D000": "máy chủ không có cơ sở dữ liệu tên này",
    "25006": "máy chủ chỉ cho đọc",
    "42501": "tài khoản không đủ quyền",
    "53100": "máy chủ hết chỗ trên đĩa",
    "53300": "máy chủ có quá nhiều kết nối",
    "57P03": "máy chủ đang khởi động hoặc đang dừng",
}
_SAID = {
    "password authentication failed": _SICK["28P01"],
    "no password supplied": "chưa cho mật khẩu",
    'role "': _SICK["28P01"],
    '" does not exist': _SICK["3D000"],
    "no pg_hba.conf entry": _SICK["28000"],
    "Peer authentication failed": _SICK["28000"],
    "too many clients": _SICK["53300"],
    "database system is": _SICK["57P03"],
    "Connection refused": "máy chủ không nhận kết nối (chưa chạy, hoặc sai cổng)",
    "No such file or directory": "không có máy chủ nào ở đó",
    "Name or service not known": "không tìm thấy máy chủ tên này",
    "failed to resolve host": "không tìm thấy máy chủ tên này",
    "timeout": "máy chủ không trả lời",
    "invalid port number": "số cổng không hợp lệ",
}


class Database:
    """A database reached by one URL; safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: all of it or nothing.

        On SQLite it takes the write lock first, so what it reads stays true until it commits.

        Raises:
            WriteConflict: when two transactions waited for each other and this one had to give way.
            DatabaseNotReady: when the database is out of reach, or busy for too long.
        """
        with one_moment.ended(self), self._connected(writes=True) as plain:
            connection = plain.execution_options(motcua_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database and cannot write.

        Raises:
            DatabaseNotReady: when the database is out of reach.
        """
        moment = one_moment.current(self)
        with self._reading() if moment is None else moment.reading() as connection:
            yield connection

    def one_moment(self) -> AbstractContextManager[None]:
        """All that this thread reads within a block is of one moment, until the block writes.

        For short work: a transaction that stays open keeps the database from tidying up.
        """
        return one_moment.shared(one_moment.Moment(self, self._reading))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._connected(writes=False) as plain:
            connection = plain.execution_options(motcua_writes=False)
            if self.engine.dialect.name == "postgresql":
                connection = plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def _connected(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            if (told := _in_words(error, self.url, writes=writes)) is None:
                raise
            raise told from error


def of_the_database(error: Exception) -> bool:
    """Whether the database itself failed or gave way: another write would fare no better now."""
    return isinstance(error, DBAPIError) and _in_words(error, "sqlite://", writes=True) is not None


def dialect_of(connection: Connection) -> Any:
    """The module whose `insert` knows what to do about a row that is there already."""
    return postgresql if connection.dialect.name == "postgresql" else sqlite


def why(error: OSError) -> str:
    """What the system complains of, in a few Vietnamese words."""
    return _REASONS.get(error.errno or 0, f"lỗi hệ thống số {error.errno}")


@lru_cache(maxsize=64)
def database(url: str) -> Database:
    """The Database of a URL, made once in a process."""
    return Database(url)


def dispose_all() -> None:
    """Close every pooled connection and forget the databases (before a fork, after a test)."""
    for url in list(_OPENED):
        _OPENED.pop(url).dispose()
    database.cache_clear()


_OPENED: dict[str, Engine] = {}


def _engine(url: str) -> Engine:
    try:
        engine = _made(url)
    except (ArgumentError, ValueError):
        # Important: the library's sentence would show the URL with its password.
        words = "địa chỉ cơ sở dữ liệu viết sai; hãy xem lại máy chủ, cổng và tên"
        raise DatabaseNotReady(f"MOTCUA_DATABASE_URL: {words}") from None
    _OPENED[url] = engine
    return engine


def _made(url: str) -> Engine:
    parsed = make_url(url)
    # Important: `hide_parameters` keeps what citizens told us out of every message and log.
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        still_there.watch(engine)
        return engine
    _make_room(parsed.database)
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_room(file: str | None) -> None:
    if not file or file == ":memory:":
        return
    try:
        # SQLite also takes an address of a file, whose folder is not called "file:".
        Path(file.removeprefix("file:")).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = f"không tạo được thư mục cho cơ sở dữ liệu {file} ({why(error)})"
        raise DatabaseNotReady(words) from None


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # Compiling a query or starting helpers for it takes many times as long as our short queries do.
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.autocommit = False


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Important: the driver's own BEGIN comes too late to lock; ours is in _begin_sqlite.
    connection.isolation_level = None
    for pragma in (f"busy_timeout = {BUSY_MS}", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: Any) -> None:
    # SQLite does not wait, whatever the timeout, where two processes change a new file's mode.
    tries = 0
    while True:
        tries += 1
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if tries == _MODE_TRIES or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
            sleep(_MODE_PAUSE)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("motcua_writes")
    connection.exec_driver_sql(f"PRAGMA query_only = {writes is False:d}")
    if writes:
        begin_writing(connection, BUSY_MS)
    else:
        connection.exec_driver_sql("BEGIN")


def _in_words(error: DBAPIError, url: str, *, writes: bool) -> DatabaseNotReady | None:
    """What a person can make of an error; None for one that is a fault of this program."""
    code = _code(error)
    if code in _GIVEN_UP:
        return WriteConflict("cơ sở dữ liệu đã bỏ lần ghi này vì vướng lần ghi khác; hãy ghi lại")
    if code.startswith("SQLITE_BUSY"):
        waited = f"bận quá {BUSY_MS / 1000:g} giây"
        return DatabaseNotReady(f"cơ sở dữ liệu {waited}; hãy thử lại sau")
    if (reason := _sickness(error, code, writes=writes)) is None:
        return None
    shown = make_url(url).render_as_string(hide_password=True)
    return DatabaseNotReady(f"không dùng được cơ sở dữ liệu {shown}: {reason}")


def _code(error: DBAPIError) -> str:
    """SQLite's name or PostgreSQL's number of an error; empty where there is neither."""
    kind = error.orig
    return str(getattr(kind, "sqlite_errorname", "") or getattr(kind, "sqlstate", "") or "")


def _sickness(error: DBAPIError, code: str, *, writes: bool) -> str | None:
    unreached = error.statement is None or error.connection_invalidated
    if code in _READ_ONLY and not writes and not unreached:
        return None  # Something of ours wrote where it had only asked to read.
    for beginning, words in _SICK.items():
        if code.startswith(beginning):
            return words
    if _is_taken(error, code):
        return "đã có bảng của chương trình khác; hãy dùng một cơ sở dữ liệu riêng"
    return _first_words(str(error.orig)) if unreached else None


def _is_taken(error: DBAPIError, code: str) -> bool:
    """Whether a table we want to make belongs to somebody else."""
    makes = (error.statement or "").lstrip().upper().startswith("CREATE")
    return makes and (code == "42P07" or "already exists" in str(error.orig))


def _first_words(message: str) -> str:
    known = (words for part, words in _SAID.items() if part in message)
    return next(known, message.strip().partition("\n")[0])
