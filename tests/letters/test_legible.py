"""What the type cannot print is refused before a letter is kept, field and character named."""

from datetime import date

import pytest

from app.letters.facts import sample_facts
from app.letters.facts_source import Facts
from app.letters.forms import form_for
from app.letters.legible import NotPrintable, must_be_legible
from app.services.letters import Look, Wish, issue, preview
from tests.services import lettering
from tests.services.hands import LAN, press
from tests.store.desk import MONDAY

DAY = date(2024, 3, 4)


def facts(**values: str) -> Facts:
    known = sample_facts()
    return Facts(values={**known.values, **values}, lists=known.lists)


def complaint(kind, given: Facts) -> str:
    with pytest.raises(NotPrintable) as raised:
        must_be_legible(form_for(kind, DAY), given)
    return str(raised.value)


@pytest.mark.parametrize(
    ("name", "letter"), [("阮氏四", "阮"), ("Lan 😀", "😀"), ("محمد", "م"), ("A\ue000", "\ue000")]
)
def test_a_name_the_type_lacks_is_to_be_written_in_latin(name, letter):
    assert complaint("receipt", facts(applicant=name)) == (
        "Mẫu số 01 – TT 01/2018/TT-VPCP: tên cá nhân, tổ chức có hồ sơ có ký tự "
        f"“{letter}” (U+{ord(letter):04X}) mà phông chữ không in được; "
        "hãy ghi tên theo chữ La-tinh như trên giấy tờ"
    )


def test_a_reason_names_its_field_too():
    told = complaint("refusal", facts(refusal_reason="Sai thẩm quyền 😀"))

    assert "lý do từ chối có ký tự “😀” (U+1F600)" in told
    assert told.endswith("hãy bỏ hoặc thay ký tự này")


def test_rows_and_the_head_are_looked_at():
    known = sample_facts()
    rows = {**known.lists, "asked": ({"no": "1", "name": "giấy 紙"},)}

    assert "giấy tờ cần bổ sung có ký tự “紙”" in complaint(
        "supplement", Facts(values=known.values, lists=rows)
    )
    assert "tên cơ quan có ký tự “😀”" in complaint("receipt", facts(office="UBND 😀"))


@pytest.mark.parametrize(
    "name",
    [
        "Nguye\u0302\u0303n Thi\u0323 Tư",
        "#panic(1) {{ x }} <b>&",
        "H’Bia Êban – Ðinh",
        "a\u200bb\u202e",
    ],
)
def test_vietnamese_however_it_is_encoded_and_markup_are_plain_text(name):
    must_be_legible(form_for("receipt", DAY), facts(applicant=name))


def test_what_a_form_does_not_print_may_be_anything():
    must_be_legible(form_for("receipt", DAY), facts(refusal_reason="😀"))


def test_a_letter_and_its_preview_are_refused_in_the_same_words(sqlite_url, tmp_path):
    opened = lettering.ward(sqlite_url)
    code = lettering.accepted(opened, "阮氏四")

    with pytest.raises(NotPrintable, match="La-tinh") as issued:
        issue(opened, tmp_path, press(LAN), code, "receipt")
    with pytest.raises(NotPrintable) as looked_at:
        preview(opened, tmp_path, Look(officer=LAN, now=MONDAY), code, Wish(kind="receipt"))

    assert str(looked_at.value) == str(issued.value)
    assert lettering.letters(opened, code) == ()
    again = issue(opened, tmp_path, press(LAN), lettering.accepted(opened), "receipt")
    assert again.serial == 1
