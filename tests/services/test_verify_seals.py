"""Whoever changes a signed table, its cases, its files or the log before it is found out."""

import hashlib
import json
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from app.reports.forms import codes
from app.services.letter_drawing import kept_bytes
from app.services.sealing import Signature, seal
from app.services.verify import verify
from app.store.engine import Database
from app.store.files import place_of
from app.store.scope import Scope
from app.store.sealed import SEALED, digest_of, files_as_json
from tests.conformance.moment import NOW
from tests.reports import desk
from tests.services.hands import officer, press
from tests.services.sealed import Q3, mend, quarter, signed
from workflows.agency import Role

GUARDS = {
    "sqlite": ("DROP TRIGGER sealed_reports_no_update", "DROP TRIGGER sealed_reports_no_delete"),
    "postgresql": ("DROP TRIGGER sealed_reports_row_guard ON sealed_reports",),
}
CHIEF = officer("chu-tinh", Role.LEADER, "P")


@pytest.fixture
def db(database_url, tmp_path):
    return quarter(database_url, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def fault(db, folder):
    found = verify(db, now=NOW, folder=folder)
    return found.seals if found.fault is None else str(found.fault)


def forged(db: Database, *, clever: bool = False, **changes):
    """Somebody with all rights changes columns; a clever one mends the hash as well."""
    with db.writing() as connection:
        for statement in GUARDS[connection.dialect.name]:
            connection.execute(text(statement))
        row = {**connection.execute(select(SEALED)).mappings().one(), **changes}
        digest = digest_of(row) if clever else row["digest"]
        connection.execute(SEALED.update().values(**changes, digest=digest))


def column(db, name):
    with db.reading() as connection:
        return json.loads(connection.scalar(select(SEALED.c[name])))


def test_untouched_editions_are_sound_whatever_was_corrected_since(db, folder):
    signed(db, folder)
    mend(db)
    desk.put(db, desk.accepted("c99", "2023-08-01T09:00", known="2023-10-05T08:00"))
    signed(db, folder, reason="đính chính hồ sơ c3, ghi muộn hồ sơ c99")
    whole = replace(Q3, scope=Scope(agency="P", subtree=True))
    for variant in ("", "don-vi"):
        asked = replace(whole, variant=variant)
        seal(db, folder, press(CHIEF, NOW), "II.06c", asked, Signature(title="CHỦ TỊCH"))

    assert fault(db, folder) == 20


def test_a_changed_number_is_found(db, folder):
    signed(db, folder)
    figures = column(db, "figures")
    figures["table"]["total"]["solved.late"] = 0

    forged(db, figures=json.dumps(figures))
    assert "nội dung đã bị thay đổi sau khi ký" in fault(db, folder)
    forged_again(db, figures=json.dumps(figures))
    assert "cột solved.late cộng không đúng" in fault(db, folder)


def forged_again(db, **changes):
    with db.writing() as connection:
        row = {**connection.execute(select(SEALED)).mappings().one(), **changes}
        connection.execute(SEALED.update().values(**changes, digest=digest_of(row)))


def test_a_case_put_elsewhere_is_found_though_every_number_fits(db, folder):
    signed(db, folder)
    cases = json.dumps(column(db, "cases")).replace('"c3"', '"x"').replace('"c2"', '"c3"')

    forged(db, clever=True, cases=cases.replace('"x"', '"c2"'))

    assert "hồ sơ c2 đứng ở HT: received.total" in fault(db, folder)


def test_a_case_that_never_was_is_found(db, folder):
    signed(db, folder)

    forged(db, clever=True, cases=json.dumps(column(db, "cases")).replace('"c1"', '"c0"'))

    assert "hồ sơ c1 đứng ở không ô nào" in fault(db, folder)


def test_a_log_that_is_another_one_up_to_the_place_is_found(db, folder):
    signed(db, folder)

    forged(db, clever=True, root="0" * 64)

    assert "nhật ký đến vị trí đã ký không còn như lúc ký" in fault(db, folder)


def test_a_lost_and_a_changed_file_are_found(db, folder):
    one = signed(db, folder)
    place = place_of(folder, one.files["docx"].sha256)
    content = place.read_bytes()

    place.write_bytes(content + b" ")
    assert "tệp docx của bản đã ký số 1 của biểu II.06a" in fault(db, folder)
    place.unlink()
    assert "không còn trong kho tệp" in fault(db, folder)
    place.write_bytes(content)
    assert fault(db, folder) == 5


def test_the_root_can_be_told_by_hand(db, folder):
    one = signed(db, folder)

    with db.reading() as connection:
        rows = connection.execute(
            text("SELECT case_code, version, hash FROM case_events ORDER BY case_code, version")
        ).all()
    newest = {row.case_code: f"{row.case_code}:{row.version}:{row.hash}\n" for row in rows}
    lines = "".join(newest[code] for code in sorted(newest))
    assert one.root == hashlib.sha256(lines.encode()).hexdigest()


def test_every_form_can_be_signed_and_is_sound(db, folder):
    whole = replace(Q3, scope=Scope(agency="P", subtree=True))
    for form in codes():
        seal(db, folder, press(CHIEF, NOW), form, whole, Signature(title="CHỦ TỊCH"))

    assert fault(db, folder) == 5 * len(codes())


def test_an_older_edition_that_is_gone_is_found(db, folder):
    first = signed(db, folder)
    mend(db)
    signed(db, folder, reason="đính chính")

    with db.writing() as connection:
        for statement in GUARDS[connection.dialect.name]:
            connection.execute(text(statement))
        connection.execute(SEALED.delete().where(SEALED.c.id == first.id))

    assert "bản đã ký số 2" in fault(db, folder)
    assert "không nối tiếp bản trước" in fault(db, folder)


def test_a_row_about_another_table_than_its_figures_is_found(db, folder):
    signed(db, folder)

    forged(db, clever=True, agency="P", first=Q3.period.last)

    assert "không phải của bản này (agency, first)" in fault(db, folder)


@pytest.mark.parametrize("shape", ["json", "csv"])
def test_a_file_with_other_numbers_than_the_edition_is_found(db, folder, shape):
    one = signed(db, folder)
    content = place_of(folder, one.files[shape].sha256).read_bytes()
    old, new = (b'"late": 1', b'"late": 2') if shape == "json" else (b",1,", b",7,")
    other = content.replace(old, new)
    kept = kept_bytes(folder, other, one.files[shape].media)

    forged(db, clever=True, files=json.dumps(files_as_json({**one.files, shape: kept})))

    assert other != content
    assert f"tệp {shape} của bản đã ký số 1" in fault(db, folder)
    assert "có số liệu khác bản đã ký" in fault(db, folder)


def test_everything_that_is_off_is_told_at_once(db, folder):
    one = signed(db, folder)
    place_of(folder, one.files["pdf"].sha256).unlink()

    forged(db, clever=True, root="0" * 64)

    found = fault(db, folder)
    assert "nhật ký đến vị trí đã ký không còn như lúc ký (và 1 lỗi khác: tệp pdf" in found
