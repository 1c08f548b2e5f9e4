"""Signing a table: once, by whoever may, and the same bytes for ever after."""

import re

import pytest
from sqlalchemy import text

from app.errors import BadInput, Refused, Unknown
from app.reports.out import WRITERS
from app.services import sealing
from app.services.sealing import differences, printed, sealed_of, sealed_one
from app.store.files import place_of
from tests.conformance.moment import NOW
from tests.reports import desk
from tests.services.hands import press
from tests.services.sealed import (
    ABOVE,
    DEPUTY,
    FORM,
    HEAD,
    Q3,
    SIGNED,
    STRANGER,
    WATCH,
    mend,
    quarter,
    signed,
)


@pytest.fixture
def db(database_url, tmp_path):
    return quarter(database_url, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def test_a_signed_table_says_all_it_stands_on(db, folder):
    one = signed(db, folder)

    assert (one.edition, one.replaces, one.reason) == (1, None, None)
    assert (one.signed_by, one.signer_name, one.signer_title) == ("chu", "Chu", "CHỦ TỊCH")
    assert set(one.files) == set(WRITERS)
    assert one.position == 26
    assert re.fullmatch(r"[0-9a-f]{64}", one.root)
    assert re.fullmatch(r"[0-9a-f]{64}", one.digest)


def test_after_a_correction_the_signed_bytes_are_the_same(db, folder):
    one = signed(db, folder)
    before = {shape: printed(db, folder, one.id, shape) for shape in WRITERS}

    mend(db)

    assert {shape: printed(db, folder, one.id, shape) for shape in WRITERS} == before
    kept, report = sealed_one(db, HEAD, one.id)
    assert kept.id == one.id
    assert report.table.total["solved.late"] == 1


def test_the_difference_is_exactly_the_corrected_case(db, folder):
    one = signed(db, folder)
    assert not differences(db, HEAD, one.id, now=NOW).any

    mend(db)

    found = differences(db, HEAD, one.id, now=NOW)
    assert [change.case_code for change in found.changes] == ["c3"]
    change = found.changes[0]
    assert change.left == (("HT", "solved.late"),)
    assert change.entered == (("HT", "solved.on_time"),)
    cause = change.causes[0]
    assert (cause.type, cause.words, cause.of) == ("corrected", "đính chính thời điểm", 2)
    assert (cause.approved_by, cause.reason) == ("hung", "bấm muộn")
    figures = {(one.row, one.cell): (one.was, one.now) for one in found.figures}
    assert figures[None, "solved.late"] == (1, 0)
    assert figures["HT", "solved.on_time"] == (1, 2)


def test_a_new_edition_names_the_one_it_replaces_and_why(db, folder):
    first = signed(db, folder)
    mend(db)

    second = signed(db, folder, reason="  đính chính   hồ sơ c3 ")
    mend(db, at="2023-07-05T07:40", day="2023-10-03")
    third = signed(db, folder, who=ABOVE, reason="đính chính lần nữa")

    found = sealed_of(db, WATCH, FORM, Q3)
    assert [one.edition for one in found] == [3, 2, 1]
    assert [one.replaced_by for one in found] == [None, 3, 2]
    assert (second.replaces, second.reason) == (first.id, "đính chính hồ sơ c3")
    assert (third.replaces, third.signed_by) == (second.id, "tinh")
    assert b'"late": 1' in printed(db, folder, first.id, "json")


def test_a_new_edition_needs_a_reason_and_something_new(db, folder):
    signed(db, folder)

    with pytest.raises(Refused, match="không có gì thay đổi kể từ bản số 1"):
        signed(db, folder, reason="thử")
    mend(db)
    with pytest.raises(BadInput, match="hãy ghi lý do") as told:
        signed(db, folder)
    assert told.value.field == "reason"


def test_the_same_form_sent_again_signs_once(db, folder):
    form = press(HEAD, NOW)
    first = signed(db, folder, by=form)

    assert signed(db, folder, by=form) == first
    assert len(sealed_of(db, HEAD, FORM, Q3)) == 1
    with pytest.raises(Refused, match="đã được ghi rồi"):
        signed(db, folder, by=press(DEPUTY, NOW, form.key))


def test_only_leaders_of_the_office_and_above_it_sign(db, folder):
    with pytest.raises(Refused, match="chỉ lãnh đạo"):
        signed(db, folder, who=WATCH)
    with pytest.raises(Unknown, match="không có báo cáo"):
        signed(db, folder, who=STRANGER)
    assert signed(db, folder, who=ABOVE).edition == 1


def test_a_file_lost_or_changed_is_told_and_nothing_takes_its_place(db, folder):
    one = signed(db, folder)
    place_of(folder, one.files["pdf"].sha256).unlink()
    place_of(folder, one.files["csv"].sha256).write_bytes(b"1;2")

    with pytest.raises(Unknown, match=r"bản đã ký số 1 của biểu II\.06a"):
        printed(db, folder, one.id, "pdf")
    with pytest.raises(Unknown, match="đã bị thay đổi"):
        printed(db, folder, one.id, "csv")
    with pytest.raises(Unknown, match="không có bản báo cáo"):
        printed(db, folder, one.id + 1, "pdf")
    with pytest.raises(Unknown, match="không có báo cáo"):
        printed(db, folder, one.id, "json", officer=STRANGER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sealed_reports SET figures = '{}'",
        "DELETE FROM sealed_reports",
        "UPDATE sealed_reports SET signer_name = 'Khác' WHERE id = 1",
    ],
)
def test_the_database_itself_refuses_to_change_an_edition(db, folder, statement):
    signed(db, folder)

    with pytest.raises(Exception, match="append-only"), db.writing() as connection:
        connection.execute(text(statement))


def test_nothing_is_signed_without_a_title(db, folder):
    with pytest.raises(BadInput, match="chức danh"):
        sealing.seal(db, folder, press(HEAD, NOW), FORM, Q3, sealing.Signature(title=" "))


def test_files_left_by_a_crash_are_nobodys_and_the_next_try_signs(db, folder, monkeypatch):
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "written", crash)
        with pytest.raises(KeyboardInterrupt):
            signed(db, folder)
    assert sealed_of(db, HEAD, FORM, Q3) == ()

    one = signed(db, folder)

    assert one.edition == 1
    assert printed(db, folder, one.id, "xlsx").startswith(b"PK")


def test_a_withdrawn_case_entered_late_is_told_with_who_wrote_it(db, folder):
    one = signed(db, folder)
    desk.put(db, desk.accepted("c99", "2023-08-01T09:00", known="2023-10-05T08:00"))

    found = differences(db, HEAD, one.id, now=NOW)

    assert [change.case_code for change in found.changes] == ["c99"]
    assert found.changes[0].was == ()
    assert ("HT", "open.late") in found.changes[0].entered
    assert found.changes[0].causes[0].recorded_at.date().isoformat() == "2023-10-05"
    assert SIGNED.reason is None
