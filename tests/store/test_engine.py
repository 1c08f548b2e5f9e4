"""Transactions mean the same on both databases, and their failures are said in words."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.errors import DatabaseNotReady
from app.store import engine
from app.store.engine import Database, database, dispose_all
from app.store.schema import upgrade
from app.store.spool import Spool

COUNT = text("SELECT count(*) FROM fields")
ADD = text("INSERT INTO fields (code, name, sort_order) VALUES ('HT', 'Hộ tịch', 8)")


def count(opened: Database) -> int:
    with opened.reading() as connection:
        return int(connection.execute(COUNT).scalar_one())


def test_a_writing_transaction_is_all_or_nothing(database_url):
    opened = database(database_url)

    with suppress(RuntimeError), opened.writing() as connection:
        connection.execute(ADD)
        raise RuntimeError

    assert count(opened) == 0
    with opened.writing() as connection:
        connection.execute(ADD)
    assert count(opened) == 1


def test_a_reading_transaction_cannot_write(database_url):
    opened = database(database_url)

    with pytest.raises(DBAPIError, match=r"(?i)read-?only"), opened.reading() as connection:
        connection.execute(ADD)

    assert count(opened) == 0


def test_a_connection_that_only_read_may_write_the_next_time(database_url):
    opened = database(database_url)
    count(opened)

    with opened.writing() as connection:
        connection.execute(ADD)

    assert count(opened) == 1


def test_a_reading_transaction_sees_one_moment(database_url):
    opened = database(database_url)

    with opened.reading() as connection:
        before = connection.execute(COUNT).scalar_one()
        with opened.writing() as other:
            other.execute(ADD)
        assert connection.execute(COUNT).scalar_one() == before == 0

    assert count(opened) == 1


def test_what_sqlite_read_while_writing_stays_true_until_the_commit(sqlite_url):
    opened = database(sqlite_url)
    done = threading.Event()

    def add() -> None:
        with opened.writing() as connection:
            connection.execute(ADD)
        done.set()

    with opened.writing() as connection:
        other = threading.Thread(target=add)
        other.start()
        assert not done.wait(0.2)
        assert connection.execute(COUNT).scalar_one() == 0
    other.join()

    assert count(opened) == 1


def test_one_url_has_one_database_until_all_are_disposed(sqlite_url):
    first = database(sqlite_url)

    assert database(sqlite_url) is first
    dispose_all()
    assert database(sqlite_url) is not first


def test_a_file_in_a_new_folder_is_made_with_its_folder(tmp_path):
    opened = database(f"sqlite:///{tmp_path}/mới/motcua.db")

    with opened.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    dispose_all()
    assert (tmp_path / "mới" / "motcua.db").exists()


def test_a_database_in_memory_needs_no_folder():
    with database("sqlite:///:memory:").writing() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    dispose_all()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "tệp").touch()

    with pytest.raises(DatabaseNotReady, match=r"không tạo được thư mục .*tệp/motcua.db"):
        database(f"sqlite:///{tmp_path}/tệp/motcua.db")


def test_a_folder_is_not_a_database(tmp_path):
    opened = database(f"sqlite:///{tmp_path}")

    with pytest.raises(DatabaseNotReady, match="không dùng được cơ sở dữ liệu"):
        count(opened)
    dispose_all()


def test_a_file_of_another_kind_is_not_a_database(tmp_path):
    (tmp_path / "motcua.db").write_text("Đây không phải là cơ sở dữ liệu." * 50)

    with pytest.raises(DatabaseNotReady, match="không phải là cơ sở dữ liệu SQLite"):
        count(database(f"sqlite:///{tmp_path}/motcua.db"))
    dispose_all()


def test_a_server_out_of_reach_is_named_without_its_password(tmp_path):
    url = f"postgresql+psycopg://motcua:bimat@/motcua?host={tmp_path}"

    with pytest.raises(DatabaseNotReady, match="không dùng được") as caught:
        count(database(url))

    assert "bimat" not in str(caught.value)
    assert "motcua:***" in str(caught.value)
    dispose_all()


def test_a_connection_lost_in_the_middle_is_said_in_words(postgres_url):
    opened = database(postgres_url)

    def add_after_a_cut() -> None:
        with opened.writing() as connection:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with opened.reading() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            connection.execute(ADD)

    with pytest.raises(DatabaseNotReady, match="không dùng được"):
        add_after_a_cut()

    assert count(opened) == 0


@pytest.fixture
def new_file_held_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A file that is no write-ahead log yet, and a connection that keeps it from becoming one."""
    monkeypatch.setattr(engine, "BUSY_MS", 1)
    other = sqlite3.connect(tmp_path / "motcua.db", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE fields (code)")
    other.execute("BEGIN")
    other.execute("SELECT * FROM fields")
    yield other
    other.close()
    dispose_all()


def test_a_new_file_is_waited_for_where_sqlite_itself_does_not(new_file_held_by_another, tmp_path):
    release = threading.Timer(0.2, new_file_held_by_another.execute, args=["ROLLBACK"])
    release.start()

    assert count(database(f"sqlite:///{tmp_path}/motcua.db")) == 0
    release.join()


def test_a_new_file_is_not_waited_for_without_end(new_file_held_by_another, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "_MODE_TRIES", 3)

    with pytest.raises(DatabaseNotReady, match="bận quá"):
        count(database(f"sqlite:///{tmp_path}/motcua.db"))


def test_a_fault_of_our_own_is_not_dressed_up(database_url):
    with pytest.raises(DBAPIError), database(database_url).reading() as connection:
        connection.execute(text("SELECT nonsense FROM fields"))


def test_the_keys_between_tables_are_kept_on_both(database_url):
    with (
        pytest.raises(DBAPIError, match=r"(?i)foreign key"),
        database(database_url).writing() as connection,
    ):
        connection.execute(text("INSERT INTO procedures VALUES ('1.0', 1, 'd', 'không có', '{}')"))


def test_sqlite_keeps_what_it_said_it_kept(sqlite_url):
    with database(sqlite_url).reading() as connection:
        asked = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"]
        kept = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked]

    assert kept == ["wal", 2, 1, engine.BUSY_MS]


