"""The table of letters: what the log says, whoever recorded it, and what is found out of it."""

from io import BytesIO

import pytest
from sqlalchemy import delete, insert, select, update

from app.projections.rebuild import rebuild
from app.services.export import export_jsonl
from app.services.journal import import_journal
from app.services.rebuild import rebuild_all
from app.services.record import record
from app.services.verify import verify
from app.store import schema
from app.store.engine import Database
from app.store.letter_numbers import LETTER_NUMBERS, LETTERS, next_letter_number
from app.store.letters import IssuedRow, find, find_all, of_case, of_cases
from app.store.scope import Scope
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from tests.store.letters import AT, CASES, issued, letter
from workflows import commands as do
from workflows.commands import Command

LATER = MONDAY + 5 * DAY
SORRY = do.IssueApology(at=AT, reason="thiếu người", new_due_at=LATER, signed_by="hung")


def case_with(opened: Database, *commands: Command) -> str:
    code = desk.accepted(opened).code
    for command in commands:
        record(opened, code, command, by="lan", now=command.at)
    return code


def letters(opened: Database, code: str) -> tuple[IssuedRow, ...]:
    with opened.reading() as connection:
        return of_case(connection, code)


def fault(opened: Database) -> str | None:
    found = verify(opened, now=LATER).fault
    return None if found is None else str(found)


def test_a_letter_is_found_by_its_case_and_by_its_number(database_url):
    opened = desk.loaded(database_url)
    code = case_with(opened, letter(1), letter(7, "control", form="tt01_2018/05"))

    receipt, control = letters(opened, code)

    assert (receipt.kind, receipt.number, receipt.version, receipt.by) == (
        "receipt", "1/TNHS", 2, "lan",
    )  # fmt: skip
    assert (receipt.agency, receipt.issued_at, receipt.size) == ("H32.PL", AT, 20_000)
    assert (control.kind, control.serial, control.form) == ("control", 7, "tt01_2018/05")
    with opened.reading() as connection:
        assert find(connection, "H32.PL", "control", 2024, 7) == control
        assert find(connection, "H32.PL", "control", 2025, 7) is None
        assert find(connection, "H32.PL", "control", 2024, 7, training=True) is None
        assert of_cases(connection, [code, "nobody's"]) == {code: (receipt, control)}


def test_a_number_of_another_office_is_that_offices(database_url):
    opened = desk.loaded(database_url)
    code = case_with(opened, letter(1, "stop", agency="H32.NT"))

    with opened.reading() as connection:
        assert find(connection, "H32.PL", "stop", 2024, 1) is None
        found = find(connection, "H32.NT", "stop", 2024, 1)
    assert found is not None
    assert found.case_code == code


def test_a_hand_over_list_stands_in_each_of_its_cases(database_url):
    opened = desk.loaded(database_url)
    codes = [case_with(opened, letter(1, "handover")) for _ in range(3)]

    with opened.reading() as connection:
        rows = find_all(connection, "H32.PL", "handover", 2024, 1)
        assert find(connection, "H32.PL", "handover", 2024, 1) == rows[0]
    assert [row.case_code for row in rows] == codes
    assert fault(opened) is None


def test_a_correction_and_a_publication_are_seen_at_the_letter(database_url):
    opened = desk.loaded(database_url)
    first = letter(1, "apology", number="1/PXL")
    published = do.PublishLetter(at=AT + HOUR, kind="apology", number="1/PXL")
    code = case_with(opened, SORRY, first, published)
    (row,) = letters(opened, code)
    assert (row.published_at, row.replaced_by) == (AT + HOUR, None)
    assert columns(opened, code) == (AT, LATER, AT + HOUR)

    mended = letter(2, "apology", AT + 2 * HOUR, number="2/PXL", replaces="1/PXL")
    record(opened, code, mended, by="tam", now=mended.at)

    old, new = letters(opened, code)
    assert (old.published_at, old.replaced_by) == (AT + HOUR, "2/PXL")
    assert (new.published_at, new.replaces, new.by) == (None, "1/PXL", "tam")
    # What stands on the public page is no longer what holds.
    assert columns(opened, code) == (AT, LATER, None)
    assert fault(opened) is None


def columns(opened: Database, code: str) -> tuple[object, ...]:
    names = ("apologised_at", "apology_new_due_at", "apology_published_at")
    with opened.reading() as connection:
        query = select(*(CASES.c[name] for name in names)).where(CASES.c.code == code)
        return tuple(connection.execute(query).one())


def test_a_draft_and_its_signature_stand_at_the_case_and_a_new_draft_takes_the_signature(
    database_url,
):
    opened = desk.loaded(database_url)
    draft = do.DraftApology(at=AT, reason="thiếu người", new_due_at=LATER)
    sign = do.SignApology(at=AT + HOUR, draft=2, name="Hùng", title="Chủ tịch", text_hash="0" * 64)
    code = case_with(opened, draft, sign)
    assert drafts(opened, code) == (AT, AT + HOUR)

    again = do.DraftApology(at=AT + 2 * HOUR, reason="mất điện", new_due_at=LATER)
    record(opened, code, again, by="minh", now=again.at)

    assert drafts(opened, code) == (AT + 2 * HOUR, None)


