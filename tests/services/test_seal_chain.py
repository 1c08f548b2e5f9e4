"""Ways round the gate, and honest changes of the catalogue that must not look like tampering."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.errors import BadInput, Refused
from app.services.packs import load_packs
from app.services.report_gate import GateClosed, gate_of
from app.services.sealing import differences, seal, sealed_of
from app.services.verify import verify
from app.store.incidents import Failure, fail
from app.store.scope import Scope
from sla.zone import parse_instant
from tests.conformance.moment import NOW
from tests.reports import desk
from tests.services.hands import officer, press
from tests.services.sealed import FORM, HEAD, Q3, Q4, SIGNED, mend, quarter, signed
from workflows.agency import Role

CHIEF = officer("chu-tinh", Role.LEADER, "P")
PROVINCE = Scope(agency="P", subtree=True)
WHOLE = replace(Q3, scope=PROVINCE)
AGAIN = replace(SIGNED, reason="cơ quan đã chuyển đi")


@pytest.fixture
def db(database_url, tmp_path):
    return quarter(database_url, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def told(db, asked=Q4, who=HEAD):
    return [(one.kind, one.cases) for one in gate_of(db, who, asked, FORM).obstacles]


def reload(db, tmp_path, *changes):
    pack = desk.PACK
    for old, new in changes:
        assert old in pack
        pack = pack.replace(old, new)
    path = tmp_path / "desk2.yaml"
    path.write_text(pack, encoding="utf-8")
    load_packs(db, [path])


def move_away(db, tmp_path):
    """The ward goes to another province."""
    other = "  - {code: Q, name: Tỉnh hai, level: province, parent: null, calendar: default}\n"
    reload(
        db, tmp_path, ("fields:", f"{other}fields:"), ("parent: P, calendar", "parent: Q, calendar")
    )


def close_c5_long_ago(db):
    """A correction of 20/12 says that what Q3 left open had been resolved in it."""
    late = "2023-12-20T09:00"
    desk.put(db, desk.resolved("c5", "2023-09-20T09:00", "2023-09-20T09:00"))
    more = {"of": 3, "at": "2023-09-14T09:00:00+07:00", "reason": "ghi sai", "approved_by": "hung"}
    desk.put(db, desk.line("c5", "corrected", late, known=late, **more))


def test_the_gate_is_not_walked_round_by_an_earlier_knowledge(db, folder):
    signed(db, folder)
    close_c5_long_ago(db)

    assert told(db) == [("opening", ("c5",))]
    assert told(db, replace(Q4, as_known_at=Q4.period.end)) == [("known", ("c5",))]


def test_what_a_table_as_known_then_leaves_out_does_not_matter_where_it_moves_nothing(db, folder):
    then = replace(Q3, as_known_at=parse_instant("2023-10-01T00:00:00+07:00"))
    assert signed(db, folder, asked=then).as_known_at == then.as_known_at
    mend(db)

    with pytest.raises(GateClosed, match="ghi sau 00:00 ngày 01/10/2023 làm đổi biểu này"):
        signed(db, folder, asked=then, reason="thử")


def test_an_office_with_none_below_it_has_one_table_not_two(db, folder):
    first = signed(db, folder)
    below = replace(Q3, scope=Scope(agency="P.X", subtree=True))

    assert sealed_of(db, HEAD, FORM, below) == (first,)
    with pytest.raises(Refused, match="không có gì thay đổi kể từ bản số 1"):
        signed(db, folder, asked=below, reason="thử")
    close_c5_long_ago(db)
    assert told(db, replace(Q4, scope=below.scope)) == [("opening", ("c5",))]


def test_another_print_with_other_numbers_asks_why_and_names_the_first(db, folder):
    signed(db, folder)
    other = replace(Q3, variant="chuan")
    mend(db)

    with pytest.raises(BadInput, match=r"bản số 1 đã ký theo mẫu in .* có số khác") as asked:
        signed(db, folder, asked=other)
    assert asked.value.field == "reason"
    assert signed(db, folder, asked=other, reason="đính chính c3").reason == "đính chính c3"


def test_another_print_with_the_same_numbers_needs_no_reason(db, folder):
    signed(db, folder)

    assert signed(db, folder, asked=replace(Q3, variant="chuan")).reason is None


def test_a_level_that_changes_later_is_no_tampering(db, folder, tmp_path):
    for form in ("II.06b", "II.06c", "II.06d"):
        seal(db, folder, press(CHIEF, NOW), form, WHOLE, SIGNED)

    reload(
        db,
        tmp_path,
        ("name: Xã, level: commune", "name: Xã, level: department"),
        ("levels: [commune]", "levels: [commune, department]"),
    )

    found = verify(db, now=NOW, folder=folder)
    assert (str(found.fault), found.seals) == ("None", 15)
    after = replace(Q4, scope=PROVINCE)
    assert gate_of(db, CHIEF, after, "II.06c").open


def test_an_office_that_moved_blocks_nothing_and_is_told(db, folder, tmp_path):
    one = seal(db, folder, press(CHIEF, NOW), FORM, WHOLE, SIGNED)
    move_away(db, tmp_path)

    gate = gate_of(db, CHIEF, replace(Q4, scope=PROVINCE), FORM)
    assert gate.open
    assert gate.notices == (
        "Từ kỳ trước đã ra khỏi phạm vi: P.X; hồ sơ của cơ quan này không so được với kỳ trước",
    )
    assert seal(db, folder, press(CHIEF, NOW), FORM, WHOLE, AGAIN).replaces == one.id
    found = differences(db, CHIEF, one.id, now=NOW)
    assert (found.offices_left, found.offices_joined) == (("P.X",), ())


def test_a_case_struck_out_after_the_period_and_before_the_signature_blocks_nothing(db, folder):
    signed(db, folder)
    late = "2023-12-20T09:00"
    desk.put(db, desk.line("c5", "voided", late, reason="trùng", approved_by="hung"))

    assert told(db) == []


def failing(db, *codes):
    with db.writing() as connection:
        found = [Failure(case_code=code, error="hết lịch", digest="d") for code in codes]
        fail(connection, found, job="tick", now=NOW)


def test_an_incident_blocks_only_the_periods_that_can_count_its_case(db):
    desk.put(db, desk.accepted("n1", "2024-03-01T09:00"))
    failing(db, "n1", "c6", "c10")

    assert told(db, Q3) == [("unclassified", ("c6",))]
    (one,) = gate_of(db, HEAD, Q3, FORM).obstacles
    assert one.words == "Hồ sơ mà bộ định giờ chưa xử lý được (xem Sự cố)"


def test_a_case_opened_again_is_carried_by_the_rule_it_was_closed_by(db, folder, tmp_path):
    """The signed table closed at the desk; from the next period the office waits for hand-over."""
    signed(db, folder)
    again = desk.line("c1", "reopened", "2023-10-02T08:00", reason="sai", approved_by="hung")
    desk.put(db, again)
    choice = (
        "reporting:\n  - {agency: P.X, valid_from: 2023-09-15, close_at: hand_over, source: x}\n"
    )
    reload(db, tmp_path, ("fields:", f"{choice}fields:"))
    asked = replace(Q4, switches=replace(Q4.switches, close_at="hand_over"))

    assert told(db, asked) == []


def test_a_key_is_for_one_reason_and_one_moment_of_knowledge(db, folder):
    signed(db, folder)
    mend(db)
    by = press(HEAD, NOW)
    done = signed(db, folder, by=by, reason="một")

    assert signed(db, folder, by=by, reason=" một ") == done
    with pytest.raises(Refused, match="đã được ghi rồi"):
        signed(db, folder, by=by, reason="hai")
    with pytest.raises(Refused, match="đã được ghi rồi"):
        signed(db, folder, by=by, reason="một", asked=replace(Q3, as_known_at=NOW))


def test_what_a_signed_knowledge_left_out_is_told_as_the_cause(db, folder):
    """What was recorded before the signature and after its moment of knowledge."""
    then = parse_instant("2023-10-01T00:00:00+07:00")
    mend(db, at="2023-07-07T14:00")
    one = signed(db, folder, asked=replace(Q3, as_known_at=then))
    mend(db, day="2023-10-03")

    (change,) = differences(db, HEAD, one.id, now=NOW).changes

    days = [f"{cause.recorded_at:%d/%m}" for cause in change.causes]
    assert days == ["02/10", "03/10"]


def test_verify_needs_a_folder_for_files_only(db, folder):
    signed(db, folder)
    assert verify(db, now=NOW).fault is None

    with db.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP TRIGGER sealed_reports_row_guard ON sealed_reports"))
        else:
            connection.execute(text("DROP TRIGGER sealed_reports_no_update"))
        connection.execute(text("UPDATE sealed_reports SET signer_name = 'Khác'"))
    assert "nội dung đã bị thay đổi" in str(verify(db, now=NOW).fault)
