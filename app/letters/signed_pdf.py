"""An uploaded, digitally signed PDF, looked at before anything is recorded of it.

A PDF is signed by appending: the file that comes back begins with the very bytes that were offered
for signing, and what stands behind them may be nothing but signatures. So it is not asked whether
the text still looks the same; it is the same. Nothing is fetched from any network: whether a
certificate was revoked is not known here, and is not said.

Several signatures are taken (a person's and the seal of an office); the last covers the whole file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    FormUpdatingRule,
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel

from app.errors import BadInput
from app.letters.certificates import Certificate, in_date, is_weak, named, status_of

MAX_GROWTH = 5 * 1024 * 1024  # bytes that signatures, pictures of them and certificates may add
MAX_STAMP = 595 * 842 / 6  # square points: a sixth of an A4 page, more than any seal needs

_MOST_FIELDS = 50

# What signing programs may do to the empty form: put fields for signatures in, and say so.
_FREE = frozenset({"/Fields", "/SigFlags", "/DR", "/DA", "/Q", "/NeedAppearances"})
_NEW_FIELD: Any = SigFieldCreationRule  # the only one of them without types
_POLICY = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(
        [_NEW_FIELD(), SigFieldModificationRule(), GenericFieldModificationRule()], _FREE
    ),
)

_OTHER = (
    "tệp này không phải bản dự thảo đã tải về ở trang này rồi ký số; hãy tải lại bản dự thảo, "
    "ký số thẳng trên tệp đó (không in, quét hay lưu thành tệp khác) rồi tải lên"
)
_CUT = "tệp tải lên bị thiếu phần cuối; hãy tải lên lần nữa"
_UNSIGNED = "tệp này chưa có chữ ký số nào; hãy ký số trên bản dự thảo rồi tải lên"
_LOCKED = "tệp này đã bị đặt mật khẩu; hãy ký số trên bản dự thảo mà không đặt mật khẩu"
UNREADABLE = "tệp PDF này hỏng, không đọc được; hãy ký số lại trên bản dự thảo"
_CHANGED = "nội dung thư đã bị sửa hoặc thêm ngoài chữ ký số; hãy ký lại trên bản dự thảo"
_APPENDED = "sau chữ ký số cuối cùng tệp đã bị thêm vào; hãy tải lên đúng tệp vừa ký xong"
_BROKEN = "chữ ký số không khớp với nội dung tệp; hãy ký lại trên bản dự thảo"
_WEAK = "chữ ký số dùng thuật toán đã yếu (như SHA-1, RSA dưới 2048 bit); hãy ký bằng chứng thư mới"
_COVERING = "hình chữ ký số che quá nhiều nội dung thư; hãy đặt ô chữ ký nhỏ lại rồi ký lại"
_EMPTY = "tệp có ô chữ ký còn trống mà nhìn thấy được; hãy tải lại bản dự thảo và chỉ đặt ô đã ký"
_EXPIRED = "chứng thư số “{}” không còn hoặc chưa có hiệu lực; hãy ký bằng chứng thư còn hạn"
_UNTRUSTED = "chứng thư số “{}” không do tổ chức chứng thực mà đơn vị tin cậy cấp"


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedPdf:
    """What a good signed file says of itself.

    Attributes:
        certificate: whom the certificates name, first signer first.
        people: the bare names in them, without the office.
        trusted: whether each leads up to a root the installation trusts; None where it has none.
    """

    certificate: str
    people: tuple[str, ...]
    trusted: bool | None


def signed_pdf(
    content: bytes, offered: bytes, *, now: datetime, roots: Sequence[Certificate] = ()
) -> SignedPdf:
    """Look at a signed file.

    Args:
        content: the file that came in.
        offered: the file that was offered for signing.
        now: the instant at which the certificates have to be valid.
        roots: whom to trust; none asks for whole and valid signatures only.

    Raises:
        BadInput: in one sentence, for a file that is not the offered one with good signatures.
    """
    _must_begin(content, offered)
    try:
        signatures = _signatures(content, offered)
        for signature in signatures:
            _must_hold(signature, now=now, roots=roots)
    except BadInput:
        raise
    except Exception:
        # A file made to break a parser may break it in any way; none of them is our fault.
        raise BadInput(UNREADABLE, field="upload") from None
    certificates = [signature.signer_cert for signature in signatures]
    return SignedPdf(
        certificate="; ".join(dict.fromkeys(map(named, certificates))),
        people=tuple(map(_person, certificates)),
        trusted=True if roots else None,
    )


def _person(certificate: Certificate) -> str:
    told = certificate.subject.native.get("common_name")
    return str(told[-1] if isinstance(told, list) and told else told or "")


def _must_begin(content: bytes, offered: bytes) -> None:
    """Refuse whatever is not the offered file with something behind it."""
    if not content.startswith(offered):
        told = _OTHER
        if offered.startswith(content) and content:
            told = _CUT
        elif b"/Encrypt" in content[-4096:]:
            told = _LOCKED
        raise BadInput(told, field="upload")
    if len(content) > len(offered) + MAX_GROWTH:
        raise BadInput(_CHANGED, field="upload")
    if not content[len(offered) :].strip():
        raise BadInput(_UNSIGNED, field="upload")


def _signatures(content: bytes, offered: bytes) -> list[EmbeddedPdfSignature]:
    """The signatures of a file to which nothing else was done."""
    before, after = PdfFileReader(BytesIO(offered)), PdfFileReader(BytesIO(content))
    if after.encrypted:
        raise BadInput(_LOCKED, field="upload")
    _must_follow(before, after)
    signatures: list[EmbeddedPdfSignature] = list(after.embedded_regular_signatures)
    if not signatures:
        raise BadInput(_UNSIGNED, field="upload")
    _must_leave_the_letter_to_be_seen(after)
    # Asked before anything else: what was cut off or put behind is told as that.
    if signatures[-1].evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        raise BadInput(_APPENDED, field="upload")
    return signatures


def _must_follow(before: PdfFileReader, after: PdfFileReader) -> None:
    """Refuse a file that only carries the offered one along, or writes over it."""
    last = before.xrefs.total_revisions - 1
    if after.xrefs.total_revisions <= last:
        raise BadInput(_CHANGED, field="upload")
    # A whole new document put behind ours has a chain of its own, which never leads back here.
    own, told = (each.xrefs.get_startxref_for_revision(last) for each in (before, after))
    if own != told:
        raise BadInput(_CHANGED, field="upload")
    review = _POLICY.review_file(after, last)
    if not isinstance(review, DiffResult):
        raise BadInput(_CHANGED, field="upload")


def _must_hold(
    signature: EmbeddedPdfSignature, *, now: datetime, roots: Sequence[Certificate]
) -> None:
    """Refuse a signature that is broken, weak, out of date or of nobody we trust."""
    status = status_of(signature, now=now, roots=roots)
    whose = named(signature.signer_cert)
    if is_weak(status):
        raise BadInput(_WEAK, field="upload")
    if not (status.intact and status.valid):
        raise BadInput(_BROKEN, field="upload")
    if not status.docmdp_ok:
        raise BadInput(_CHANGED, field="upload")
    if not in_date(signature.signer_cert, now):
        raise BadInput(_EXPIRED.format(whose), field="upload")
    if roots and not status.trusted:
        raise BadInput(_UNTRUSTED.format(whose), field="upload")


def _must_leave_the_letter_to_be_seen(reader: PdfFileReader) -> None:
    """Refuse pictures that could hide or rewrite the letter, one large or many small ones."""
    covered = 0.0
    for widget, field_type, is_signed in _widgets(_held(reader.root["/AcroForm"], "/Fields", ())):
        area = _area(_held(widget, "/Rect", ()))
        if field_type != "/Sig":
            raise BadInput(_CHANGED, field="upload")
        # What a field without a signature shows is vouched for by nobody.
        if not is_signed and (area or "/AP" in widget):
            raise BadInput(_EMPTY, field="upload")
        covered += area
    # Of all pages together: no letter needs more, and no field is asked which page it is on.
    if not covered <= MAX_STAMP:
        raise BadInput(_COVERING, field="upload")


def _widgets(fields: Any) -> Iterator[tuple[Any, str | None, bool]]:
    """Every field and kid of it, with the type and whether a value stands in it or above it."""
    waiting: list[tuple[Any, str | None, bool]] = [(one, None, False) for one in fields]
    for seen in range(_MOST_FIELDS + 1):
        if not waiting:
            return
        if seen == _MOST_FIELDS:
            raise BadInput(_CHANGED, field="upload")  # A tree without end, or with no purpose.
        node, field_type, is_signed = waiting.pop()
        node = node.get_object()
        field_type = _held(node, "/FT", field_type)
        is_signed = is_signed or isinstance(_held(node, "/V", None), DictionaryObject)
        waiting += [(kid, field_type, is_signed) for kid in _held(node, "/Kids", ())]
        yield node, field_type, is_signed


def _held(node: Any, key: str, default: Any) -> Any:
    """What a dictionary holds; its own `get` stops at a reference."""
    if key not in node:
        return default
    return node[key]


def _area(corners: Sequence[float]) -> float:
    if len(corners) != 4:
        return 0.0
    left, bottom, right, top = (float(each) for each in corners)
    return abs((right - left) * (top - bottom))
