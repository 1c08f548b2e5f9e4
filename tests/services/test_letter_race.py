"""Letters under race and crash: numbers without gap or double, each file there, each case once."""

import os
import secrets
import signal
from datetime import timedelta

import pytest

from app import clock
from app.services import letter_runs as runs
from app.services.attachments import forgotten
from app.services.letter_run_going import CHUNK
from tests.services import issuing, lettering
from tests.services.hands import LAN, press
from tests.services.pressing import killed
from tests.store import workers
from tests.store.desk import MINUTE, MONDAY

OFFICERS, EACH = 4, 50
DAY_AGO = clock.now() - timedelta(days=1)


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


def all_is_well(opened, folder, codes):
    """Each case has one letter, they have the numbers from 1, and their files are what they say."""
    rows = [row for code in codes for row in lettering.letters(opened, code)]
    assert [row.case_code for row in rows] == list(codes)
    assert sorted(row.serial for row in rows) == list(range(1, len(codes) + 1))
    assert all(lettering.is_kept(folder, row) for row in rows)
    lettering.must_verify(opened)
    return {row.file for row in rows}


def in_folder(folder):
    return {path.name for path in folder.rglob("*") if path.is_file() and len(path.name) == 64}


@pytest.mark.slow
def test_four_desks_issue_at_once_and_one_is_killed(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(OFFICERS * EACH)]
    keys = [secrets.token_hex(16) for _ in codes]
    folder, sign = tmp_path / "files", tmp_path / "sign"
    parts = [slice(n * EACH, (n + 1) * EACH) for n in range(OFFICERS)]
    given = [(opened.url, str(folder), codes[part], keys[part]) for part in parts]

    others = [workers.SPAWN.Process(target=issuing.issue, args=one) for one in given[1:]]
    for process in others:
        process.start()
    died_of = killed(issuing.issue_and_die, *given[0], sign=sign)
    again = workers.SPAWN.Process(target=issuing.issue, args=given[0])
    again.start()
    for process in (*others, again):
        process.join(workers.PATIENCE)

    assert died_of == -signal.SIGKILL
    assert [process.exitcode for process in (*others, again)] == [0] * OFFICERS
    files = all_is_well(opened, folder, codes)
    # What the dead process had drawn is the only file too many, and the sweep takes it alone.
    (orphan,) = in_folder(folder) - files
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))
    assert forgotten(opened, folder, before=DAY_AGO) == 1
    assert in_folder(folder) == files - {orphan}


@pytest.mark.slow
def test_two_go_on_with_a_run_while_officers_record_on_its_cases(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(60)]
    number = runs.begin(opened, press(LAN), "receipt", codes)
    url, folder = opened.url, str(tmp_path)

    seen = workers.side_by_side(
        [
            (issuing.go_on, url, folder, number),
            (issuing.go_on, url, folder, number),
            (issuing.pay, url, codes),
        ]
    )

    done = runs.progress_of(opened, number)
    if done.results.get("changed"):
        runs.again(opened, LAN, number)
        runs.to_the_end(opened, tmp_path, number, clock=lambda: MONDAY + MINUTE)
    assert seen[2] == 60
    all_is_well(opened, tmp_path, codes)


@pytest.mark.slow
def test_a_run_that_was_killed_is_finished_by_whoever_comes_next(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(60)]

    died_of = killed(issuing.run_and_die, opened.url, str(tmp_path), codes, sign=tmp_path / "sign")
    assert died_of == -signal.SIGKILL
    (number,) = runs.unfinished(opened)
    assert runs.progress_of(opened, number).results == {"issued": CHUNK}

    done = runs.to_the_end(opened, tmp_path, number, clock=lambda: MONDAY + MINUTE)

    assert (done.results, done.waiting) == ({"issued": 60}, 0)
    all_is_well(opened, tmp_path, codes)
