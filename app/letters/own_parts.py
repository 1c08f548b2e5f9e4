"""What an office's own template may be made of: text, tables and pictures, and nothing that acts.

A document is a pack of files. Each is read here before any other program opens it: there are few
and small ones of known kinds, none declares a document type, none points outside, none holds a
program, an embedded object or a field that fetches something. What the sandbox has filled in goes
through the same gate once more.
"""

import copy
import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.errors import BadInput
from app.letters.own_marks import Found, found_in

MEGABYTE = 1024 * 1024
MAX_FILE = 5 * MEGABYTE  # of an uploaded template
MAX_WHOLE = 24 * MEGABYTE  # of all it holds, unpacked
MAX_PARTS = 200
MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "HYPERLINK"})
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PARTS = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|docprops/(app|core|custom)\.xml|docprops/thumbnail\.jpe?g"
    r"|word/(_rels/[a-z]+\d*\.xml\.rels|theme/(_rels/)?theme\d*\.xml(\.rels)?)"
    r"|word/(document|styles|styleswitheffects|settings|websettings|fonttable|numbering|footnotes"
    r"|endnotes|comments|commentsextended|commentsids|people)\.xml|word/(header|footer)\d*\.xml"
    r"|word/media/[^/]+\.(png|jpe?g|gif|bmp|tiff?)"
    r"|customxml/(_rels/item\d+\.xml\.rels|item\d+\.xml|itemprops\d+\.xml)",
    re.ASCII,
)
# The last word of what a part may be to another one.
_RELATIONS = frozenset(
    {"officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail",
     "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "numbering",
     "footnotes", "endnotes", "comments", "commentsExtended", "commentsIds", "people", "header",
     "footer", "image", "hyperlink", "customXml", "customXmlProps"}
)  # fmt: skip
_LINK = re.compile(r"(https?://|mailto:)[^\s\"\\]+|#.*", re.IGNORECASE)
_PROGRAMS = ("macroenabled", "vbaproject", "activex", "oleobject", "template.main")
_HEADER = 30  # bytes before the name of a part, at least
_BROKEN = (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error)


def checked(document: bytes, *, most: int = MAX_FILE) -> list[tuple[str, bytes]]:
    """The files inside a document, by name, once nothing in them can act or reach out.

    Raises:
        BadInput: naming the first thing a letter must not hold.
    """
    if len(document) > most:
        raise wrong(f"tệp lớn hơn {most // MEGABYTE} MB")
    try:
        with ZipFile(BytesIO(document)) as archive:
            parts = [(info.filename, _read(archive, info)) for info in _listed(archive)]
    except _BROKEN:
        raise wrong("tệp không phải là tài liệu DOCX hoặc đã hỏng") from None
    _check_all(dict(parts))
    return parts


def wrong(sentence: str) -> BadInput:
    """A complaint about the file of a template."""
    return BadInput(f"mẫu không dùng được: {sentence}", field="file")


def _listed(archive: ZipFile) -> list[ZipInfo]:
    """The parts, judged by the archive's own list, before one of them is unpacked."""
    if _overlap(archive.infolist()):
        raise wrong("hai phần của tệp nằm chồng lên nhau")
    infos = [info for info in archive.infolist() if not info.is_dir()]
    names = {info.filename.lower() for info in infos}
    if len(names) < len(infos) or len(infos) > MAX_PARTS:
        raise wrong(f"tệp chứa quá {MAX_PARTS} phần, hoặc hai phần trùng tên")
    if sum(info.file_size for info in infos) > MAX_WHOLE:
        raise wrong(f"tệp giải nén ra lớn hơn {MAX_WHOLE // MEGABYTE} MB")
    for info in infos:
        if _PARTS.fullmatch(info.filename.lower()) is None:
            raise wrong(f"tệp chứa phần “{info.filename[:80]}”, phần này không được phép có")
    return infos


def _read(archive: ZipFile, info: ZipInfo) -> bytes:
    if info.flag_bits & 1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise wrong("tệp có mật khẩu hoặc nén theo cách lạ")
    # Important: the list of the archive may lie. One byte more than it says is asked for, so that
    # a part that goes on is found out, and never more of it is unpacked.
    asked = copy.copy(info)
    asked.file_size += 1
    with archive.open(asked) as part:
        content = part.read(asked.file_size)
    if len(content) != info.file_size:
        raise wrong("tệp ghi sai cỡ của một phần bên trong")
    return content


def _overlap(infos: list[ZipInfo]) -> bool:
    """Whether parts share their packed bytes, as no program that packs a document lets them."""
    ranges = sorted((info.header_offset, info.compress_size) for info in infos)
    return any(at + _HEADER + size > after for (at, size), (after, _) in pairwise(ranges))


def _check_all(parts: Mapping[str, bytes]) -> None:
    if not {MAIN, TYPES} <= set(parts):
        raise wrong("tệp không phải là tài liệu DOCX hoặc đã hỏng")
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels")):
            found = found_in(content)
            if found is None:
                raise wrong(f"phần “{name}” không phải XML thường (hỏng, hoặc có khai báo DOCTYPE)")
            for complaint in _complaints(name, found):
                raise wrong(complaint)


def _complaints(name: str, found: Found) -> Iterator[str]:
    if name == TYPES:
        yield from _types(found)
    for kind, target, outside in found.relations:
        yield from _relation(kind, target, outside)
    if found.strange:
        yield f"tệp chứa “{found.strange[0]}” (đối tượng nhúng hoặc liên kết ra ngoài)"
    for field in found.fields:
        yield from _field(field)
    if found.stray:
        yield "có giá trị đặt ngoài đoạn chữ; hãy bỏ các thẻ kiểu {{r …}}, {{p …}} quanh giá trị"


def _types(found: Found) -> Iterator[str]:
    if any(word in kind.lower() for kind in found.types for word in _PROGRAMS):
        yield "tệp chứa chương trình (macro); hãy lưu lại thành .docx không có macro"
    if _MAIN_TYPE not in found.types:
        yield "tệp không phải là tài liệu Word (.docx)"


def _relation(kind: str, target: str, outside: bool) -> Iterator[str]:
    last = kind.rpartition("/")[2]
    if last == "attachedTemplate":
        yield "tệp gắn với một tệp mẫu khác (attachedTemplate); hãy bỏ gắn rồi lưu lại"
    elif last not in _RELATIONS:
        yield f"tệp có liên kết kiểu “{last[:40]}”, kiểu này không được phép có"
    elif outside and (last != "hyperlink" or _LINK.fullmatch(target) is None):
        yield "tệp lấy nội dung từ bên ngoài (ảnh hoặc tệp liên kết); hãy nhúng hẳn vào tệp"


def _field(text: str) -> Iterator[str]:
    words = text.split()
    name = words[0].upper() if words else ""
    if name not in FIELDS:
        yield f"tệp có trường tự động “{name[:40]}”; chỉ được dùng số trang và liên kết web"
    elif name == "HYPERLINK" and not _is_web(words[1:]):
        yield "tệp có liên kết không phải địa chỉ web hay thư điện tử"


def _is_web(words: list[str]) -> bool:
    """Whether a link leads to the web, or to a place in the document itself."""
    if not words or words[0] == r"\l":
        return bool(words)
    return _LINK.fullmatch(words[0].strip('"')) is not None
