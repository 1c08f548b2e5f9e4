"""The journal of the sample: always the same, in order, and plausible to whoever reads it."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime

import pytest

from app.sample import AGENCY, OFFICERS, SYNTHETIC, journal
from app.sample.ward import read_ward
from sla.zone import local_date, parse_instant
from tests.architecture.tree import ROOT
from tests.sample.sample_year import Line, cases, lines, texts
from workflows.codec import TYPE_OF_NAME, canonical

PROGRAM = """
import hashlib
from app.sample import journal
print(hashlib.sha256("".join(journal()).encode()).hexdigest())
"""
WARD = read_ward()
# What the clock work and published decisions write, not the office; and what only this morning's
# desk has (tests/sample/test_desk_journal.py): the year is older than the pages and the letters.
NOT_OURS = {
    "deadline_missed", "deadline_warned", "deadline_adjusted", "step_assigned",
    "apology_drafted", "apology_signed", "letter_issued", "letter_published",
}  # fmt: skip
# The published quarter and every case code named elsewhere rest on these very bytes.
YEAR = "c8da897bca23f28e29e0477beaba69cf2671d568327943667bb21b683c60389d"


def at(line: Line) -> datetime:
    return parse_instant(line["at"])


def recorded(line: Line) -> datetime:
    return parse_instant(line["recorded_at"]) if "recorded_at" in line else at(line)


def of_type(*types: str) -> list[Line]:
    return [line for line in lines() if line["type"] in types]


def started(case: list[Line]) -> date:
    return local_date(at(case[0]))


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_the_same_seed_gives_the_same_bytes_in_any_process(hash_seed):
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == hashlib.sha256("".join(texts()).encode()).hexdigest()


def test_the_year_is_the_one_that_was_published():
    assert hashlib.sha256("".join(texts()).encode()).hexdigest() == YEAR


def test_a_second_call_gives_the_same_again():
    assert tuple(journal()) == texts()


def test_every_line_is_canonical_json():
    assert [text for text in texts() if canonical(json.loads(text)) != text] == []


def test_the_lines_stand_in_the_order_of_their_recording():
    times = [recorded(line) for line in lines()]

    assert times == sorted(times)
    assert all(at(line) <= recorded(line) for line in lines())


def test_the_cases_of_a_day_are_numbered_in_the_order_of_coming_in():
    coming = sorted(cases().items(), key=lambda item: (at(item[1][0]), item[0]))
    serials: Counter[date] = Counter()

    for code, case in coming:
        day = started(case)
        serials[day] += 1
        assert code == f"{AGENCY}-{day:%y%m%d}-{serials[day]:04d}"


def test_the_year_is_as_large_as_the_ward():
    assert 7_000 <= len(cases()) <= 8_500
    assert 60_000 <= len(lines()) <= 75_000


def test_everything_that_can_happen_in_an_office_happens():
    assert {line["type"] for line in lines()} == set(TYPE_OF_NAME) - NOT_OURS


def test_officers_work_when_the_office_is_open():
    calendar = WARD.calendar
    worked = [line for line in lines() if line.get("by") and line["type"] != "rated"]

    assert [line for line in worked if calendar.next_working(at(line)) != at(line)] == []


def test_citizens_send_at_night_and_on_sundays_too():
    sent = [at(line) for line in of_type("submitted")]

    assert sum(instant.hour >= 18 for instant in sent) > 100
    assert sum(instant.weekday() == 6 for instant in sent) > 20


def test_mondays_and_mornings_are_the_busiest():
    taken = [at(line) for line in of_type("accepted")]
    weekdays = Counter(instant.weekday() for instant in taken)

    assert max(weekdays, key=lambda day: weekdays[day]) == 0
    assert sum(instant.hour < 12 for instant in taken) > 0.55 * len(taken)


def test_most_cases_are_accepted_within_eight_working_hours_and_a_few_are_not():
    waits = [
        WARD.calendar.between(at(first), at(second))
        for first, second, *_ in (case for case in cases().values() if len(case) > 1)
        if (first["type"], second["type"]) == ("submitted", "accepted")
    ]
    slow = sum(wait.total_seconds() > 8 * 3600 for wait in waits)

    assert 0 < slow < 0.05 * len(waits)


def test_the_people_cannot_be_taken_for_real_ones():
    people = [line["data"]["applicant"] for line in lines() if "applicant" in line["data"]]
    real = [one for one in people if "id_no" in one]

    assert len(people) == len(cases())
    assert all(one["id_no"].startswith("000") for one in real)
    assert all(one["phone"].startswith("0000") for one in real)
    assert all(one.get("email", "@example.com").endswith("@example.com") for one in people)
    assert SYNTHETIC.startswith("Số liệu mô phỏng: ")


def test_every_account_is_known_and_steps_are_taken_by_their_role():
    roles = {officer.account: officer.role for officer in OFFICERS}
    # These came with the pages: money, readers, and the neighbour.
    later = {"yen.kt", "kiem.soat", "thanh.tra", "son.tm"}
    begun = of_type("step_started")
    procedures = {code: case[0]["data"]["procedure"] for code, case in cases().items()}

    assert {line["by"] for line in lines() if "by" in line} == {*roles} - later
    for line in begun:
        step = WARD.procedures[procedures[line["case"]]].step(line["data"]["step"])
        assert step is not None
        assert roles[line["by"]] == step.role


def test_some_events_were_entered_long_after_they_happened():
    late = [line for line in lines() if (recorded(line) - at(line)).total_seconds() > 3_600]

    assert 50 < len(late) < 0.05 * len(lines())
    assert of_type("corrected")


def test_online_cases_are_never_struck_out_unaccepted():
    for case in cases().values():
        types = [line["type"] for line in case]
        if "voided" in types:
            assert "accepted" in types
