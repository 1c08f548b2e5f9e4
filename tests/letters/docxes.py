"""DOCX files of tests: made with few words, and read back without the program that wrote them."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn


def template(*texts: str, rows: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A document of paragraphs and one table."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return saved(document)


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def said(content: bytes) -> str:
    """All text of a document, paragraph by paragraph: head, body with its tables, foot."""
    document = opened(content)
    section = document.sections[0]
    roots = (section.header._element, document.element.body, section.footer._element)
    return "\n".join(line for root in roots for line in _lines(root))


def _lines(root: Any) -> Iterator[str]:
    for paragraph in root.iter(qn("w:p")):
        yield "".join(
            "\n" if one.tag == qn("w:br") else one.text or ""
            for one in paragraph.iter(qn("w:t"), qn("w:br"))
        )


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, name: str, old: str, new: str) -> bytes:
    """A document in one part of which a text is replaced."""
    parts = parts_of(content)
    assert old.encode() in parts[name], f"{old} does not stand in {name}"
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    return packed(parts)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    return packed({**parts_of(content), name: part})


def in_body(xml: str, text: str = "x") -> bytes:
    """A document with a piece of markup in its body."""
    return changed(template(text), "word/document.xml", "<w:sectPr", f"{xml}<w:sectPr")


def linked(kind: str, target: str, *, outside: bool = True) -> bytes:
    """A document one part of which leads to another one, or away."""
    mode = ' TargetMode="External"' if outside else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}"{mode}/>'
    return changed(
        template("x"),
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f"{relation}</Relationships>",
    )
