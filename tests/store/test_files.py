"""Kept files: by the hash of their content, once, whole or not at all, and nowhere else."""

import hashlib
import io
import signal
import stat
import time
from pathlib import Path

import pytest

from app.errors import BadInput, DatabaseNotReady
from app.store import files
from app.store.engine import database
from app.store.files import MEGABYTE, Kept, keep, place_of
from tests.store import workers
from tests.store.desk import HOUR, MONDAY

PAPER = b"%PDF-1.4 " + b"x" * 200_000
HASH = hashlib.sha256(PAPER).hexdigest()


def taken(folder, content=PAPER, limit=MEGABYTE):
    return keep(folder, io.BytesIO(content), limit=limit, judge=lambda path: "application/pdf")


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_lies_under_its_hash_for_the_owner_alone(tmp_path):
    kept = taken(tmp_path)

    assert kept == Kept(sha256=HASH, media="application/pdf", size=len(PAPER))
    assert names(tmp_path) == [f"{HASH[:2]}/{HASH[2:4]}/{HASH}"]
    path = place_of(tmp_path, HASH)
    assert path.read_bytes() == PAPER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_content_is_kept_once(tmp_path):
    assert taken(tmp_path) == taken(tmp_path)
    assert len(names(tmp_path)) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "tệp rỗng"), (b"x" * (2 * MEGABYTE + 1), "tệp lớn hơn 2 MB")],
    ids=["empty", "large"],
)
def test_a_file_of_a_wrong_size_leaves_nothing(tmp_path, content, words):
    with pytest.raises(BadInput, match=words):
        taken(tmp_path, content, 2 * MEGABYTE)
    assert names(tmp_path) == []


def test_a_file_of_just_the_limit_is_kept(tmp_path):
    assert taken(tmp_path, b"x" * MEGABYTE, MEGABYTE).size == MEGABYTE


def test_what_is_too_large_is_not_read_to_its_end(tmp_path):
    endless = io.BytesIO(b"x" * 50 * MEGABYTE)

    with pytest.raises(BadInput):
        keep(tmp_path, endless, limit=MEGABYTE, judge=lambda path: "application/pdf")

    assert endless.tell() <= MEGABYTE + files.CHUNK


def test_what_is_judged_bad_leaves_nothing(tmp_path):
    def judge(path: Path) -> str:
        assert path.read_bytes() == PAPER
        raise BadInput("không nhận")

    with pytest.raises(BadInput, match="không nhận"):
        keep(tmp_path, io.BytesIO(PAPER), limit=MEGABYTE, judge=judge)
    assert names(tmp_path) == []


def test_a_sender_that_breaks_off_leaves_nothing(tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 100_000:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(DatabaseNotReady):
        keep(tmp_path, Broken(PAPER), limit=MEGABYTE, judge=lambda path: "application/pdf")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    ["", "../../etc/passwd", HASH.upper(), HASH[:-1], HASH + "0", HASH + "\n", "/" + HASH[1:]],
)
def test_only_a_hash_becomes_a_path(tmp_path, text):
    with pytest.raises(ValueError, match="SHA-256"):
        place_of(tmp_path, text)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "kho").write_text("đã có tệp cùng tên")

    with pytest.raises(DatabaseNotReady, match=r"không ghi được vào kho tệp .*kho"):
        taken(tmp_path / "kho")


def test_what_was_noted_of_a_file_stays(database_url):
    opened = database(database_url)
    first = Kept(sha256=HASH, media="application/pdf", size=5)
    with opened.writing() as connection:
        files.note(connection, first, at=MONDAY)
        files.note(connection, Kept(sha256=HASH, media="image/png", size=6), at=MONDAY + HOUR)

    with opened.reading() as connection:
        assert files.known(connection, HASH) == first
        assert files.known(connection, "0" * 64) is None


def keep_often(folder: str, times: int) -> set[str]:
    return {taken(Path(folder), PAPER[: 9 + n]).sha256 for n in range(times)}


def stop_half_way(folder: str, sign: str) -> None:
    """Receive half of a file and wait to be killed."""

    class Slow(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 100_000:
                Path(sign).touch()
                time.sleep(workers.PATIENCE)
            return super().read(size)

    keep(Path(folder), Slow(PAPER), limit=MEGABYTE, judge=lambda path: "application/pdf")


@pytest.mark.slow
def test_many_who_keep_the_same_at_once_keep_it_once(tmp_path):
    one, other = workers.together(keep_often, [(str(tmp_path), 100)] * 2)

    assert one == other
    assert sorted(name.rpartition("/")[2] for name in names(tmp_path)) == sorted(one)
    for digest in one:
        assert hashlib.sha256(place_of(tmp_path, digest).read_bytes()).hexdigest() == digest


@pytest.mark.slow
def test_a_process_killed_while_it_receives_leaves_no_half_file_under_a_name(tmp_path):
    folder, sign = tmp_path / "kho", tmp_path / "sign"
    process = workers.SPAWN.Process(target=stop_half_way, args=(str(folder), str(sign)))
    process.start()
    given_up = time.monotonic() + workers.PATIENCE
    while not sign.exists() and time.monotonic() < given_up:
        time.sleep(0.01)
    process.kill()
    process.join(workers.PATIENCE)

    assert process.exitcode == -signal.SIGKILL
    assert [name.partition("/")[0] for name in names(folder)] == ["incoming"]
    assert taken(folder).sha256 == HASH
    assert place_of(folder, HASH).read_bytes() == PAPER
