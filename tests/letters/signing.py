"""A certificate authority of the tests' own, and signatures made for real with its certificates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from sla.zone import later

NOW = datetime.fromisoformat("2023-07-14T10:00+07:00")
YEAR = 365 * 24 * 60
_KEYS: dict[int, list[rsa.RSAPrivateKey]] = {}


class Authority:
    """An authority that gives out certificates; keys are made once a test run, they are slow."""

    def __init__(self, name: str = "CA thử nghiệm", slot: int = 0) -> None:
        self.key = key(slot=slot)
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._made(self.name, self.key, ca=True)

    def root(self) -> bytes:
        """Its own certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def signer(
        self,
        name: str = "Lê Văn Bình",
        office: str | None = "UBND xã Phước Long",
        *,
        bits: int = 2048,
        until: datetime | None = None,
    ) -> signers.SimpleSigner:
        """Somebody with a certificate of this authority."""
        parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
        if office:
            parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, office))
        own = key(bits, slot=2)
        made = self._made(x509.Name(parts), own, until=until)
        packed = pkcs12.serialize_key_and_certificates(
            b"s", own, made, [self.certificate], serialization.NoEncryption()
        )
        found = signers.SimpleSigner.load_pkcs12_data(packed, other_certs=[])
        assert isinstance(found, signers.SimpleSigner)
        return found

    def _made(
        self,
        subject: x509.Name,
        own: rsa.RSAPrivateKey,
        *,
        ca: bool = False,
        until: datetime | None = None,
    ) -> x509.Certificate:
        usage = dict.fromkeys(_USES, False) | {
            "key_cert_sign" if ca else "digital_signature": True,
            "content_commitment": not ca,
        }
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(later(NOW, minutes=-YEAR))
            .not_valid_after(until or later(NOW, minutes=YEAR))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .sign(self.key, hashes.SHA256())
        )


_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


def key(bits: int = 2048, *, slot: int = 0) -> rsa.RSAPrivateKey:
    """One of a few keys of a size; the same slot gives the same one."""
    made = _KEYS.setdefault(bits, [])
    while len(made) <= slot:
        made.append(rsa.generate_private_key(public_exponent=65537, key_size=bits))
    return made[slot]


def signed(
    content: bytes,
    signer: signers.SimpleSigner,
    *,
    field: str = "Signature1",
    digest: str = "sha256",
    box: tuple[int, int, int, int] | None = None,
) -> bytes:
    """A PDF with one more signature appended, as a desk's signing program does it."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    if box is not None:
        fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=0, box=box))
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=digest, subfilter=fields.SigSeedSubFilter.PADES
    )
    out = BytesIO()
    # In a thread of its own: pyHanko runs an event loop, and Playwright may hold this one's.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(signers.sign_pdf, writer, meta, signer, output=out).result()
    return out.getvalue()
