"""The text layer of a letter: all that was said, exactly, and nothing that was meant to run."""

import unicodedata
from dataclasses import replace
from io import BytesIO
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from app.letters.glyphs import drawable
from app.letters.pdf import pdf_of
from app.letters.plain import plain
from app.letters.sheet import Block, Column, Items, Line, Marks, Sheet, Signature, Table, Text
from app.press.press import FONTS
from tests.letters import sheets
from tests.letters.reading import squeezed, text_of
from tests.letters.sheets import AT

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = [
    unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", TONES)
]
LETTERS = "".join(VOWELS) + "đ"
ALPHABET = LETTERS + LETTERS.upper()
HOSTILE = [
    '#panic("x") *đậm* _nghiêng_ #read("/etc/passwd")',
    "$x^2$ #sys.inputs @nhãn <b>đậm</b> = Tiêu đề",
    "{{ 7*7 }} {% include 'x' %} ${HOME} `ls` \\u{41} \\ \\# // chú thích /* */",
    '#let x = 1; #eval("1") ]] }} )) " \' ~ --- ... - + 1. /',
    "Nguyễn A & B <x> “ngoặc” 'đơn' \"kép\" …",
]


def everywhere(said: str) -> Sheet:
    """A sheet that says it in every place that takes a text."""
    blocks: tuple[Block, ...] = (
        Line(parts=((said, said),)),
        Line(parts=(("Điện thoại", said), (said, "0912"))),
        *(Text(text=said, style=style) for style in ("plain", "italic", "bold", "centre")),
        Items(texts=(said,)),
        Table(
            columns=(
                Column(title=said),
                Column(title="b", group=said),
                Column(title="c", group=said),
            ),
            rows=((said, said, said),),
        ),
    )
    plainest = sheets.receipt()
    return replace(
        plainest,
        label=said,
        title=said,
        subtitle=said,
        unverified=said,
        notice=said,
        code_line=said,
        recipients=(said,),
        head=replace(
            plainest.head, superior=said, office=said, desk=said, number=said, place_date=said
        ),
        signatures=(Signature(title=said, note=said, name=said, mark=said),),
        marks=replace(plainest.marks, hint=said, qr=said),
        blocks=blocks,
    )


PLACES = 26  # of them three in capitals


def test_every_field_of_a_letter_is_in_its_text():
    said = text_of(pdf_of(sheets.receipt(), at=AT))
    head = sheets.HEAD

    for part in (*fields(sheets.receipt()), str(head.number), str(head.place_date)):
        assert squeezed(part) in said
    for name in (head.superior, head.office, head.desk):
        assert squeezed(str(name).upper()) in said
    assert squeezed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc") in said


def fields(sheet: Sheet) -> list[str]:
    found = [sheet.title, str(sheet.label), str(sheet.unverified), str(sheet.notice)]
    found += [str(sheet.marks.barcode), str(sheet.marks.hint), str(sheet.code_line)]
    found += [part for sign in sheet.signatures for part in (sign.title, str(sign.note))]
    for block in sheet.blocks:
        if isinstance(block, Line):
            found += [f"{label}: {value}" for label, value in block.parts]
        elif isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
    return found


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_letter_of_the_language_comes_back_composed(form):
    assert len(VOWELS) == 72
    parts = [ALPHABET[at : at + 12] for at in range(0, len(ALPHABET), 12)]
    words = Text(text=unicodedata.normalize(form, " ".join(parts)))
    said = unicodedata.normalize(form, ALPHABET)
    in_cells = Table(columns=(Column(title="Chữ"),), rows=((said,),))

    found = text_of(pdf_of(sheets.receipt(0, words, in_cells), at=AT))

    assert found.count(ALPHABET) == 2


def test_names_of_the_highlands_and_of_other_tongues_keep_their_letters():
    names = "Y Thĭm Byă, H’Ƀŏ Ĕčăm, K’Sor Ñum, Müller Łódź Ольга"

    assert squeezed(plain(names)) in text_of(pdf_of(sheets.receipt(0, Text(text=names)), at=AT))


def test_words_for_the_look_up_are_said_without_a_square_too():
    sheet = replace(sheets.apology(), marks=Marks(hint="Tra cứu tại quầy số 3"))

    assert squeezed("Tra cứu tại quầy số 3") in text_of(pdf_of(sheet, at=AT))


@pytest.mark.parametrize("said", HOSTILE)
def test_code_and_markup_stay_the_text_they_are(said):
    found = text_of(pdf_of(everywhere(said), at=AT))

    assert found.count(squeezed(said)) + found.count(squeezed(said.upper())) >= PLACES
    assert "root:" not in found


@settings(max_examples=8)
@given(st.lists(st.text(st.characters(max_codepoint=0x24F)), min_size=20, max_size=20))
def test_any_name_comes_out_as_it_went_in_or_without_what_cannot_be_seen(names):
    lines = [Line(parts=((f"Họ tên {at}", name),)) for at, name in enumerate(names)]

    found = text_of(pdf_of(sheets.receipt(0, *lines), at=AT))

    for at, name in enumerate(names):
        assert squeezed(f"Họ tên {at}: {plain(name)}") in found


def test_controls_and_what_turns_the_reading_round_are_dropped():
    name = "Tư\u202e\u2066\x00\x1b[31m\u200b\u00ad\ufeff\x7f Lan\ud800\ufe0f"

    assert plain(name) == "Tư[31m Lan"
    assert squeezed("Tư[31m Lan") in text_of(pdf_of(everywhere(name), at=AT))


def test_a_line_end_cannot_forge_a_field_but_stays_where_texts_have_lines():
    assert plain("Tư\r\nPhí: đã nộp\u2028x") == "Tư Phí: đã nộp x"
    assert plain("một\r\nhai\u2029ba\x85bốn", lines=True) == "một\nhai\nba\nbốn"


def test_what_the_type_cannot_draw_is_seen_to_be_missing():
    assert plain("阮氏四 😀") == "\ufffd\ufffd\ufffd \ufffd"
    assert "\ufffd\ufffd\ufffd" in text_of(pdf_of(everywhere("阮氏四 😀"), at=AT))


def test_the_four_faces_draw_the_same_and_all_of_it_without_a_hole():
    faces = sorted(FONTS.glob("*.ttf"))
    letters = "".join(map(chr, sorted(drawable() - {0, 9, 10, 13})))
    rows = [letters[at : at + 50] for at in range(0, len(letters), 50)]
    texts = [Text(text=row, style=style) for row in rows for style in ("plain", "bold", "italic")]

    assert len(faces) == 4
    assert {drawable(face) for face in faces} == {drawable()}
    assert set(ALPHABET) <= set(letters)
    # The archive profile refuses a letter with a sign the type lacks.
    assert pdf_of(sheets.receipt(0, *texts), at=AT)


def test_a_word_without_end_is_torn_rather_than_leaving_the_page():
    reached: list[float] = []
    wide = 0.944  # of the letter W, in ems: the widest

    def visit(text: str, matrix: list[float], place: list[float], _: object, size: float) -> None:
        if "W" in text:
            scale = matrix[0] * place[0]
            reached.append(place[4] + len(text.strip()) * wide * size * abs(scale))

    page: PageObject = PdfReader(BytesIO(pdf_of(everywhere("W" * 120), at=AT))).pages[0]
    page.extract_text(visitor_text=visit)

    assert len(reached) > 50
    assert max(reached) < float(page.mediabox.width) - 14 * 72 / 25.4
