"""The simulated province: always the same bytes, and true to the rules of an office's days."""

import hashlib
import json
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import pytest

from app.sample.province import CODE, NOTICE, Plan, Staff, made, offices, pack_text, slice_of
from app.sample.province.hours import DAY
from sla.spec import CalendarGap
from sla.zone import local_date
from tests.architecture.tree import ROOT
from tests.sample.province_lines import YEAR, at, cases, lines, recorded, text, world
from workflows.codec import TYPE_OF_NAME, from_data, to_data
from workflows.pack import read_pack

PROGRAM = """
import hashlib
from tests.sample.province_lines import text
print(hashlib.sha256(text().encode()).hexdigest())
"""
# What is measured by one is compared with what was measured by another: change it knowingly.
BYTES = "a441dbb23cfe3c8a46ff6c78fe28367a1fd549f02e8d8e034f4aa66e06ef6e87"
# What the clock work, the letters and published decisions write, and what no office here does.
NOT_OURS = {
    "deadline_missed", "deadline_warned", "deadline_adjusted", "step_assigned",
    "apology_drafted", "apology_signed", "letter_issued", "letter_published",
}  # fmt: skip


def digest(plan: Plan = YEAR) -> str:
    return hashlib.sha256(text(plan).encode()).hexdigest()


def test_a_plan_always_gives_the_same_bytes():
    assert digest() == BYTES


def test_the_order_in_sets_changes_nothing():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    )

    assert ran.stdout.strip() == digest()


@pytest.mark.parametrize("packed", [False, True])
def test_the_number_of_processes_changes_nothing(packed):
    alone = [part.content for part in made(YEAR, packed=packed, processes=1)]
    together = [part.content for part in made(YEAR, packed=packed, processes=3)]

    assert len(alone) == YEAR.slices == 8
    assert together == alone


def test_another_seed_gives_other_people_in_other_offices():
    other = replace(YEAR, seed=8)

    assert not {*text(other).splitlines()} & {*text().splitlines()}


def test_every_line_is_what_the_program_itself_would_write():
    for line in lines():
        event = from_data(line["type"], at(line), dict(line["data"]) if line["data"] else {})
        assert to_data(event) == line["data"]
    compact = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines()]
    assert compact == text().splitlines()


def test_cases_stand_in_the_order_in_which_they_came_with_all_their_lines_together():
    runs = [code for code, _ in groupby(lines(), key=lambda line: line["case"])]
    firsts = [at(case[0]) for case in cases().values()]

    assert len(runs) == len(cases()) == YEAR.cases
    assert firsts == sorted(firsts)


def test_the_lines_of_a_case_stand_in_the_order_in_which_they_were_recorded():
    for case in cases().values():
        times = [recorded(line) for line in case]
        assert times == sorted(times)
        assert all(at(line) <= recorded(line) for line in case)


def test_nothing_is_told_of_days_outside_the_period():
    assert min(local_date(at(line)) for line in lines()) >= YEAR.first
    assert max(local_date(recorded(line)) for line in lines()) <= YEAR.last


def test_everything_that_can_happen_in_an_office_happens():
    assert {line["type"] for line in lines()} == set(TYPE_OF_NAME) - NOT_OURS


def test_officers_work_when_the_office_is_open():
    calendar = world().hours.calendar
    worked = [line for line in lines() if "by" in line]

    assert [line for line in worked if calendar.next_working(at(line)) != at(line)] == []


def test_what_is_ticked_late_is_ticked_in_the_evening_by_an_officer():
    late = [line for line in lines() if recorded(line) > at(line)]

    assert late
    assert {recorded(line).hour for line in late if "by" in line} <= {18, 19, 20, 21}


def test_every_account_belongs_to_the_office_or_to_its_district():
    parents = {office.code: office.parent for office in offices(YEAR.agencies)}
    for case in cases().values():
        own = case[0]["data"]["agency"]
        staff = [Staff.of(code) for code in (own, parents[own]) if code not in (None, CODE)]
        known = {
            login
            for one in staff
            for role in ("one_stop", "specialist", "leader", "clerk", "cashier")
            for login in one.doing(role)
        }
        assert {line["by"] for line in case if "by" in line} <= known


def test_the_people_cannot_be_taken_for_real_ones():
    people = [case[0]["data"]["applicant"] for case in cases().values()]
    real = [one for one in people if "id_no" in one]

    assert len(real) > 0.99 * len(people)
    assert all(one["id_no"].startswith("000") and len(one["id_no"]) == 12 for one in real)
    assert all(one["phone"].startswith("0000") for one in real)
    assert all(one.get("email", "@example.com").endswith("@example.com") for one in people)


def test_memory_does_not_grow_with_the_number_of_cases():
    short, long = (peak(replace(YEAR, cases=cases_)) for cases_ in (2_000, 8_000))

    assert long < 1.25 * short


def peak(plan: Plan) -> int:
    slice_of(world(YEAR), 0, packed=True)
    tracemalloc.start()
    for _ in made(plan, packed=True, processes=1):
        pass
    _, top = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return top


def test_hours_lead_to_the_wall_and_back():
    hours = world().hours
    first = hours.worked(world().first * DAY)

    for worked in range(first, first + 40 * 8 * 3600, 977):
        assert hours.worked(hours.wall(worked)) == worked
        assert hours.open_at(hours.wall(worked))
        assert hours.day_start(worked) <= worked < hours.day_start(worked) + 8 * 3600


def test_days_outside_the_calendar_are_refused():
    with pytest.raises(CalendarGap):
        next(made(replace(YEAR, first=date(2018, 12, 31)), packed=False, processes=1))
    with pytest.raises(CalendarGap):
        next(made(replace(YEAR, last=date(2027, 10, 1)), packed=False, processes=1))


def test_the_pack_is_the_tree_asked_for_under_one_province():
    pack = read_pack(pack_text(YEAR), "province.yaml")
    agencies = [one.record for one in pack.agencies]
    levels = Counter(agency.level.value for agency in agencies)

    assert levels == {"province": 1, "department": 20, "district": 10, "commune": 210}
    assert {agency.notice for agency in agencies} == {NOTICE}
    assert pack.warnings == ()
    assert {agency.parent for agency in agencies} <= {None, *(one.code for one in agencies)}


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 12, 23, 24, 240, 1_000])
def test_there_are_as_many_offices_as_were_asked_for(count):
    found = offices(count)

    assert len({office.code for office in found}) == len(found) == count


def test_the_pack_brings_the_calendar_and_procedures_of_the_program_unchanged():
    pack = read_pack(pack_text(YEAR), "province.yaml")
    shipped = [
        read_pack(path.read_bytes(), path.name)
        for path in [
            ROOT / "sla" / "data" / "vietnam.yaml",
            *(ROOT / "workflows" / "definitions").glob("*.yaml"),
        ]
    ]
    for kind in ("calendars", "fields", "procedures"):
        mine = {one.record.code: one.content for one in getattr(pack, kind)}
        theirs = [one for read in shipped for one in getattr(read, kind)]
        assert theirs
        assert [mine[one.record.code] for one in theirs] == [one.content for one in theirs]


def test_nobody_comes_to_the_counter_on_a_day_off():
    days = Counter(local_date(at(case[0])) for case in cases().values())
    tet = [date(2024, 2, 8) + timedelta(days=number) for number in range(7)]

    assert sum(days[day] for day in tet) < days[date(2024, 2, 19)]
    assert days[date(2024, 5, 4)] > 3 * days[date(2024, 5, 11)], "a Saturday worked to make up"
