"""Letters to look at: a preview, the same bytes again, a copy to edit, an office's own form."""

import pytest

from app.errors import Refused, Unknown
from app.letters.filling import MissingField
from app.services import letters
from app.services.act import act
from app.services.letters import Look, Number, Wish
from app.store.files import place_of
from tests.services import lettering
from tests.services.hands import AUDITOR, LAN, MINH, SON, press
from tests.services.lettering import number_of, text_of
from tests.store import desk
from tests.store.desk import MONDAY
from workflows import commands as do

RECEIPT = Wish(kind="receipt")


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def test_a_reprint_is_the_same_bytes(opened, folder):
    code = lettering.accepted(opened)
    row = letters.issue(opened, folder, press(LAN), code, "receipt")
    desk.load(opened, lettering.OFFICES.replace("UBND phường", "Ủy ban nhân dân phường"))

    paper = letters.reprint(opened, folder, AUDITOR, code, number_of(row))

    assert paper.content == place_of(folder, row.file).read_bytes()
    assert (paper.media, paper.name) == ("application/pdf", f"{code}-receipt-2024-1.pdf")
    with pytest.raises(Unknown):
        letters.reprint(opened, folder, SON, code, number_of(row))
    missing = Number(agency=row.agency, kind="receipt", year=2024, serial=2)
    with pytest.raises(Unknown, match="không có giấy tờ này"):
        letters.reprint(opened, folder, LAN, code, missing)


def test_a_lost_or_changed_file_is_said_in_one_sentence(opened, folder):
    code = lettering.accepted(opened)
    row = letters.issue(opened, folder, press(LAN), code, "receipt")
    place = place_of(folder, row.file)

    place.write_bytes(place.read_bytes() + b"\n")
    with pytest.raises(Unknown, match="số 01/TNHS trong kho tệp đã bị thay đổi; hãy báo"):
        letters.reprint(opened, folder, LAN, code, number_of(row))
    place.unlink()
    with pytest.raises(Unknown, match="số 01/TNHS không còn trong kho tệp; hãy báo"):
        letters.reprint(opened, folder, LAN, code, number_of(row))


@pytest.mark.parametrize("media", [letters.PDF, letters.DOCX])
def test_a_preview_has_no_number_and_is_kept_nowhere(opened, folder, media):
    code = lettering.accepted(opened)

    paper = letters.preview(
        opened, folder, Look(officer=LAN, now=MONDAY, media=media), code, RECEIPT
    )

    assert paper.media == media
    if media == letters.PDF:
        assert "BẢN XEM TRƯỚC" in text_of(paper.content)
    assert lettering.letters(opened, code) == ()
    assert not folder.exists()
    row = letters.issue(opened, folder, press(LAN), code, "receipt")
    assert row.number == "01/TNHS"


def test_a_preview_is_for_those_who_may_issue(opened, folder):
    code = lettering.accepted(opened)

    with pytest.raises(Refused):
        letters.preview(opened, folder, Look(officer=MINH, now=MONDAY), code, RECEIPT)
    with pytest.raises(Unknown):
        letters.preview(opened, folder, Look(officer=SON, now=MONDAY), code, RECEIPT)


def test_a_working_copy_says_what_the_letter_said_then(opened, folder):
    code = lettering.accepted(opened)
    row = letters.issue(opened, folder, press(LAN), code, "control")
    act(opened, press(LAN), code, [do.StartStep(at=MONDAY, step="appraise", assignee="minh")])

    paper = letters.working_copy(opened, LAN, code, number_of(row))

    said = lettering.docx_text(paper.content)
    assert "BẢN ĐỂ CHỈNH SỬA" in said
    assert row.number in said
    assert "Thụ lý" not in said


def test_an_office_prints_by_its_own_template(opened, folder):
    code = lettering.accepted(opened)
    lettering.own_template(opened, folder, "Số {{ number }} của {{ applicant }}")

    row = letters.issue(opened, folder, press(LAN), code, "receipt")
    seen = letters.preview(opened, folder, Look(officer=LAN, now=MONDAY), code, RECEIPT)

    assert (row.media, row.template) == (letters.DOCX, "own:H32.PL/receipt@1")
    paper = letters.reprint(opened, folder, LAN, code, number_of(row))
    assert paper.name.endswith("-2024-1.docx")
    assert "Số 01/TNHS của Nguyễn Thị Bưởi" in lettering.docx_text(paper.content)
    assert "Số BẢN XEM TRƯỚC của" in lettering.docx_text(seen.content)


def test_an_own_template_has_no_holes_either(opened, folder):
    code = lettering.accepted(opened)
    lettering.own_template(opened, folder, "{{ place }}, {{ applicant }}")
    desk.load(opened, lettering.OFFICES.replace(" place: Phước Long,", ""))

    with pytest.raises(MissingField, match="địa danh"):
        letters.issue(opened, folder, press(LAN), code, "receipt")

    assert lettering.letters(opened, code) == ()


def test_a_letter_whose_own_template_is_lost_leaves_no_gap(opened, folder):
    code = lettering.accepted(opened)
    place = lettering.own_template(opened, folder, "Số {{ number }}")
    content = place.read_bytes()
    place.unlink()

    with pytest.raises(Refused, match="không còn nguyên trong kho tệp"):
        letters.issue(opened, folder, press(LAN), code, "receipt")
    place.write_bytes(content)

    assert letters.issue(opened, folder, press(LAN), code, "receipt").serial == 1
