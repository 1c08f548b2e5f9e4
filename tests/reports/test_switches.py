"""The choices of a province: each against cases worked out by hand, and where they come from."""

from datetime import date

import pytest

from app.errors import BadInput
from app.reports.switches import CHOICES, CONTRACT, Switches, choices_for, parsed
from app.services.packs import load_packs
from app.services.verify import verify
from tests.conformance.moment import NOW
from tests.reports.desk import accepted, desk, line, put, quarter, resolved, table

Q3 = ("2023-06-15", "2023-09-14")
Q4 = ("2023-09-15", "2023-12-14")
BY_DAY = Switches(on_time_until="end_of_due_day")
HANDED = Switches(close_at="hand_over")


@pytest.fixture
def db(database_url, tmp_path):
    return desk(database_url, tmp_path)


def some(found, *names):
    return tuple(found.get(name, 0) for name in names)


def solved(found):
    return some(found, "solved.total", "solved.early", "solved.on_time", "solved.late")


def still_open(found):
    return some(found, "open.total", "open.in_time", "open.late", "open.paused")


def test_the_contract_changes_nothing_of_the_synthetic_quarter(db):
    put(db, quarter())
    found = table(db, *Q3, switches=CONTRACT)
    received = some(
        found, "received.total", "received.online", "received.direct", "received.carried"
    )
    assert received == (8, 4, 3, 1)
    assert solved(found) == (5, 3, 1, 1)
    assert still_open(found) == (3, 2, 1, 1)
    assert found["voided"] == 1
    assert table(db, *Q4)["received.carried"] == 3


def test_withdrawn_cases_may_all_be_on_time(db):
    put(db, quarter())
    assert solved(table(db, *Q3, switches=Switches(returned_in="on_time"))) == (5, 2, 2, 1)


def test_withdrawn_cases_may_stand_on_their_own(db):
    put(db, quarter())
    found = table(db, *Q3, switches=Switches(returned_in="separate"))
    assert solved(found) == (5, 2, 1, 1)
    assert found["solved.returned"] == 1


def test_paused_cases_may_stand_in_a_column_of_their_own(db):
    put(db, quarter())
    own = Switches(paused_in="own_column")
    found = table(db, *Q3, switches=own)
    assert still_open(found) == (2, 1, 1, 1)
    assert found["voided"] == 1
    assert found["received.total"] == 8
    assert table(db, *Q4, switches=own)["received.carried"] == 3


@pytest.mark.parametrize(
    ("closed", "by_instant", "by_day"),
    [
        ("2023-07-06T07:59", "on_time", "on_time"),
        ("2023-07-06T08:01", "late", "on_time"),
        ("2023-07-06T23:59:59", "late", "on_time"),
        ("2023-07-07T00:00", "late", "late"),
        ("2023-07-05T17:00", "early", "early"),
    ],
)
def test_a_case_may_be_late_only_after_its_due_day(db, closed, by_instant, by_day):
    put(db, accepted("c", "2023-07-03T08:00"), resolved("c", closed))  # due Thu 06/07 08:00
    assert table(db, *Q3)[f"solved.{by_instant}"] == 1
    assert table(db, *Q3, switches=BY_DAY)[f"solved.{by_day}"] == 1


def test_an_open_case_too_is_late_only_after_its_due_day(db):
    put(db, accepted("c", "2023-09-11T08:00"))  # due Thu 14/09 08:00
    assert table(db, *Q3, known="2023-09-14T09:00")["open.late"] == 1
    assert table(db, *Q3, known="2023-09-14T09:00", switches=BY_DAY)["open.in_time"] == 1
    # The quarter ends with that day, and so it is over when the quarter is.
    assert table(db, *Q3, switches=BY_DAY)["open.late"] == 1


def test_a_case_that_stands_is_judged_by_the_day_its_pause_began(db):
    put(db, accepted("c", "2023-09-11T08:00"))
    put(db, line("c", "paused", "2023-09-14T09:00", reason="payment"))
    assert table(db, *Q3)["open.late"] == 1
    assert table(db, *Q3, switches=BY_DAY)["open.in_time"] == 1


def delivered(case, at):
    return line(case, "delivered", at, channel="direct")


def test_a_result_that_nobody_has_collected_may_leave_the_case_open(db):
    put(db, accepted("a", "2023-07-03T08:00"), resolved("a", "2023-07-05T08:00"))
    put(db, accepted("b", "2023-07-03T08:00"), resolved("b", "2023-07-10T08:00"))
    found = table(db, *Q3, switches=HANDED)
    assert still_open(found) == (2, 1, 1, 0)
    assert solved(found) == (0, 0, 0, 0)
    assert solved(table(db, *Q3)) == (2, 1, 0, 1)


def test_a_hand_over_closes_in_its_own_period_with_the_class_of_the_desk(db):
    put(
        db,
        accepted("c", "2023-09-11T08:00"), resolved("c", "2023-09-13T08:00"),
        delivered("c", "2023-10-02T08:00"),
    )  # fmt: skip
    assert still_open(table(db, *Q3, switches=HANDED)) == (1, 1, 0, 0)
    assert table(db, *Q4, switches=HANDED) == {
        "received.total": 1, "received.carried": 1, "solved.total": 1, "solved.early": 1,
    }  # fmt: skip
    assert table(db, *Q4) == {}


def test_a_hand_over_that_was_not_known_yet_has_not_closed(db):
    put(db, accepted("c", "2023-07-03T08:00"), resolved("c", "2023-07-05T08:00"))
    put(
        db,
        line("c", "delivered", "2023-07-06T08:00", known="2023-09-20T08:00", channel="direct"),
    )
    assert table(db, *Q3, known="2023-09-15T00:00", switches=HANDED)["open.in_time"] == 1
    assert table(db, *Q3, switches=HANDED)["solved.early"] == 1


