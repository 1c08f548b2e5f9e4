"""What the type has no shape for is said wherever a letter would show it, not hidden."""

from datetime import date

import pytest

from app.errors import BadInput
from app.letters.legible import NotPrintable
from app.services import letters
from app.services.apology import Signing, sign, unsigned_pdf
from app.services.apology_look import letter_paper, letter_pictures
from app.services.letter_handover import Handing, issue_handover, preview_handover
from app.services.letters import Look, Wish
from app.services.register import Wanted
from app.services.register_print import Reading, register_print
from tests.services import apologising, lettering
from tests.services.apologising import LAST_DAY, drafted, late_case
from tests.services.hands import HUNG, LAN, press
from tests.services.lettering import docx_text, number_of, text_of
from tests.store.desk import MONDAY
from workflows.events import Applicant

STRANGE = "阮氏四"
TOLD = "“阮” \\(U\\+962E\\) mà phông chữ không in được"
RECEIPT = Wish(kind="receipt")
MARCH = Wanted(first=date(2024, 3, 1), last=date(2024, 3, 31))


@pytest.fixture
def opened(sqlite_url):
    return lettering.ward(sqlite_url)


@pytest.fixture
def sorry(sqlite_url):
    return apologising.ward(sqlite_url)


@pytest.mark.parametrize("media", [letters.PDF, letters.DOCX])
def test_a_preview_is_refused_whatever_it_is_made_as(opened, tmp_path, media):
    code = lettering.accepted(opened, STRANGE)
    look = Look(officer=LAN, now=MONDAY, media=media)

    with pytest.raises(NotPrintable, match=f"{TOLD}; hãy ghi tên theo chữ La-tinh"):
        letters.preview(opened, tmp_path, look, code, RECEIPT)


def test_an_own_template_prints_it_and_only_its_copy_in_our_type_is_refused(opened, tmp_path):
    code = lettering.accepted(opened, STRANGE)
    lettering.own_template(opened, tmp_path, "{{ applicant }}")

    seen = letters.preview(opened, tmp_path, Look(officer=LAN, now=MONDAY), code, RECEIPT)
    row = letters.issue(opened, tmp_path, press(LAN), code, "receipt")

    paper = letters.reprint(opened, tmp_path, LAN, code, number_of(row))
    assert STRANGE in docx_text(seen.content)
    assert STRANGE in docx_text(paper.content)
    with pytest.raises(NotPrintable, match=TOLD):
        letters.working_copy(opened, LAN, code, number_of(row))


def test_a_list_of_files_says_whose_name_it_is(opened, tmp_path):
    good, strange = lettering.accepted(opened), lettering.accepted(opened, STRANGE)
    handing, look = Handing(codes=(good, strange), taker="Văn thư"), Look(officer=LAN, now=MONDAY)
    said = f"của hồ sơ {strange} có ký tự {TOLD}"

    with pytest.raises(NotPrintable, match=said):
        preview_handover(opened, tmp_path, look, handing)
    with pytest.raises(NotPrintable, match=said):
        issue_handover(opened, tmp_path, press(LAN), handing)


def test_one_name_keeps_back_no_register_and_the_head_says_where_a_hand_writes(opened, tmp_path):
    good = lettering.accepted(opened)
    strange = [lettering.accepted(opened, STRANGE) for _ in range(6)]
    reading = Reading(officer=LAN, wanted=MARCH, now=MONDAY)

    told = " ".join(text_of(register_print(opened, tmp_path, reading, 1).content).split())

    assert "Chỗ in “\ufffd” phải viết tay" in told
    assert f"của hồ sơ {strange[0]} có ký tự" in told
    assert "(và 1 chỗ khác)" in told
    assert f"của hồ sơ {good}" not in told


def test_a_register_without_such_names_says_nothing_of_them(opened, tmp_path):
    lettering.accepted(opened)
    reading = Reading(officer=LAN, wanted=MARCH, now=MONDAY)

    assert "viết tay" not in text_of(register_print(opened, tmp_path, reading, 1).content)


def test_an_apology_is_refused_before_a_leader_signs_it(sorry, tmp_path):
    code = late_case(sorry, applicant=Applicant(name=STRANGE, address="Tổ 1"))
    number = drafted(sorry, code)

    for ask in (
        lambda: unsigned_pdf(sorry, HUNG, code, title="CHỦ TỊCH"),
        lambda: sign(
            sorry, tmp_path, press(HUNG, LAST_DAY), code, Signing(draft=number, title="CHỦ TỊCH")
        ),
        lambda: letter_pictures(sorry, HUNG, code, now=LAST_DAY),
        lambda: letter_paper(sorry, tmp_path, HUNG, code, now=LAST_DAY),
    ):
        with pytest.raises(NotPrintable, match=f"{TOLD}; hãy ghi tên"):
            ask()
    assert lettering.case(sorry, code).signature is None


def test_a_title_that_cannot_be_printed_is_refused_too(sorry):
    code = late_case(sorry)
    drafted(sorry, code)

    with pytest.raises(BadInput, match="chức danh người ký có ký tự “主”"):
        unsigned_pdf(sorry, HUNG, code, title="主席")