def test_a_damaged_page_is_said_in_words(sqlite_url):
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (size - 4096))

    with pytest.raises(DatabaseNotReady, match="tệp bị hỏng"):
        count(database(sqlite_url))


def test_a_database_that_may_only_be_read_is_said_in_words(sqlite_url):
    path = sqlite_url.removeprefix("sqlite:///")

    with (
        pytest.raises(DatabaseNotReady, match="chỉ cho đọc"),
        database(f"sqlite:///file:{path}?mode=ro&uri=true").writing() as connection,
    ):
        connection.execute(ADD)


def test_another_programs_database_is_left_alone(raw_database_url):
    with database(raw_database_url).writing() as connection:
        connection.execute(text("CREATE TABLE cases (x INTEGER)"))

    with pytest.raises(DatabaseNotReady, match="đã có bảng của chương trình khác") as caught:
        upgrade(raw_database_url)

    assert "CREATE" not in str(caught.value)
    with database(raw_database_url).reading() as connection:
        assert connection.execute(text("SELECT count(x) FROM cases")).scalar_one() == 0


def test_no_error_shows_what_citizens_told_us(database_url):
    with pytest.raises(DBAPIError) as caught, database(database_url).reading() as connection:
        connection.execute(text("SELECT nonsense FROM fields WHERE code = :id"), {"id": "0123"})

    assert "0123" not in str(caught.value)


def test_a_server_without_that_database_says_so_on_one_line(postgres_url):
    url = make_url(postgres_url).set(database="khong_co")

    with pytest.raises(DatabaseNotReady, match=r"không có cơ sở dữ liệu tên này$") as caught:
        count(database(url.render_as_string(hide_password=False)))

    assert "\n" not in str(caught.value)
    dispose_all()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('FATAL: password authentication failed for user "lan"\nFATAL: x', "mật khẩu"),
        ('FATAL:  role "lan" does not exist', "sai tên tài khoản"),
        ('FATAL:  database "x" does not exist', "không có cơ sở dữ liệu"),
        ('connection to server at "h", port 1 failed: Connection refused\n\tIs it', "nhận kết nối"),
        ("something new\nover two lines", "^something new$"),
    ],
)
def test_what_a_server_says_at_the_door_is_one_vietnamese_line(said, words):
    told = engine._first_words(said)

    assert re.search(words, told)
    assert "\n" not in told


def test_a_bad_port_is_one_sentence():
    with pytest.raises(DatabaseNotReady, match="viết sai") as caught:
        database("postgresql+psycopg://lan:bimat@host:abc/x")
    assert "bimat" not in str(caught.value)


def test_a_full_temporary_disk_is_said_in_words():
    def fill() -> None:
        with Spool() as spool:
            spool._kept.execute("PRAGMA max_page_count = 1")
            for number in range(1, 3000):
                spool.put(f"H{number}", number, b"x" * 1000)

    with pytest.raises(DatabaseNotReady, match="thư mục tạm"):
        fill()
