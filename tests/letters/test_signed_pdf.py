"""Signed PDFs that come in: only the very draft, with nothing but whole signatures behind it."""

import time
from io import BytesIO
from pathlib import Path

import pytest
import typst
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pypdf import PdfReader, PdfWriter

from app.errors import BadInput
from app.letters.certificates import trusted_roots
from app.letters.for_signing import for_signing
from app.letters.signed_pdf import SignedPdf, signed_pdf
from sla.zone import later
from tests.letters.signing import NOW, YEAR, Authority, signed

DRAFT = for_signing(typst.compile("Xin lỗi ông Trần Văn Đức".encode(), pdf_standards="a-2b"))
OTHER = for_signing(typst.compile("Không xin lỗi ai cả".encode(), pdf_standards="a-2b"))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def looked_at(content: bytes, offered: bytes = DRAFT) -> SignedPdf:
    return signed_pdf(content, offered, now=NOW)


def why(content: bytes, offered: bytes = DRAFT) -> str:
    with pytest.raises(BadInput) as refused:
        looked_at(content, offered)
    assert refused.value.field == "upload"
    return str(refused.value)


def edited(content: bytes, text: str = "BT /F1 9 Tf (sua) Tj ET") -> bytes:
    """The same file with an appended revision that draws something on the page."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    drawn = writer.add_object(generic.StreamObject(stream_data=text.encode()))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), drawn])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_file_to_sign_is_the_same_each_time() -> None:
    plain = typst.compile("Một thư".encode(), pdf_standards="a-2b")
    made = for_signing(plain)
    time.sleep(1.1)  # What is written to the second would differ now.
    assert for_signing(plain) == made
    assert for_signing(plain).startswith(plain)
    assert "Một thư" in PdfReader(BytesIO(for_signing(plain))).pages[0].extract_text()


def test_names_whom_the_certificate_names(authority: Authority) -> None:
    found = looked_at(signed(DRAFT, authority.signer()))
    whom = "Lê Văn Bình (UBND xã Phước Long)"
    assert found == SignedPdf(certificate=whom, people=("Lê Văn Bình",), trusted=None)


def test_takes_the_seal_of_the_office_behind_the_leaders_own(authority: Authority) -> None:
    once = signed(DRAFT, authority.signer(), box=(300, 100, 480, 180))
    twice = signed(
        once, authority.signer("UBND xã Phước Long", None), field="Seal", box=(310, 110, 400, 200)
    )
    found = looked_at(twice)
    assert found.certificate == "Lê Văn Bình (UBND xã Phước Long); UBND xã Phước Long"


def test_a_strange_name_stays_one_short_line(authority: Authority) -> None:
    found = looked_at(signed(DRAFT, authority.signer("<b>\n\u202eA" + "x" * 50, None)))
    assert found.certificate.startswith("<b> A")
    assert found.certificate.isprintable()


def test_refuses_a_file_signed_from_another_draft(authority: Authority) -> None:
    assert "không phải bản dự thảo" in why(signed(OTHER, authority.signer()))
    assert "không phải bản dự thảo" in why(b"%PDF-1.7 nothing")
    assert "không phải bản dự thảo" in why(b"")


def test_refuses_a_changed_file(authority: Authority) -> None:
    good = bytearray(signed(DRAFT, authority.signer()))
    good[len(DRAFT) // 2] ^= 1
    assert "không phải bản dự thảo" in why(bytes(good))


def test_refuses_the_draft_as_it_was(authority: Authority) -> None:
    assert "chưa có chữ ký số" in why(DRAFT)
    assert "chưa có chữ ký số" in why(DRAFT + b"\n\n")
    assert "thiếu phần cuối" in why(DRAFT[:-100])


def test_refuses_a_signed_file_cut_anywhere(authority: Authority) -> None:
    good = signed(DRAFT, authority.signer())
    added = len(good) - len(DRAFT)
    for left in (added // 10, added // 2, added - 300, added - 20, added - 3):
        assert why(good[: len(DRAFT) + left])


def test_refuses_what_was_put_behind_the_signature(authority: Authority) -> None:
    good = signed(DRAFT, authority.signer())
    assert "sau chữ ký số cuối cùng" in why(good + b"\n% something else\n")
    assert why(edited(good))
    assert why(good + good)


def test_refuses_a_page_changed_before_it_was_signed(authority: Authority) -> None:
    assert "đã bị sửa" in why(signed(edited(DRAFT), authority.signer()))


def test_refuses_a_page_changed_between_two_signatures(authority: Authority) -> None:
    once = signed(DRAFT, authority.signer())
    assert "đã bị sửa" in why(signed(edited(once), authority.signer(), field="Second"))


def test_refuses_a_whole_signed_letter_put_behind_the_draft(authority: Authority) -> None:
    # It begins with our bytes, its signature is good, and every reader shows the other letter only.
    forged = signed(_behind(DRAFT, OTHER), authority.signer())
    assert forged.startswith(DRAFT)
    assert "Không xin lỗi" in PdfReader(BytesIO(forged)).pages[0].extract_text()
    assert "đã bị sửa" in why(forged)


def _behind(first: bytes, other: bytes) -> bytes:
    """A file with a whole other one behind it, whose table of places knows of nothing before it."""
    out = BytesIO()
    PdfWriter(clone_from=PdfReader(BytesIO(other))).write(out)
    plain, gap = out.getvalue(), len(first)
    table = plain.rindex(b"xref\n", 0, plain.rindex(b"startxref"))
    rows = [
        b"%010d" % (int(row[:10]) + gap) + row[10:] if row.rstrip().endswith(b" n") else row
        for row in plain[table:].split(b"\n")
    ]
    rows[rows.index(b"startxref") + 1] = b"%d" % (table + gap)
    return first + plain[:table] + b"\n".join(rows)


def test_refuses_a_broken_signature(authority: Authority) -> None:
    good = signed(DRAFT, authority.signer())
    start = good.index(b"/Contents <") + 2000
    broken = good[:start] + bytes([good[start] ^ 1]) + good[start + 1 :]
    assert why(broken)


def test_refuses_weak_algorithms(authority: Authority) -> None:
    assert "đã yếu" in why(signed(DRAFT, authority.signer(), digest="sha1"))
    assert "đã yếu" in why(signed(DRAFT, authority.signer(bits=1024)))


def test_refuses_an_encrypted_file(authority: Authority) -> None:
    locked = PdfWriter(clone_from=PdfReader(BytesIO(DRAFT)))
    locked.encrypt("secret", algorithm="AES-256")
    out = BytesIO()
    locked.write(out)
    assert "đặt mật khẩu" in why(out.getvalue())


def test_refuses_a_certificate_out_of_date(authority: Authority) -> None:
    old = authority.signer(until=later(NOW, minutes=-1))
    assert "“Lê Văn Bình (UBND xã Phước Long)” không còn" in why(signed(DRAFT, old))


def test_refuses_a_picture_that_hides_the_letter(authority: Authority) -> None:
    wide = signed(DRAFT, authority.signer(), box=(0, 0, 595, 842))
    assert "che quá nhiều" in why(wide)


def test_asks_for_a_root_where_one_is_configured(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(authority.root())
    good = signed(DRAFT, authority.signer())
    assert signed_pdf(good, DRAFT, now=NOW, roots=trusted_roots(tmp_path)).trusted
    stranger = Authority("CA lạ", slot=1)
    with pytest.raises(BadInput, match="không do tổ chức"):
        signed_pdf(signed(DRAFT, stranger.signer()), DRAFT, now=NOW, roots=trusted_roots(tmp_path))
    assert trusted_roots(None) == ()


def test_names_a_root_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(b"nothing")
    with pytest.raises(ValueError, match=r"root\.pem không phải là chứng thư số"):
        trusted_roots(tmp_path)


def test_a_root_of_later_years_is_not_yet_valid(authority: Authority) -> None:
    with pytest.raises(BadInput, match="chưa có hiệu lực"):
        signed_pdf(signed(DRAFT, authority.signer()), DRAFT, now=later(NOW, minutes=-2 * YEAR))


@pytest.mark.parametrize("size", [1, 7, 100, 4000])
def test_whatever_stands_behind_the_draft_is_told_in_one_sentence(size: int) -> None:
    for filling in (b"\x00", b"<", b"1 0 obj ", b"xref\n0 1\n", b"/Encrypt "):
        assert why(DRAFT + filling * size + b"\nstartxref\n9\n%%EOF\n")


def with_field(content: bytes, box: tuple[int, int, int, int], *, picture: bool = False) -> bytes:
    """The same file with a field for a signature that nobody signed."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec("Empty", on_page=0, box=box))
    if picture:
        field = writer.root["/AcroForm"]["/Fields"][-1].get_object()
        drawn = writer.add_object(generic.StreamObject(stream_data=b"0 0 595 842 re f"))
        field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): drawn})
        writer.update_container(field)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("box", [(0, 0, 595, 842), (10, 10, 60, 40), (0, 0, 0, 0)])
def test_refuses_a_picture_in_a_field_that_nobody_signed(
    authority: Authority, box: tuple[int, int, int, int]
) -> None:
    forged = signed(with_field(DRAFT, box, picture=True), authority.signer())
    assert "còn trống mà nhìn thấy" in why(forged)


def test_refuses_many_small_pictures_that_hide_the_letter_together(authority: Authority) -> None:
    content = DRAFT
    for number in range(6):
        box = (0, 140 * number, 595, 140 * number + 140)
        content = signed(content, authority.signer(), field=f"S{number}", box=box)
    assert "che quá nhiều" in why(content)
