"""Signed PDFs looked at apart: the same answers, and an end to whatever unfolds."""

import re
import zlib

import pytest
import typst

from app.errors import BadInput
from app.letters.for_signing import for_signing
from app.letters.signed_apart import signed_pdf_apart
from tests.letters.signing import NOW, Authority, signed

DRAFT = for_signing(typst.compile("Xin lỗi ông Trần Văn Đức".encode(), pdf_standards="a-2b"))
MEGABYTE = 1024 * 1024


def bomb(megabytes: int) -> bytes:
    """A small file with a table of places that unpacks to a lot."""
    start = int(re.findall(rb"startxref\s+(\d+)", DRAFT)[-1])
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()
    head = (
        b"\n900 0 obj\n<</Type/XRef/W[1 4 2]/Size 901/Index[0 50000000]/Prev %d/Root 1 0 R"
        b"/Filter/FlateDecode/Length %d>>stream\n"
    )
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(DRAFT) + 1)
    return DRAFT + head % (start, len(body)) + body + tail


def test_answers_as_if_it_were_here() -> None:
    found = signed_pdf_apart(signed(DRAFT, Authority().signer()), DRAFT, now=NOW)
    assert (found.people, found.trusted) == (("Lê Văn Bình",), None)
    with pytest.raises(BadInput, match="chưa có chữ ký số") as refused:
        signed_pdf_apart(DRAFT, DRAFT, now=NOW)
    assert refused.value.field == "upload"


def test_a_file_that_unfolds_without_end_is_refused() -> None:
    content = bomb(600)
    assert len(content) < 4 * MEGABYTE
    with pytest.raises(BadInput, match="hỏng, không đọc được"):
        signed_pdf_apart(content, DRAFT, now=NOW)
