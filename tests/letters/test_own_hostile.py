"""A hostile template reads nothing and calls nothing; one Vietnamese sentence says why not."""

import pytest

from app.errors import BadInput
from app.letters.facts import made
from app.letters.own import own_docx
from tests.letters.docxes import (
    changed,
    in_body,
    linked,
    packed,
    parts_of,
    template,
    with_part,
)

FACTS = made({"applicant": "Bà Tư"}, {"papers": [{"no": "1"}]})
# Each with the word of the complaint that names what was tried.
REACHING = {
    "{{ ''.__class__.__mro__[1].__subclasses__() }}": "gọi hàm",
    "{{ ''.__class__ }}": "__class__",
    "{{ applicant['__class__'] }}": "__class__",
    "{{ applicant|attr('__class__') }}": "attr",
    "{{ papers|join(attribute='__class__') }}": "__class__",
    "{{ self }}": "self",
    "{{ self.__init__.__globals__ }}": "__globals__",
    "{{ _context }}": "_context",
    "{{ loop }}": "loop",
    "{{ config }}": "config",
    "{{ cycler.__init__.__globals__.os.environ }}": "__globals__",
    "{{ open('/etc/passwd').read() }}": "gọi hàm",
    "{{ applicant.upper() }}": "gọi hàm",
    "{{ range(10) }}": "gọi hàm",
    "{% include '/etc/passwd' %}": "Include",
    "{% import 'os' as os %}": "Import",
    "{% from 'os' import environ %}": "FromImport",
    "{% extends 'x' %}": "Extends",
    "{% macro f() %}{% endmacro %}": "Macro",
    "{% set x = applicant %}": "set",
    "{% filter upper %}x{% endfilter %}": "FilterBlock",
    "{% for row in papers recursive %}{% endfor %}": "recursive",
    "{% for a in papers %}{% for b in papers %}{% endfor %}{% endfor %}": "for papers",
    "{% for a in papers %}{% for b in a or papers %}{% endfor %}{% endfor %}": "for papers",
    "{{ 'a' * 1000000000 }}": "phép tính",
    "{{ 9 ** 9 ** 9 }}": "phép tính",
    "{{ '%1000000000d'|format(1) }}": "format",
    "{{ applicant|center(1000000000) }}": "center",
    "{{ applicant|safe }}": "safe",
    "{{ papers|map(attribute='x') }}": "map",
    "{{ applicant is callable }}": "callable",
    "{{ papers.append }}": "append",
}


def complaint(content: bytes) -> str:
    with pytest.raises(BadInput) as raised:
        own_docx(content, FACTS)
    assert str(raised.value).startswith("mẫu không dùng được: ")
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("written", REACHING)
def test_what_reaches_out_of_the_template_is_refused(written):
    assert f"“{REACHING[written]}”" in complaint(template(written))


@pytest.mark.parametrize("place", ["head", "title"])
def test_the_head_and_the_properties_are_watched_too(place):
    evil = "{{ ''.__class__ }}"
    given = template("x", header=evil) if place == "head" else template("x")
    if place == "title":
        given = changed(given, "docProps/core.xml", "<dc:title/>", f"<dc:title>{evil}</dc:title>")

    assert "__class__" in complaint(given)


DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def field(*runs: str, inner: str = "") -> str:
    """A field whose instruction is cut into runs, perhaps with another one inside."""
    parts = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in runs)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{parts}{inner}{end}</w:p>"


