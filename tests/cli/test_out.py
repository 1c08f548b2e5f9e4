"""A command's answer in a file: whole or not there, and nobody's device, link or pipe destroyed."""

import errno
import os
import stat
import threading

import pytest

from app.cli import out
from app.cli.out import written
from app.errors import BadInput


def write(path, text=b"moi"):
    with written(path) as sink:
        sink.write(text)


def test_a_file_is_replaced_and_keeps_who_may_read_it(tmp_path):
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"cu")
    file.chmod(0o600)
    write(file)
    assert file.read_bytes() == b"moi"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["log.jsonl"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "xa").mkdir()
    link = tmp_path / "log.jsonl"
    link.symlink_to(tmp_path / "xa" / "that.jsonl")
    write(link)
    assert link.is_symlink()
    assert (tmp_path / "xa" / "that.jsonl").read_bytes() == b"moi"


def test_a_pipe_is_written_to_as_it_stands(tmp_path):
    pipe, read = tmp_path / "ong", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join(10)
    assert read == [b"moi"]
    assert pipe.is_fifo()


def test_a_folder_or_no_name_is_refused(world, tmp_path):
    for name in (tmp_path, ""):
        ran = world("export", "-o", name)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.endswith("tệp: không ghi được (là thư mục)\n")
    assert list(tmp_path.glob(".motcua*")) == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"không có thư mục .*/nope\)"):
        write(tmp_path / "nope" / "log.jsonl")


def full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("where", "step"), [(os, "fsync"), (out, "_publish"), (out, "_packed")])
def test_a_full_disk_is_said_and_leaves_the_old_file_alone(tmp_path, monkeypatch, where, step):
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"cu")
    monkeypatch.setattr(where, step, full)
    with pytest.raises(BadInput, match=r"không ghi được \(hết chỗ trên đĩa\)"):
        write(file)
    assert file.read_bytes() == b"cu"
    assert os.listdir(tmp_path) == ["log.jsonl"]


def test_it_is_on_disk_before_it_has_its_name(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append((tmp_path / "log").exists()))
    write(tmp_path / "log")
    assert seen == [False]
