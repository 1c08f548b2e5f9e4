"""A PDF made ready to be signed with any program that signs PDFs: its bytes are what comes back."""

from hashlib import sha256
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, DictionaryObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

_ID_BYTES = 16


class _Writer(IncrementalPdfFileWriter):
    """Appends to a file, and makes the same bytes each time, whenever that is.

    Left alone it writes the present instant and a random mark; two downloads would be two files.
    """

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        """Both marks of the file: a hash of it."""
        prev.stream.seek(0)
        mark = ByteStringObject(sha256(prev.stream.read()).digest()[:_ID_BYTES])
        return ArrayObject([mark, mark])

    def _update_meta(self) -> None:
        """The letter is as old as it was: an empty form is no change of it."""


def for_signing(pdf: bytes) -> bytes:
    """The same letter with an empty form, into which signing programs put their signature.

    Without it a program has to add the form too, and then nobody could tell this from a change.
    """
    # Half of the library has types; the other half is called as what it is.
    writer: Any = _Writer(BytesIO(pdf))
    dictionary: Any = DictionaryObject
    form = dictionary({pdf_name("/Fields"): ArrayObject()})
    writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
    writer.update_root()
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
