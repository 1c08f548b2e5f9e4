"""Who signed a PDF digitally: what the certificate says, and whether the signature holds.

Nothing is fetched from any network: whether a certificate was revoked is not known here.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

__all__ = ["Certificate", "in_date", "is_weak", "named", "status_of", "trusted_roots"]

# What the library logs of a file and its certificates names people.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_LONGEST = 200
_ENDINGS = {".pem", ".crt", ".cer"}
_WEAK = {
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
}
# Certificates for signing documents name either use; authorities here issue both kinds.
_USES = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


def named(certificate: Certificate) -> str:
    """Whom a certificate names, as "Lê Văn Bình (UBND xã Phước Long)"."""
    told = certificate.subject.native
    name = _text(told.get("common_name")) or _text(certificate.subject.human_friendly)
    office = _text(told.get("organization_name"))
    return f"{name} ({office})" if office and office != name else name


def in_date(certificate: Certificate, now: datetime) -> bool:
    """Whether a certificate is valid at an instant, by its own dates."""
    return bool(certificate.not_valid_before <= now <= certificate.not_valid_after)


def status_of(
    signature: EmbeddedPdfSignature, *, now: datetime, roots: Sequence[Certificate]
) -> PdfSignatureStatus:
    """What becomes of a signature when it is reckoned after."""
    context = ValidationContext(
        trust_roots=list(roots), allow_fetching=False, moment=now, revocation_mode="soft-fail"
    )
    # In a thread of its own: pyHanko runs an event loop, and the caller may stand within one.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(
            validate_pdf_signature, signature, context, key_usage_settings=_USES
        ).result()


def is_weak(status: PdfSignatureStatus) -> bool:
    """Whether a signature rests on an algorithm or a key that no longer holds."""
    return status.trust_problem_indic in _WEAK


def trusted_roots(folder: Path | None) -> tuple[Certificate, ...]:
    """The certificates (PEM or DER; .pem, .crt, .cer) of a folder; none where there is no folder.

    Raises:
        ValueError: naming a file that holds no certificate.
    """
    if folder is None:
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS)
    return tuple(_read(path) for path in files)


def _read(path: Path) -> Certificate:
    content = path.read_bytes()
    try:
        plain = pem.unarmor(content)[2] if pem.detect(content) else content
        return Certificate.load(plain, strict=True)
    except ValueError:
        raise ValueError(f"tệp {path.name} không phải là chứng thư số") from None


def _text(value: object) -> str:
    """One line of text, however strangely a certificate was made."""
    last = value[-1] if isinstance(value, list) and value else value
    letters = (letter if letter.isprintable() else " " for letter in str(last or ""))
    return " ".join("".join(letters).split())[:_LONGEST]
