"""The report vectors of lessons §3, peers §7 and domain §6.5, each by both paths."""

import pytest

from sla.zone import parse_instant
from tests.reports.desk import accepted, desk, line, put, quarter, resolved, submitted, table

Q2 = ("2023-03-15", "2023-06-14")
Q3 = ("2023-06-15", "2023-09-14")
Q4 = ("2023-09-15", "2023-12-14")


@pytest.fixture
def db(database_url, tmp_path):
    return desk(database_url, tmp_path)


def test_the_synthetic_quarter_of_domain_6_5(db):
    put(db, quarter())
    assert table(db, *Q3) == {
        "received.total": 8, "received.online": 4, "received.direct": 3, "received.carried": 1,
        "solved.total": 5, "solved.early": 3, "solved.on_time": 1, "solved.late": 1,
        "open.total": 3, "open.in_time": 2, "open.late": 1, "open.paused": 1,
        "voided": 1,
    }  # fmt: skip
    assert table(db, *Q4)["received.carried"] == 3


def test_what_was_typed_after_publication_is_in_the_second_edition_only(db):
    """Vector 15 of lessons: resolved 14/9 16:00, typed 16/9."""
    put(
        db, accepted("c", "2023-09-12T08:00"), resolved("c", "2023-09-14T16:00", "2023-09-16T09:00")
    )
    first = table(db, *Q3, known="2023-09-15T00:00")
    assert (first["open.total"], first.get("solved.total")) == (1, None)
    second = table(db, *Q3)
    assert (second.get("open.total"), second["solved.early"]) == (None, 1)
    assert table(db, *Q3, known="2023-09-15T00:00") == first


def test_a_period_holds_its_first_instant_and_not_the_one_after_its_last(db):
    """Vector 17 of lessons, T13 of peers."""
    put(
        db,
        accepted("first", "2023-06-15T00:00:00"),
        accepted("last", "2023-09-14T23:59:59.500000"),
        accepted("next", "2023-09-15T00:00:00"),
    )
    assert table(db, *Q3)["received.direct"] == 2
    assert table(db, *Q4)["received.direct"] == 1


def test_a_report_run_later_says_the_same(db):
    """T12 of peers: closed on 20/9, reported for 15/6-14/9 on 14/9 and on 1/10."""
    put(db, accepted("c", "2023-09-12T08:00"), resolved("c", "2023-09-20T08:00"))
    early = table(db, *Q3, known="2023-09-15T00:00", now=parse_instant("2023-09-15T00:00"))
    assert early == table(db, *Q3)
    assert early["open.in_time"] == 1


def test_paused_and_past_due_is_counted_once(db):
    """T14 of peers, by the contract: a paused case is judged at the start of its pause."""
    put(db, accepted("c", "2023-09-01T08:00"))
    put(db, line("c", "paused", "2023-09-12T08:00", reason="verification"))
    found = table(db, *Q3)
    assert (found["open.total"], found["open.late"], found["open.paused"]) == (1, 1, 1)


def test_a_deadline_between_now_and_the_end_of_the_period_is_not_late(db):
    """T15 of peers."""
    put(db, accepted("c", "2023-09-01T08:00"))
    assert table(db, *Q3, now=parse_instant("2023-09-02T08:00"))["open.in_time"] == 1
    assert table(db, *Q3)["open.late"] == 1


def test_a_withdrawal_after_the_deadline_is_late(db):
    """T17 of peers under the contract's rule."""
    put(
        db,
        accepted("c", "2023-07-03T08:00"),
        line("c", "withdrawn", "2023-07-10T08:00", reason="rút"),
    )
    assert table(db, *Q3)["solved.late"] == 1


def test_an_apology_does_not_move_the_yardstick(db):
    """T18 of peers."""
    put(
        db,
        accepted("c", "2023-07-03T08:00"),
        line(
            "c", "apology_issued", "2023-07-05T08:00",
            reason="chờ phối hợp", new_due_at="2023-07-12T08:00:00+07:00", signed_by="hung",
        ),
        resolved("c", "2023-07-11T08:00"),
    )  # fmt: skip
    assert table(db, *Q3)["solved.late"] == 1


def test_a_reopened_case_is_open_until_it_is_closed_again(db):
    """T19 of peers."""
    put(
        db,
        accepted("c", "2023-06-08T08:00"), resolved("c", "2023-06-10T08:00"),
        line("c", "reopened", "2023-06-12T08:00", reason="sai sót", approved_by="hung"),
        resolved("c", "2023-06-20T08:00"),
    )  # fmt: skip
    assert table(db, *Q2)["open.total"] == 1
    assert table(db, "2023-03-15", "2023-06-11")["solved.early"] == 1
    assert table(db, *Q3) == {
        "received.total": 1, "received.carried": 1, "solved.total": 1, "solved.late": 1,
    }  # fmt: skip


