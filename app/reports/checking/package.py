"""XLSX and DOCX are packs of XML files: judged here before any library opens them."""

import copy
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.reports.checking.limits import MEGABYTE, Limits
from app.reports.checking.walk import Budget, SheetFacts, facts_of, unusable
from app.reports.checking.words import told

_BROKEN = (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error)
_HEADER = 30  # bytes before the name of a part, at least
_ACTING = re.compile(r"vbaproject|/activex/|/embeddings/|/ctrlprops/|\.exe$|\.dll$|oleobject")
_OUTSIDE = re.compile(r"externallinks/|/connections\.xml$|querytables/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """A pack that may be opened.

    Attributes:
        facts: what each part says, by its name.
        outside: whether some of it comes from other files.
    """

    facts: Mapping[str, SheetFacts]
    outside: bool

    def names(self) -> frozenset[str]:
        """The parts in it."""
        return frozenset(self.facts)


def opened(content: bytes, limits: Limits) -> Package:
    """Unpack a file, once its list says that it is of a size a table may have.

    Raises:
        BadInput: for a broken pack, one too large, or one that holds programs.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = _listed(archive, limits)
            parts = {info.filename.lstrip("/"): _read(archive, info) for info in infos}
    except _BROKEN:
        raise unusable("tệp đã hỏng, không mở được") from None
    budget = Budget(limits)
    facts = {name: facts_of(name, part, budget) for name, part in parts.items()}
    return Package(facts=facts, outside=any(_OUTSIDE.search(name.lower()) for name in parts))


def _listed(archive: ZipFile, limits: Limits) -> list[ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    sizes = [info.file_size for info in infos]
    if len(infos) > limits.parts or len({info.filename.lower() for info in infos}) < len(infos):
        raise unusable(f"tệp chứa quá {limits.parts} phần, hoặc hai phần trùng tên")
    if sum(sizes) > limits.whole or max(sizes, default=0) > limits.part or _overlap(infos):
        raise unusable(f"tệp giải nén ra quá lớn (tối đa {limits.whole // MEGABYTE} MB)")
    for info in infos:
        if _ACTING.search(info.filename.lower()):
            raise unusable(
                f"tệp chứa chương trình hoặc đối tượng nhúng (“{told(info.filename)}”); "
                "hãy lưu lại thành .xlsx hoặc .docx thường"
            )
    return infos


def _overlap(infos: list[ZipInfo]) -> bool:
    ranges = sorted((info.header_offset, info.compress_size) for info in infos)
    return any(at + _HEADER + size > after for (at, size), (after, _) in pairwise(ranges))


def _read(archive: ZipFile, info: ZipInfo) -> bytes:
    if info.flag_bits & 1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise unusable("tệp có mật khẩu hoặc nén theo cách lạ")
    # Important: the list may lie; one byte more than it says is asked for, and never more unpacked.
    asked = copy.copy(info)
    asked.file_size += 1
    with archive.open(asked) as part:
        content = part.read(asked.file_size)
    if len(content) != info.file_size:
        raise unusable("tệp ghi sai cỡ của một phần bên trong")
    return content
