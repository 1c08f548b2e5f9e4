"""This morning's desk as a journal: the same bytes always, and everything an officer can meet."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

import pytest

from app.sample import MORNING, OFFICERS, desk_journal
from app.sample.desk import tales
from app.sample.officers import ADMIN
from app.sample.tale import Wish
from app.sample.ward import AGENCY, NEIGHBOUR, read_ward
from sla.zone import local_date, parse_instant
from tests.sample.sample_year import Line
from tests.sample.sample_year import cases as cases_of_the_year
from tests.sample.sample_year import lines as lines_of_the_year
from workflows.codec import canonical

TEXTS = tuple(desk_journal())
LINES: tuple[Line, ...] = tuple(json.loads(text) for text in TEXTS)
WARD = read_ward()


def by_case() -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in LINES:
        found[line["case"]].append(line)
    return found


CASES = by_case()


def at(line: Line) -> datetime:
    return parse_instant(line["at"])


def recorded(line: Line) -> datetime:
    return parse_instant(line["recorded_at"]) if "recorded_at" in line else at(line)


def wishes() -> Iterator[Wish]:
    return (tale.wish for tale in tales())


def test_the_same_seed_gives_the_same_bytes():
    assert tuple(desk_journal()) == TEXTS
    assert [text for text in TEXTS if canonical(json.loads(text)) != text] == []


def test_another_seed_tells_the_same_scenes():
    other = [json.loads(text) for text in desk_journal(1)]

    assert Counter(line["type"] for line in other) == Counter(line["type"] for line in LINES)
    assert tuple(desk_journal(1)) != TEXTS


def test_the_morning_is_a_working_hour_after_the_whole_year():
    latest = max(recorded(line) for line in lines_of_the_year())

    assert latest < MORNING
    assert WARD.calendar.next_working(MORNING) == MORNING


def test_nothing_is_later_than_the_morning_and_lines_stand_in_their_order():
    times = [recorded(line) for line in LINES]

    assert times == sorted(times)
    assert times[-1] <= MORNING
    assert all(at(line) <= recorded(line) for line in LINES)


def test_there_are_about_eighty_cases_none_with_a_number_of_the_year():
    own = [code for code in CASES if code.startswith(AGENCY)]

    assert 75 <= len(own) <= 100
    assert CASES.keys().isdisjoint(cases_of_the_year())


def test_numbers_run_within_the_day_of_each_series():
    serials: Counter[str] = Counter()
    for code, case in sorted(CASES.items(), key=lambda item: (at(item[1][0]), item[0])):
        data = case[0]["data"]
        series = f"TAP-{data['agency']}" if data.get("training") else data["agency"]
        day = f"{series}-{local_date(at(case[0])):%y%m%d}"
        serials[day] += 1
        assert code == f"{day}-{serials[day]:04d}"


def test_two_cases_are_for_practice():
    training = [code for code, case in CASES.items() if case[0]["data"].get("training")]

    assert len(training) == 2
    assert all(code.startswith(f"TAP-{AGENCY}-") for code in training)


def test_officers_work_when_the_office_is_open():
    worked = [line for line in LINES if line.get("by")]

    assert [line for line in worked if WARD.calendar.next_working(at(line)) != at(line)] == []


def test_everybody_who_records_has_an_account():
    known = {officer.account for officer in OFFICERS}

    assert {line["by"] for line in LINES if "by" in line} <= known
    assert ADMIN in known
    assert {"lan.mc", "hue.tp", "dung.tp", "nga.xh", "binh.ld", "thao.ld", "tam.vt"} <= {
        line["data"].get("assignee") or line.get("by") for line in LINES
    }


def test_the_people_cannot_be_taken_for_real_ones():
    people = [wish.applicant for wish in wishes()]
    people += [wish.agent for wish in wishes() if wish.agent]

    assert all(str(one.id_no).startswith("000") and len(str(one.id_no)) == 12 for one in people)
    assert all(str(one.phone).startswith("0900000") and len(str(one.phone)) == 10 for one in people)
    assert all(one.email is None or one.email.endswith("@example.com") for one in people)


def test_namesakes_and_one_person_twice_are_there_to_be_searched_for():
    people = {(wish.applicant.name, wish.applicant.id_no) for wish in wishes()}
    cases = Counter(wish.applicant.id_no for wish in wishes())

    names = Counter(name for name, _ in people)
    assert names["Nguyễn Văn An"] >= 3
    assert {"Trần Thị Hương", "Trần Thị Hường"} <= names.keys()
    assert max(cases.values()) == 2


def test_intake_forms_are_filled_in():
    asked = [line["data"] for line in LINES if "applicant" in line["data"]]

    assert all(data["papers"] for data in asked)
    assert {data.get("result_channel") for data in asked} >= {"direct", "post", "online"}
    assert any("agent" in data for data in asked)
    assert any(line["data"].get("fee") for line in LINES if line["type"] == "accepted")


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("supplement_requested", "until"),
        ("paused", "document"),
        ("paused", "approved_by"),
        ("delivered", "proof"),
        ("withdrawn", "document"),
        ("rated", "comment"),
        ("step_assigned", "reason"),
        ("corrected", "approved_by"),
        ("voided", "approved_by"),
    ],
)
def test_what_was_done_says_how_that_is_known(kind, field):
    told = [line for line in LINES if line["type"] == kind]

    assert told
    assert all(line["data"].get(field) for line in told)


def test_cases_are_paused_on_every_ground():
    grounds = {line["data"]["reason"] for line in LINES if line["type"] == "paused"}

    assert grounds == {
        "payment",
        "consultation",
        "verification",
        "force_majeure",
        "system_failure",
        "other",
    }


def test_a_late_tick_was_approved_by_somebody_else():
    late = [line for line in LINES if "late" in line["data"]]

    assert late
    for line in late:
        assert recorded(line) > at(line)
        assert line["data"]["late"]["approved_by"] != line["by"]


def test_the_neighbour_has_cases_of_its_own():
    assert sum(code.startswith(NEIGHBOUR) for code in CASES) == 3
