"""Kept files that nobody named go after a day; nothing else ever does."""

import hashlib
import io
import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.services.attachments import Upload, attach, forgotten, kept_file
from app.store.files import MEGABYTE, place_of, used_again
from tests.services import papers
from tests.services.hands import LAN, press
from tests.store import desk

NAMED, ALONE = papers.pdf("có hồ sơ"), papers.pdf("không có hồ sơ")
DAY_AGO = clock.now() - timedelta(days=1)


def upload(content: bytes) -> Upload:
    return Upload(stream=io.BytesIO(content), name="a.pdf")


def aged(path: Path) -> None:
    os.utime(path, (0, 0))


@pytest.fixture
def base(database_url, tmp_path):
    """A database with one named file, and a folder with that and another one, both old."""
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    attach(base, tmp_path, press(LAN), code, upload(NAMED), limit=MEGABYTE)
    kept_file(tmp_path, upload(ALONE), limit=MEGABYTE)
    for content in (NAMED, ALONE):
        aged(place(tmp_path, content))
    return base


def place(folder: Path, content: bytes) -> Path:
    return place_of(folder, hashlib.sha256(content).hexdigest())


def test_an_old_file_that_nobody_named_goes_and_a_named_one_stays(base, tmp_path):
    remainder = tmp_path / "incoming" / "x"
    remainder.write_bytes(b"x")
    aged(remainder)

    assert forgotten(base, tmp_path, before=DAY_AGO) == 2
    assert place(tmp_path, NAMED).read_bytes() == NAMED
    assert not place(tmp_path, ALONE).exists()
    assert not remainder.exists()


@pytest.mark.parametrize("again", ["kept", "held"])
def test_what_was_used_again_within_the_day_stays(base, tmp_path, again):
    if again == "kept":
        kept_file(tmp_path, upload(ALONE), limit=MEGABYTE)
    else:
        assert used_again(tmp_path, place(tmp_path, ALONE).name)

    assert forgotten(base, tmp_path, before=DAY_AGO) == 0
    assert place(tmp_path, ALONE).read_bytes() == ALONE


def test_it_looks_once_a_day(base, tmp_path):
    assert forgotten(base, tmp_path, before=DAY_AGO) == 1
    kept_file(tmp_path, upload(ALONE), limit=MEGABYTE)
    aged(place(tmp_path, ALONE))

    assert forgotten(base, tmp_path, before=DAY_AGO) == 0
    assert forgotten(base, tmp_path, before=clock.now() + timedelta(minutes=1)) == 1


def test_what_a_crash_left_half_taken_goes_back(base, tmp_path):
    apart = tmp_path / "incoming" / f"forgotten-{place(tmp_path, NAMED).name}"
    place(tmp_path, NAMED).rename(apart)

    forgotten(base, tmp_path, before=DAY_AGO)

    assert place(tmp_path, NAMED).read_bytes() == NAMED


def test_a_database_that_knows_no_file_judges_none(database_url, tmp_path):
    base = desk.loaded(database_url)
    kept_file(tmp_path, upload(ALONE), limit=MEGABYTE)
    aged(place(tmp_path, ALONE))

    assert forgotten(base, tmp_path, before=DAY_AGO) == 0
    assert forgotten(base, tmp_path / "not there", before=DAY_AGO) == 0
    assert place(tmp_path, ALONE).exists()


def test_whoever_holds_a_file_meanwhile_keeps_it_or_hears_that_it_is_gone(base, tmp_path):
    file = place(tmp_path, ALONE)
    heard: list[bool] = []
    for _ in range(30):
        kept_file(tmp_path, upload(ALONE), limit=MEGABYTE)
        aged(file)
        (tmp_path / ".looked").unlink(missing_ok=True)
        holder = threading.Thread(target=lambda: heard.append(used_again(tmp_path, file.name)))
        holder.start()
        forgotten(base, tmp_path, before=DAY_AGO)
        holder.join()
        if heard[-1]:
            assert file.exists()