HOSTILE = {
    "doctype": (with_part(template("x"), "word/settings.xml", DOCTYPE), "DOCTYPE"),
    "entities": (with_part(template("x"), "customXml/item1.xml", BOMB), "DOCTYPE"),
    "doctype in relations": (with_part(template("x"), "_rels/.rels", DOCTYPE), "DOCTYPE"),
    "utf-7": (
        with_part(
            template("x"), "word/settings.xml", b'<?xml version="1.0" encoding="utf-7"?><x/>'
        ),
        "không phải XML thường",
    ),
    "attached template": (linked("attachedTemplate", "file:///C:/x.dotm"), "attachedTemplate"),
    "remote picture": (linked("image", "http://evil.example/x.png"), "từ bên ngoài"),
    "linked file": (linked("hyperlink", "file:///etc/passwd"), "từ bên ngoài"),
    "object": (linked("oleObject", "embeddings/x.bin", outside=False), "oleObject"),
    "chunk": (linked("aFChunk", "x.html", outside=False), "aFChunk"),
    "embedded file": (
        with_part(template("x"), "word/embeddings/oleObject1.bin", b"x"),
        "word/embeddings/oleObject1.bin",
    ),
    "program": (with_part(template("x"), "word/vbaProject.bin", b"x"), "vbaProject.bin"),
    "macro document": (
        changed(
            template("x"),
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "macro",
    ),
    "outside the folder": (
        with_part(template("x"), "word/../../x.xml", b"<x/>"),
        "không được phép",
    ),
    "included text": (in_body(field('INCLUDETEXT "/etc/passwd"')), "INCLUDETEXT"),
    "in pieces": (in_body(field("INCL", 'UDEPICTURE "http://evil.example/x"')), "INCLUDEPICTURE"),
    "dde": (in_body(field("DDEAUTO c:\\\\windows\\\\cmd.exe")), "DDEAUTO"),
    "simple field": (in_body('<w:p><w:fldSimple w:instr="DDE x y"/></w:p>'), "DDE"),
    "field in a field": (in_body(field("QUOTE ", inner=field("PAGE")[5:-6])), "{…}"),
    "link to a file": (in_body(field('HYPERLINK "file:///etc/passwd"')), "không phải địa chỉ web"),
    "chunk element": (in_body('<w:altChunk xmlns:r="r" r:id="rId1"/>'), "altChunk"),
    "control": (in_body("<w:p><w:r><w:control/></w:r></w:p>"), "control"),
    "mail merge": (
        with_part(
            template("x"),
            "word/settings.xml",
            f"<w:settings {W}><w:mailMerge/></w:settings>".encode(),
        ),
        "mailMerge",
    ),
    "picture by address": (
        in_body(
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
            '<v:imagedata src="http://evil.example/x.png"/></v:shape></w:pict></w:r></w:p>'
        ),
        "imagedata",
    ),
    "made while filling": (in_body(field("{{ 'INCLUDE' ~ 'TEXT' }} /etc/passwd")), "{{"),
    "no document": (packed({"a.txt": b"x"}), "không được phép có"),
    "no archive": (b"%PDF-1.7", "không phải là tài liệu DOCX"),
    "empty": (b"", "không phải là tài liệu DOCX"),
    "cut off": (template("x")[:2000], "không phải là tài liệu DOCX"),
    "without its types": (
        packed({n: c for n, c in parts_of(template("x")).items() if "Types" not in n}),
        "không phải là tài liệu DOCX",
    ),
    "zip bomb": (with_part(template("x"), "word/comments.xml", b" " * 30_000_000), "giải nén ra"),
    "many parts": (
        packed({**parts_of(template("x")), **{f"word/header{n}.xml": b"<x/>" for n in range(200)}}),
        "quá 200 phần",
    ),
    "two of a name": (with_part(template("x"), "Word/Document.xml", b"<x/>"), "trùng tên"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_that_acts_is_refused_before_it_is_opened(name):
    content, told = HOSTILE[name]

    assert told in complaint(content)


def test_a_file_that_is_too_large_is_refused_unread():
    assert "lớn hơn 5 MB" in complaint(b"PK\x03\x04" + b"x" * 5 * 1024 * 1024)


def test_an_instruction_made_while_filling_is_found_afterwards():
    # The first word is harmless before the values are in, and is what the value says afterwards.
    parts = field("PAGE{{ applicant }}")
    facts = made({"applicant": "REF"}, {})

    with pytest.raises(BadInput, match="PAGE"):
        own_docx(in_body(parts), facts)


def test_what_a_letter_needs_is_taken():
    mail = linked("hyperlink", "mailto:phuong@example.vn")
    pages = in_body(field(" PAGE ") + field(" NUMPAGES  \\* MERGEFORMAT "))

    for content in (mail, pages, linked("hyperlink", "https://example.vn/tra-cuu")):
        assert own_docx(content, FACTS)
