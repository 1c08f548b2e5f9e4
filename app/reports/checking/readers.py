"""Any file somebody hands in, as grids of cells or as one sentence why not."""

from app.errors import BadInput
from app.reports.checking.grids import File
from app.reports.checking.limits import LIMITS, MEGABYTE, Limits
from app.reports.checking.package import Package, opened
from app.reports.checking.read_csv import read_csv
from app.reports.checking.read_docx import read_docx
from app.reports.checking.read_xlsx import read_xlsx
from app.reports.checking.walk import unusable

_OTHERS = (
    (
        b"\xd0\xcf\x11\xe0",
        "tệp .xls, .doc kiểu cũ hoặc có mật khẩu; hãy lưu lại thành .xlsx, .docx",
    ),
    (b"%PDF", "tệp PDF không đọc được bảng; hãy dùng bản .xlsx, .docx hoặc .csv"),
    (b"{\\rtf", "tệp RTF; hãy lưu lại thành .docx"),
)


def read(content: bytes, limits: Limits = LIMITS) -> File:
    """Read a file by what it is, not by what it is called.

    Raises:
        BadInput: one sentence, for whatever cannot be read.
    """
    if len(content) > limits.file:
        raise unusable(f"tệp lớn hơn {limits.file // MEGABYTE} MB")
    if not content.strip():
        raise unusable("tệp rỗng")
    for mark, sentence in _OTHERS:
        if content.startswith(mark):
            raise unusable(sentence)
    if content.startswith(b"PK"):
        return _packed(content, limits)
    return read_csv(content, limits)


def _packed(content: bytes, limits: Limits) -> File:
    package = opened(content, limits)
    try:
        return _by_kind(content, package, limits)
    except BadInput:
        raise
    except Exception:  # Whatever a library meets in a broken document is the document's fault.
        raise unusable("tệp đã hỏng, không đọc được nội dung") from None


def _by_kind(content: bytes, package: Package, limits: Limits) -> File:
    names = package.names()
    if "xl/workbook.xml" in names:
        return read_xlsx(content, package, limits)
    if "word/document.xml" in names:
        return read_docx(content, package, limits)
    if "content.xml" in names:
        raise unusable("tệp OpenDocument (.ods, .odt); hãy lưu lại thành .xlsx hoặc .docx")
    raise unusable("tệp nén này không phải XLSX hay DOCX")