def test_closed_before_the_period_and_reopened_inside_it_is_carried(db):
    put(
        db,
        accepted("c", "2023-06-01T08:00"), resolved("c", "2023-06-02T08:00"),
        line("c", "reopened", "2023-07-03T08:00", reason="sai sót", approved_by="hung"),
    )  # fmt: skip
    assert table(db, *Q3) == {
        "received.total": 1, "received.carried": 1, "open.total": 1, "open.late": 1,
    }  # fmt: skip
    assert table(db, *Q2)["solved.early"] == 1


def test_a_refused_or_never_accepted_case_is_in_no_column(db):
    put(db, submitted("r", "2023-07-03T08:00"))
    put(db, line("r", "refused", "2023-07-03T09:00", reason="sai thẩm quyền", ground="NĐ 61/2018"))
    put(db, submitted("n", "2023-07-03T08:00"))
    assert table(db, *Q3) == {}


def test_a_voided_case_leaves_every_column_but_its_own(db):
    put(db, accepted("c", "2023-07-03T08:00"), resolved("c", "2023-07-04T08:00"))
    assert table(db, *Q3)["solved.early"] == 1
    void = line("c", "voided", "2023-10-02T08:00", reason="nhập trùng", approved_by="hung")
    put(db, void)
    assert table(db, *Q3) == {}
    assert table(db, *Q4) == {"voided": 1}
    assert table(db, *Q3, known="2023-09-15T00:00")["solved.early"] == 1


def test_a_correction_moves_the_case_to_the_column_it_truly_belongs_to(db):
    put(db, accepted("c", "2023-07-03T08:00"), resolved("c", "2023-07-10T08:00"))
    assert table(db, *Q3)["solved.late"] == 1
    put(
        db,
        line(
            "c", "corrected", "2023-09-20T08:00",
            of=2, at="2023-07-04T08:00:00+07:00", reason="mất điện", approved_by="hung",
        ),
    )  # fmt: skip
    assert table(db, *Q3)["solved.early"] == 1
    assert table(db, *Q3, known="2023-09-15T00:00")["solved.late"] == 1


def test_an_adjusted_deadline_counts_from_its_instant_on(db):
    put(db, accepted("c", "2023-09-08T08:00"))
    put(
        db,
        line(
            "c", "deadline_adjusted", "2023-09-12T08:00",
            new_due_at="2023-09-20T08:00:00+07:00", reason="nghỉ bù", approved_by="QĐ 01",
        ),
    )  # fmt: skip
    assert table(db, *Q3)["open.in_time"] == 1
    assert table(db, *Q3, known="2023-09-12T00:00", now=parse_instant("2023-09-14T00:00"))
    assert table(db, "2023-06-15", "2023-09-11")["open.in_time"] == 1


def test_hours_are_judged_to_the_instant(db):
    put(
        db,
        accepted("e", "2023-07-03T07:30", procedure="H8"), resolved("e", "2023-07-03T17:29:59"),
        accepted("t", "2023-07-03T07:30", procedure="H8"), resolved("t", "2023-07-03T17:30:00"),
        accepted("l", "2023-07-03T07:30", procedure="H8"), resolved("l", "2023-07-03T17:30:01"),
    )  # fmt: skip
    found = table(db, *Q3)
    assert (found["solved.early"], found["solved.on_time"], found["solved.late"]) == (1, 1, 1)


@pytest.mark.parametrize("hours", [0, 1, 6, 7, 8])
def test_a_case_is_late_only_from_its_due_instant_on(db, hours):
    """Whatever bounds the cut-off: now, the day of knowledge, or the end of the period."""
    put(db, accepted("c", "2023-09-11T16:30"))  # due Thu 2023-09-14 16:30
    before, after = f"2023-09-14T{16 - hours:02}:30", "2023-09-14T16:30:01"
    for moment, late in ((before, None), (after, 1)):
        by_now = table(db, *Q3, now=parse_instant(moment))
        by_knowledge = table(db, *Q3, known=moment)
        assert by_now.get("open.late") == by_knowledge.get("open.late") == late


def test_a_deadline_early_on_the_morning_after_the_period_is_in_time(db):
    """The due instant of a printed promise may lie at any hour."""
    promised = accepted("c", "2023-09-11T16:30", due_at="2023-09-15T03:00:00+07:00")
    put(db, promised)
    assert table(db, *Q3)["open.in_time"] == 1


def test_a_case_that_was_never_accepted_leaves_no_trace_even_when_voided(db):
    put(
        db,
        line(
            "c", "submitted", "2023-07-03T08:00",
            agency="P.X", procedure="D3", channel="post", applicant={"name": "Bà Tư"},
        ),
        line("c", "voided", "2023-07-04T08:00", reason="nhập trùng", approved_by="hung"),
    )  # fmt: skip
    assert table(db, *Q3) == {}
