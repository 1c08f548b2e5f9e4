"""Files that people bring: the smallest true one of each kind, and some that only look like one."""

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import openpyxl


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def pdf(words: str = "") -> bytes:
    objects = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0>>endobj\n"
    return f"%PDF-1.4\n% {words}\n{objects}trailer<</Root 1 0 R>>\n%%EOF\n".encode()


_FRAME = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + _FRAME + b"\xff\xd9"
)
PHOTO = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\0\x08\0\0\0" + _FRAME + b"\xff\xd9"
TIFF = b"II*\0\x08\0\0\0\x01\0" + b"\0\1\3\0\1\0\0\0\1\0\0\0" + b"\0\0\0\0"
TIFF_MOTOROLA = b"MM\0*\0\0\0\x08\0\x01" + b"\1\0\0\3\0\0\0\1\0\1\0\0" + b"\0\0\0\0"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            way = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(name, content, compress_type=way)
    return held.getvalue()


def docx(kind: str = "document.main+xml", **more: str) -> bytes:
    word = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{word}"/></Types>'
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w/>", **more})


def typed(*, types: str | bytes) -> bytes:
    """A document with a list of types of one's own."""
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w/>"})


def xlsx() -> bytes:
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    return held.getvalue()


def odt(**more: str) -> bytes:
    return zipped({"mimetype": OPEN_TEXT, "content.xml": "<a/>", **more})
