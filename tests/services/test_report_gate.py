"""What keeps a table from being signed: each reason, with the cases to look at."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, text, update

from app.errors import BadInput, Unknown
from app.reports.conditions import FACTS
from app.reports.switches import Switches
from app.services.report_gate import GateClosed, gate_of
from app.store.scope import Scope
from app.store.visible import CASES
from sla.zone import parse_instant
from tests.reports import desk
from tests.services.sealed import FORM, HEAD, Q3, Q4, STRANGER, WARD, WATCH, mend, quarter, signed

NEXT_DAY = "2024-01-02T09:00"


@pytest.fixture
def db(database_url, tmp_path):
    return quarter(database_url, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def told(db, asked=Q3, form=FORM):
    return [(one.kind, one.cases) for one in gate_of(db, WATCH, asked, form).obstacles]


def test_a_sound_quarter_is_open_for_its_supervisor(db):
    gate = gate_of(db, WATCH, Q3, FORM)

    assert gate.open
    assert gate.obstacles == ()


def test_a_period_that_runs_is_refused_with_when_it_can_be_signed(db, folder):
    running = replace(Q3, now=parse_instant("2023-09-01T08:00+07:00"))

    assert told(db, running) == [("not_ended", ())]
    with pytest.raises(GateClosed, match="ký được từ 00:00 ngày 15/09/2023") as refused:
        signed(db, folder, asked=running)
    assert not refused.value.gate.open


def test_a_table_as_known_before_the_end_of_its_period_is_none_of_it(db):
    early = replace(Q3, as_known_at=parse_instant("2023-08-01T08:00+07:00"))

    assert told(db, early) == [("not_ended", ())]


def test_a_table_counted_otherwise_than_its_office_counts_is_refused(db):
    assert told(db, replace(Q3, switches=Switches(close_at="hand_over"))) == [("choices", ())]


def test_a_case_without_a_deadline_blocks_with_its_number(db, folder):
    with db.writing() as connection:
        connection.execute(delete(FACTS).where(FACTS.c.case_code == "c3"))

    assert told(db) == [("unclassified", ("c3",))]
    with pytest.raises(GateClosed, match="không có hạn trả nên chưa xếp được vào ô nào: c3"):
        signed(db, folder)


def test_a_closed_case_without_a_verdict_blocks_with_its_number(db):
    with db.writing() as connection:
        connection.execute(update(FACTS).where(FACTS.c.case_code == "c1").values(verdict=None))

    found = told(db)
    assert ("unclassified", ("c1",)) in found
    assert ("identity", ("c1",)) in found


def test_a_log_that_was_never_folded_blocks_with_its_number(db):
    with db.writing() as connection:
        connection.execute(delete(FACTS).where(FACTS.c.case_code == "c2"))
        connection.execute(delete(CASES).where(CASES.c.code == "c2"))

    assert told(db) == [("unclassified", ("c2",))]


def test_a_case_of_a_field_that_is_gone_blocks_with_its_number(db):
    with db.writing() as connection:
        connection.execute(update(FACTS).where(FACTS.c.case_code == "c5").values(field="GONE"))

    assert told(db) == [("unclassified", ("c5",))]


def test_a_deadline_beyond_the_calendar_blocks_with_its_number(db):
    with db.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO incidents (case_code, job, error, digest, count, first_at, last_at,"
                " next_try_at) VALUES ('c6', 'tick', 'hết lịch', 'x', 1, '2023-09-20 08:00:00',"
                " '2023-09-20 08:00:00', '2023-09-20 09:00:00')"
            )
        )

    assert told(db) == [("unclassified", ("c6",))]


def test_the_message_names_twenty_cases_and_how_many_more(db):
    lines = [desk.accepted(f"x{number:02}", "2023-07-03T08:00") for number in range(23)]
    desk.put(db, *lines)
    with db.writing() as connection:
        connection.execute(delete(FACTS).where(FACTS.c.case_code.startswith("x")))

    (one,) = gate_of(db, WATCH, Q3, FORM).obstacles

    assert one.cases == tuple(f"x{number:02}" for number in range(20))
    assert one.more == 3
    assert str(one).endswith("x19 và 3 mục nữa")


def test_what_a_quarter_opens_with_is_what_the_signed_one_left_open(db, folder):
    signed(db, folder)

    assert gate_of(db, WATCH, Q4, FORM).open
    assert signed(db, folder, asked=Q4).edition == 1


def test_a_case_found_later_blocks_the_next_quarter_until_a_new_edition(db, folder):
    signed(db, folder)
    desk.put(db, desk.accepted("c99", "2023-08-01T09:00", known="2023-10-05T08:00"))

    (one,) = gate_of(db, WATCH, Q4, FORM).obstacles
    assert (one.kind, one.row, one.cases) == ("opening", "HT", ("c99",))
    assert "“Hộ tịch” nhận từ kỳ trước hồ sơ không còn mở ở bản số 1" in one.words

    signed(db, folder, reason="ghi muộn hồ sơ c99")
    assert gate_of(db, WATCH, Q4, FORM).open


def test_a_case_that_was_closed_after_all_blocks_the_next_quarter(db, folder):
    signed(db, folder)
    desk.put(db, desk.resolved("c6", "2023-09-13T08:00", known="2023-10-05T08:00"))

    (one,) = gate_of(db, WATCH, Q4, FORM).obstacles

    assert (one.kind, one.cases) == ("opening", ("c6",))
    assert "thiếu hồ sơ còn mở ở bản số 1 đã ký của kỳ trước" in one.words


def test_a_case_opened_again_and_one_struck_out_since_are_as_they_should_be(db, folder):
    signed(db, folder)
    desk.put(
        db,
        desk.line("c1", "reopened", "2023-10-02T08:00", reason="sai kết quả", approved_by="hung"),
        desk.line("c5", "voided", "2023-10-03T08:00", reason="nhập trùng", approved_by="hung"),
    )

    assert gate_of(db, WATCH, Q4, FORM).open


def test_two_prints_of_a_form_are_one_chain(db, folder):
    signed(db, folder, asked=replace(Q3, variant="chuan"))
    assert gate_of(db, WATCH, Q4, FORM).open

    desk.put(db, desk.accepted("c99", "2023-08-01T09:00", known="2023-10-05T08:00"))

    assert told(db, Q4) == [("opening", ("c99",))]


def test_a_roll_up_is_weighed_and_signed_like_the_table_of_one_office(db, folder):
    whole = replace(Q3, scope=Scope(agency="P", subtree=True))
    gate = gate_of(db, replace(HEAD, grants=whole_province()), whole, "II.06c")

    assert gate.open


def whole_province():
    return tuple(replace(grant, agency="P") for grant in HEAD.grants)


def test_a_correction_that_moves_no_open_case_leaves_the_chain_whole(db, folder):
    signed(db, folder)
    mend(db)

    assert gate_of(db, WATCH, Q4, FORM).open


def test_a_gate_is_for_those_of_the_office_and_of_one_office_only(db):
    with pytest.raises(Unknown):
        gate_of(db, STRANGER, Q3, FORM)
    with pytest.raises(BadInput, match="của một cơ quan"):
        gate_of(db, WATCH, replace(Q3, scope=Scope()), FORM)
    with pytest.raises(BadInput, match="không có biểu"):
        gate_of(db, WATCH, replace(Q3, scope=WARD), "II.99")