def test_a_withdrawal_needs_no_hand_over(db):
    put(db, quarter())
    found = table(db, *Q3, switches=Switches(close_at="hand_over", returned_in="separate"))
    assert found["solved.total"] == found["solved.returned"] == 1


def test_reopened_before_the_hand_over_it_was_open_all_the_time(db):
    put(
        db,
        accepted("c", "2023-06-12T08:00"), resolved("c", "2023-06-14T08:00"),
        line("c", "reopened", "2023-06-16T08:00", reason="sai sót", approved_by="hung"),
        resolved("c", "2023-06-20T08:00"), delivered("c", "2023-06-21T08:00"),
    )  # fmt: skip
    assert table(db, *Q3, switches=HANDED) == {
        "received.total": 1, "received.carried": 1, "solved.total": 1, "solved.late": 1,
    }  # fmt: skip


def test_a_case_that_went_on_and_was_resolved_at_once_does_not_stand_while_it_waits(db):
    put(
        db,
        accepted("c", "2023-07-03T08:00"),
        line("c", "paused", "2023-07-04T08:00", reason="payment"),
        line("c", "resumed", "2023-07-10T08:00"), resolved("c", "2023-07-10T08:00"),
    )  # fmt: skip
    assert still_open(table(db, *Q3, switches=HANDED)) == (1, 1, 0, 0)
    own = Switches(close_at="hand_over", paused_in="own_column")
    assert still_open(table(db, *Q3, switches=own)) == (1, 1, 0, 0)


# Where the choices come from.

CHOSEN = """
reporting:
  - {agency: P, valid_from: 2023-01-01, paused_in: own_column, source: "QĐ 10/QĐ-UBND"}
  - {agency: P, valid_from: 2023-09-01, returned_in: separate, source: "QĐ 20/QĐ-UBND"}
"""
COMMUNE = """
reporting:
  - {agency: P.X, valid_from: 2023-10-01, close_at: hand_over, source: "CV 5/UBND-VP"}
"""


def loaded(db, tmp_path, text):
    pack = tmp_path / "reporting.yaml"
    pack.write_text(text, encoding="utf-8")
    return load_packs(db, [pack]).counts


def chosen(db, agency, day):
    with db.reading() as connection:
        return choices_for(connection, agency, date.fromisoformat(day))


def test_the_choices_of_the_nearest_office_upwards_hold_from_their_day_on(db, tmp_path):
    loaded(db, tmp_path, CHOSEN + COMMUNE.removeprefix("\nreporting:\n"))

    assert chosen(db, "P", "2022-12-31") == CONTRACT
    assert chosen(db, "P", "2023-01-01") == Switches(paused_in="own_column")
    assert chosen(db, "P.X", "2023-08-31") == Switches(paused_in="own_column")
    assert chosen(db, "P.X", "2023-09-01") == Switches(returned_in="separate")
    assert chosen(db, "P.X", "2023-10-01") == Switches(close_at="hand_over")
    assert chosen(db, "P", "2023-10-01") == Switches(returned_in="separate")
    assert chosen(db, None, "2023-10-01") == CONTRACT


def test_loading_choices_again_changes_nothing_and_a_change_is_told(db, tmp_path):
    first, again = loaded(db, tmp_path, CHOSEN), loaded(db, tmp_path, CHOSEN)
    other = loaded(db, tmp_path, CHOSEN.replace("own_column", "in_time"))

    assert (first.new, again.same, other.changed) == (2, 2, 1)
    assert chosen(db, "P", "2023-01-01") == CONTRACT


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (CHOSEN.replace("own_column", "nowhere"), "hãy chọn: in_time, own_column"),
        (CHOSEN.replace("agency: P,", "agency: Q,"), "không có “Q”"),
        (CHOSEN.replace("2023-09-01", "2023-01-01"), "mã “P@2023-01-01” đã có ở dòng 3"),
        (CHOSEN.replace('"QĐ 10/QĐ-UBND"', '""'), "source: không được để trống"),
        (CHOSEN.replace("paused_in", "pause_in"), "không có mục “pause_in”"),
    ],
)
def test_choices_that_cannot_be_used_are_refused_with_their_line(db, tmp_path, text, complaint):
    with pytest.raises(BadInput) as caught:
        loaded(db, tmp_path, text)

    assert any(complaint in problem for problem in caught.value.problems)
    assert all("reporting.yaml:" in problem for problem in caught.value.problems)
    assert chosen(db, "P", "2023-12-31") == CONTRACT


def test_verify_counts_the_quarters_of_an_office_by_its_choices_too(db, tmp_path):
    put(db, quarter())
    before = verify(db, now=NOW)
    loaded(db, tmp_path, CHOSEN + COMMUNE.removeprefix("\nreporting:\n"))
    after = verify(db, now=NOW)

    assert before.fault is after.fault is None
    assert after.tables > before.tables


# What is printed.


def test_each_choice_has_its_sentence():
    said: dict[str, set[str]] = {name: set() for name in CHOICES}
    for name, allowed in CHOICES.items():
        for choice in allowed:
            sentences = parsed({name: choice}).footer()
            assert len(sentences) == len(CHOICES)
            said[name] |= set(sentences) - set(CONTRACT.footer())
        assert len(said[name]) == len(allowed) - 1


def test_choices_are_read_back_as_they_were_kept():
    chosen = Switches(returned_in="separate", close_at="hand_over")

    assert parsed(chosen.as_json()) == chosen
    assert parsed({}) == CONTRACT


def test_unknown_choices_are_refused_one_by_one():
    with pytest.raises(BadInput) as caught:
        parsed({"returned_in": "never", "colour": "blue"})

    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "returned_in",
        "colour",
    ]
