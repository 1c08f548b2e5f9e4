"""What may be kept: by content, with a name that agrees, and nothing a browser could run."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.services.media import MAX_NAME, MAX_PARTS, cleaned, judged
from tests.services import papers

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = '<Types><Override PartName="/x" ContentType="{}"/></Types>'
GOOD = [
    (papers.pdf(), "đơn xin.pdf", "application/pdf"),
    (papers.JPEG, "ảnh.JPG", "image/jpeg"),
    (papers.PHOTO, "ảnh.jpeg", "image/jpeg"),
    (papers.png(), "ảnh.png", "image/png"),
    (papers.TIFF, "bản quét.tif", "image/tiff"),
    (papers.TIFF_MOTOROLA, "bản quét.tiff", "image/tiff"),
    (papers.docx(), "tờ khai.docx", f"{OFFICE}.wordprocessingml.document"),
    (papers.xlsx(), "danh sách.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    (
        papers.typed(types=TYPES.format(f"{OFFICE}.wordprocessingml.x+xml").encode("utf-16")),
        "tờ khai.docx",
        f"{OFFICE}.wordprocessingml.document",
    ),
    (papers.odt(), "tờ khai.odt", papers.OPEN_TEXT),
]
PAGE = b"<!doctype html><script>alert(1)</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MACRO = {"word/vbaProject.bin": "x"}
BAD = {
    "page": PAGE,
    "page after a byte order mark": b"\xef\xbb\xbf" + PAGE,
    "drawing": DRAWING,
    "declared drawing": b'<?xml version="1.0"?>' + DRAWING,
    "program": b"MZ\x90\0" + b"\0" * 60,
    "linux program": b"\x7fELF" + b"\0" * 60,
    "script": b"#!/bin/sh\nrm -rf /\n",
    "text": "Tôi tên là Tư".encode(),
    "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "page before a pdf": PAGE + papers.pdf(),
    "page before a picture": PAGE + papers.png(),
    "page before a document": PAGE + papers.docx(),
    "cut off pdf": papers.pdf()[:20],
    "only the beginning of a picture": papers.png()[:16],
    "picture of no size": papers.png().replace(b"\0\0\0\x01\0\0\0\x01", b"\0\0\0\0\0\0\0\x01"),
    "page called a picture": b"\xff\xd8\xff" + PAGE,
    "tiff that points outside": b"II*\0\xff\xff\xff\xff\0\0",
    "archive": papers.zipped({"a.txt": "a"}),
    "java archive": papers.zipped({"META-INF/MANIFEST.MF": "a", "A.class": "b"}),
    "slides": papers.zipped({"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<p/>"}),
    "document with a program": papers.docx(**MACRO),
    "document that says it has one": papers.docx("macroEnabled.main+xml"),
    "document with a way out": papers.docx(**{"../../etc/passwd": "x"}),
    "document with a windows way out": papers.docx(**{"..\\x": "x"}),
    "open text with a program": papers.odt(**{"Basic/Standard/a.xml": "x"}),
    "other open document": papers.zipped({"mimetype": "image/svg+xml", "content.xml": "x"}),
    "document with a program under another name": papers.typed(
        types=TYPES.format("application/vnd.ms-office.vbaProject")
    ),
    "document that says so in other letters": papers.typed(
        types=TYPES.format("x/macro&#69;nabled").encode()
    ),
    "document that says so in UTF-16": papers.typed(
        types=TYPES.format("x/macroEnabled").encode("utf-16")
    ),
    "document whose list has entities": papers.typed(
        types='<!DOCTYPE Types [<!ENTITY e "e">]><Types a="&e;"/>'
    ),
    "document whose list is no XML": papers.typed(types="macro"),
    "document with a part twice": papers.docx(**{"Word/Document.xml": "<w/>"}),
    "document of very many parts": papers.docx(**{str(n): "" for n in range(MAX_PARTS)}),
    "document of a few parts with endless names": papers.docx(
        **{f"{n}{'x' * 60_000}": "" for n in range(40)}
    ),
    "document that hides how many parts it has": papers.docx(
        **{str(n): "" for n in range(MAX_PARTS)}
    ).replace(pack("<HH", MAX_PARTS + 2, MAX_PARTS + 2), pack("<HH", 3, 3)),
    "document with something behind it": papers.docx() + b"x",
    "broken archive": papers.docx()[:-10],
    "huge list of types": papers.zipped(
        {"[Content_Types].xml": "x" * 2_000_000, "word/document.xml": "<w/>"}
    ),
}


def kept(tmp_path, content):
    path = tmp_path / "incoming"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("content", "name", "media"), GOOD, ids=[name for _, name, _ in GOOD])
def test_what_people_bring_is_taken_as_what_it_is(tmp_path, content, name, media):
    assert judged(kept(tmp_path, content), name) == media


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("ending", [".pdf", ".png", ".docx", ".html"])
def test_anything_else_is_refused_under_whatever_name(tmp_path, what, ending):
    with pytest.raises(BadInput, match="chỉ nhận tệp PDF"):
        judged(kept(tmp_path, BAD[what]), f"a{ending}")


@pytest.mark.parametrize("name", ["a.png", "a.html", "a.pdf.exe", "a", "pdf", "a.docx"])
def test_a_name_that_promises_something_else_is_refused(tmp_path, name):
    with pytest.raises(BadInput, match=r"nội dung là tệp \.pdf"):
        judged(kept(tmp_path, papers.pdf()), name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("đơn xin.pdf", "đơn xin.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\lan\\đơn.pdf", "đơn.pdf"),
        ("ảnh\u202egnp.exe.pdf", "ảnhgnp.exe.pdf"),
        ("a\u200b\u200f\ufeff\0\x1b[31m.pdf", "a[31m.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("  a \t b .pdf", "a b.pdf"),
        (".pdf", "tep.pdf"),
        ("...", "tep"),
        ("", "tep"),
        ("😀.pdf", "😀.pdf"),
        ("đơn", "đơn"),
        (".htaccess", "tep.htaccess"),
        ("x" * 10_000 + ".pdf", "x" * (MAX_NAME - 4) + ".pdf"),
        ("a." + "x" * 10_000, None),
    ],
)
def test_a_name_is_kept_as_plain_text(name, shown):
    assert len(cleaned(name)) <= MAX_NAME
    assert shown is None or cleaned(name) == shown


@given(st.text())
def test_a_name_is_always_one_line_of_signs_one_sees(name):
    shown = cleaned(name)

    assert shown
    assert len(shown) <= MAX_NAME
    assert shown.isprintable()
    assert not {"/", "\\"} & set(shown)
    assert cleaned(shown) == shown


@given(st.binary(max_size=400))
def test_any_bytes_are_judged_without_a_fault(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "incoming"
    for start in (b"", b"%PDF-1.4", b"\xff\xd8\xff", papers.png()[:16], b"II*\0", b"PK\x03\x04"):
        path.write_bytes(start + content)

        # Some of these bytes may really be a picture; then the name is wrong.
        with pytest.raises(BadInput, match=r"a\.exe"):
            judged(path, "a.exe")