def drafts(opened: Database, code: str) -> tuple[object, ...]:
    with opened.reading() as connection:
        query = select(CASES.c.apology_drafted_at, CASES.c.apology_signed_at)
        return tuple(connection.execute(query.where(CASES.c.code == code)).one())


def test_letters_come_back_from_the_log_alone(database_url):
    opened = desk.loaded(database_url)
    case_with(opened, letter(1), SORRY, letter(1, "apology", AT + MINUTE))
    with opened.reading() as connection:
        before = desk.held(connection, [LETTERS, CASES])

    with opened.writing() as connection:
        connection.execute(delete(LETTERS))
        rebuild(connection)
        assert desk.held(connection, [LETTERS, CASES]) == before


def test_an_imported_log_brings_its_letters_and_their_numbers_stay_taken(
    database_url, raw_sqlite_url
):
    opened = desk.loaded(database_url)
    codes = [case_with(opened) for _ in range(3)]
    for code in codes:
        issued(opened, code)
    log = BytesIO()
    export_jsonl(opened, log, Scope())
    schema.upgrade(raw_sqlite_url)
    other = desk.loaded(raw_sqlite_url)

    result = import_journal(other, log.getvalue().splitlines(), "sổ", now=LATER)

    assert result.problems == []
    assert [letters(other, code) for code in codes] == [letters(opened, code) for code in codes]
    assert fault(other) is None
    with other.writing() as connection:
        assert next_letter_number(connection, "H32.PL", "receipt", 2024) == 4


def test_a_letter_the_log_does_not_know_is_named(database_url):
    opened = desk.loaded(database_url)
    code = case_with(opened, letter(1))
    with opened.writing() as connection:
        row = dict(connection.execute(select(LETTERS)).mappings().one())
        connection.execute(insert(LETTERS), row | {"version": 9, "number": "99/TNHS"})

    assert fault(opened) == (
        f"bảng letters, văn bản số 99/TNHS của hồ sơ {code}: "
        "không có trong nhật ký; hãy chạy motcua rebuild"
    )


def test_a_letter_of_a_case_the_log_does_not_know_is_named(database_url):
    opened = desk.loaded(database_url)
    case_with(opened, letter(1))
    with opened.writing() as connection:
        row = dict(connection.execute(select(LETTERS)).mappings().one())
        for case in ("Z2", "Z1"):
            connection.execute(insert(LETTERS), row | {"case_code": case, "number": f"{case}/X"})

    assert str(fault(opened)).startswith("bảng letters, văn bản số Z1/X của hồ sơ Z1: ")
    rebuild_all(opened, lambda cases: None)
    assert fault(opened) is None


def test_a_changed_and_a_lost_letter_are_named(database_url):
    opened = desk.loaded(database_url)
    code = case_with(opened, letter(1))
    with opened.writing() as connection:
        connection.execute(update(LETTERS).values(file="f" * 64))
    assert str(fault(opened)).startswith(f"bảng letters, hồ sơ {code}: cột file là ffff")

    with opened.writing() as connection:
        connection.execute(delete(LETTERS))
    assert str(fault(opened)).startswith(f"bảng letters, hồ sơ {code}: thiếu một dòng")


@pytest.mark.parametrize("kind", ["receipt", "handover"])
def test_a_number_that_two_letters_have_is_named(database_url, kind):
    opened = desk.loaded(database_url)
    one = case_with(opened, letter(3, kind))
    other = case_with(opened, letter(3, kind, number="3/KHAC"))

    assert fault(opened) == (
        f"số văn bản 3/TNHS của H32.PL, loại {kind}, năm 2024: "
        f"đã cấp hai lần, cho hồ sơ {one} và hồ sơ {other}"
    )


def test_a_number_that_no_letter_has_is_named(database_url):
    opened = desk.loaded(database_url)
    issued(opened, case_with(opened))
    with opened.writing() as connection:
        connection.execute(update(LETTER_NUMBERS).values(last=3))

    assert fault(opened) == (
        "số văn bản 2 của H32.PL, loại receipt, năm 2024: "
        "đã cấp mà không có văn bản nào trong nhật ký"
    )


def test_numbers_no_database_could_hold_do_not_stop_an_import(database_url):
    opened = desk.loaded(database_url)
    huge = letter(10**30, size=10**30, year=9_999)

    (row,) = letters(opened, case_with(opened, huge))

    assert (row.serial, row.size, row.year) == (2**63 - 1, 2**63 - 1, 9_999)
    assert fault(opened) is None
