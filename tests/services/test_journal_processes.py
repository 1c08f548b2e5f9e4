"""Imports as processes: two at once, one killed in the middle, one very long."""

import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from app.store.schema import upgrade
from tests.services.journals import (
    importing,
    kept,
    read_rows_agree,
    take,
    versions,
    world,
    world_lines,
)

COPIES = 4


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    return list(world_lines(COPIES))


@pytest.fixture
def file(tmp_path, lines) -> Path:
    path: Path = tmp_path / "so.jsonl"
    path.write_bytes(b"".join(lines))
    return path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, lines):
    """What one import in peace leaves behind."""
    url = f"sqlite:///{tmp_path_factory.mktemp('undisturbed')}/motcua.db"
    upgrade(url)
    opened = world(url)
    take(opened, *lines)
    return kept(opened)


def finished(process: subprocess.Popen[str]) -> int:
    """How many events a process that must end well has added."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return int(out.splitlines()[-1].split()[0])


def test_two_imports_of_one_file_at_once_leave_what_one_would(
    database_url, file, lines, undisturbed
):
    opened = world(database_url)

    first, second = importing(database_url, file), importing(database_url, file)
    added = finished(first) + finished(second)

    assert added == len(lines)
    assert kept(opened) == undisturbed


def test_two_imports_in_opposite_orders_leave_what_one_would(
    database_url, file, tmp_path, lines, undisturbed
):
    opened = world(database_url)
    by_case: dict[bytes, list[bytes]] = {}
    for raw in lines:
        by_case.setdefault(raw.split(b'"')[3], []).append(raw)
    backwards = tmp_path / "nguoc.jsonl"
    backwards.write_bytes(b"".join(raw for own in reversed(by_case.values()) for raw in own))

    first, second = importing(database_url, file), importing(database_url, backwards)
    added = finished(first) + finished(second)

    assert added == len(lines)
    assert kept(opened) == undisturbed


@pytest.mark.parametrize("moment", [(0, 0.3), (1, 0.0), (1, 0.1), (2, 0.03)])
def test_a_killed_import_leaves_whole_cases_and_the_next_one_completes_it(
    database_url, file, lines, undisturbed, moment
):
    opened = world(database_url)
    whole = Counter(raw.split(b'"')[3].decode() for raw in lines)

    killed(importing(database_url, file), *moment)

    left = versions(opened)
    assert left.items() <= whole.items()
    assert len(left) < len(whole)
    assert read_rows_agree(opened)
    assert finished(importing(database_url, file)) == len(lines) - sum(left.values())
    assert kept(opened) == undisturbed


def killed(process: subprocess.Popen[str], batches: int, seconds: float) -> None:
    """Kill a process without warning, so long after so many batches."""
    assert process.stdout is not None
    for _ in range(batches):
        assert process.stdout.readline().strip().isdecimal()
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_memory_stays_flat_however_long_the_file(raw_sqlite_url, sqlite_url, tmp_path):
    upgrade(raw_sqlite_url)

    small = peak(raw_sqlite_url, tmp_path / "nho.jsonl", events=20_000)
    large = peak(sqlite_url, tmp_path / "lon.jsonl", events=200_000)

    assert large <= 1.3 * small


def peak(url: str, path: Path, *, events: int) -> int:
    """The most memory, in the kernel's KiB, that importing about so many events took."""
    world(url)
    copies = round(events / sum(1 for _ in world_lines()))
    with path.open("wb") as file:
        file.writelines(world_lines(copies))
    out, err = importing(url, path).communicate(timeout=600)
    done, memory = out.splitlines()[-1].split()
    assert int(done) == sum(1 for _ in world_lines(copies)), err
    return int(memory)
