"""Importing whole cases: what goes in, what is known already, and that nothing is taken twice."""

from itertools import zip_longest

import pytest

from app.services.journal import Imported, import_journal
from app.store.packs import save
from app.store.schema import upgrade
from tests.services.journals import (
    FILE,
    NOW,
    PACK,
    accepted,
    kept,
    line,
    office,
    paid,
    read_rows_agree,
    take,
    versions,
    world,
    world_lines,
)
from workflows.pack import read_pack

NEXT_DAY = "2023-06-16T08:00"


@pytest.fixture
def opened(database_url):
    return office(database_url)


def test_a_journal_goes_in_case_by_case(opened):
    result = take(opened, accepted("A"), accepted("B"), paid("A"))

    assert result == Imported(lines=3, cases_new=2, events=3)
    assert versions(opened) == {"A": 2, "B": 1}
    assert read_rows_agree(opened)


def test_a_world_goes_in_whole_and_again_adds_nothing(database_url):
    opened = world(database_url)
    lines = list(world_lines())

    first = take(opened, *lines)
    after_once = kept(opened)
    second = take(opened, *lines)

    assert (first.events, first.problems) == (len(lines), [])
    assert (second.events, second.cases_known) == (0, first.cases_new)
    assert kept(opened) == after_once
    assert read_rows_agree(opened)


def test_lines_of_many_cases_may_stand_in_any_order_between_them(sqlite_url, raw_sqlite_url):
    lines = list(world_lines())
    cases: dict[bytes, list[bytes]] = {}
    for raw in lines:
        cases.setdefault(raw.split(b'"')[3], []).append(raw)
    # One line of every case in turn, until the longest one is through.
    shuffled = [raw for turn in zip_longest(*cases.values()) for raw in turn if raw]
    in_order, mixed = world(sqlite_url), world(migrated(raw_sqlite_url))

    take(in_order, *lines)
    take(mixed, *shuffled)

    assert shuffled != lines
    assert kept(mixed) == kept(in_order)


def migrated(url: str) -> str:
    upgrade(url)
    return url


def test_a_continuation_may_repeat_the_old_lines(opened):
    take(opened, accepted(), paid())

    result = take(opened, accepted(), paid(), line("withdrawn", NEXT_DAY, reason="đổi ý"))

    assert result == Imported(lines=3, cases_grown=1, events=1)
    assert versions(opened) == {"A": 3}
    assert read_rows_agree(opened)


def test_a_continuation_may_hold_the_new_lines_only(opened):
    take(opened, accepted(), paid())

    result = take(opened, line("withdrawn", NEXT_DAY, reason="đổi ý"))

    assert result == Imported(lines=1, cases_grown=1, events=1)
    assert read_rows_agree(opened)


def test_the_whole_equals_its_parts(sqlite_url, raw_sqlite_url):
    lines = list(world_lines())
    at_once, by_and_by = world(sqlite_url), world(migrated(raw_sqlite_url))

    take(at_once, *lines)
    for end in range(200, len(lines) + 200, 200):
        take(by_and_by, *lines[:end])

    assert kept(by_and_by) == kept(at_once)


def test_two_equal_payments_are_two_events_and_stay_two(opened):
    lines = [accepted(), paid(), paid()]
    take(opened, *lines)

    result = take(opened, *lines)

    assert result.cases_known == 1
    assert versions(opened) == {"A": 3}


def test_a_case_with_a_bad_line_stays_out_whole_and_the_others_go_in(opened):
    result = take(opened, accepted("A"), accepted("B"), paid("A"), paid("A", amount="tám"))

    assert result.problems == [
        f"{FILE}:4: data.amount: phải là số nguyên, không đặt trong dấu nháy"
    ]
    assert (result.cases_new, result.cases_rejected, result.events) == (1, 1, 1)
    assert versions(opened) == {"B": 1}


def test_a_bad_line_for_a_known_case_leaves_it_as_it_was(opened):
    take(opened, accepted(), paid())
    before = kept(opened)

    result = take(opened, accepted(), paid(), paid(at=NEXT_DAY), line("resumed", NEXT_DAY))

    (problem,) = result.problems
    assert problem.startswith(f"{FILE}:4: type: không thể ghi “tiếp tục” khi hồ sơ")
    assert kept(opened) == before


def test_a_dry_run_tells_the_same_and_writes_nothing(opened):
    lines = [accepted("A"), accepted("B"), b"{", paid("B", amount=-1), paid("C")]
    before = kept(opened)

    tried = take(opened, *lines, dry_run=True)

    assert kept(opened) == before
    assert tried.problems != []
    assert take(opened, *lines) == tried
    assert versions(opened) == {"A": 1}


def test_a_dry_run_knows_what_the_log_holds_already(opened):
    take(opened, accepted("A"))

    tried = take(opened, accepted("A"), accepted("B"), paid("B"), dry_run=True)

    assert tried == Imported(lines=3, cases_new=1, cases_known=1, events=2)


def test_problems_stand_in_the_order_of_the_file(opened):
    result = take(opened, accepted("A"), b"{", accepted("B", amount=1), paid("A", amount=-1))

    assert [problem.split(":")[1] for problem in result.problems] == ["2", "3", "4"]


def test_progress_is_told_to_the_last_line(opened):
    told: list[tuple[int, int]] = []
    lines = [accepted(f"C{number}") for number in range(2_500)]

    import_journal(
        opened, lines, FILE, now=NOW, progress=lambda done, total: told.append((done, total))
    )

    assert told == [(2_000, 2_500), (2_500, 2_500)]


def test_what_was_promised_stays_when_the_file_is_imported_after_a_new_pack(opened):
    take(opened, accepted(), paid())
    before = kept(opened)
    office_with_a_day_off(opened)

    result = take(opened, accepted(), paid())

    assert result.cases_known == 1
    assert kept(opened) == before


def office_with_a_day_off(opened):
    day = "covers: [2023, 2026]\n    days: [{date: 2023-06-19, kind: off, name: bão}]"
    with opened.writing() as connection:
        counts = save(
            connection, [read_pack(PACK.replace("covers: [2023, 2026]", day), "goi.yaml")]
        )
    assert counts.changed == 1
