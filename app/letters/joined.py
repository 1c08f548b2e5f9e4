"""Several of our letters as one PDF, for a printer: page after page."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO, Any

from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

from app.errors import BadInput

_DEEPEST = 10  # how many groups of pages may stand within each other
_PARENT, _KIDS = pdf_name("/Parent"), pdf_name("/Kids")
# The library leaves some of its calls untyped.
_WRITER: Any = PdfFileWriter


def joined(letters: Iterable[tuple[str, bytes]], out: IO[bytes]) -> int:
    """Write the pages of letters one after the other; how many there are.

    Args:
        letters: what a message calls each, and its bytes as `app.letters.pdf` made them.
        out: where the file goes.

    Raises:
        BadInput: naming a letter that is no PDF.
    """
    writer, count = _WRITER(stream_xrefs=True), 0
    for called, content in letters:
        try:
            for page in _pages(PdfFileReader(BytesIO(content)).root["/Pages"], _DEEPEST):
                # The parent knows every other page, and would bring them all along.
                page.pop(_PARENT, None)
                writer.insert_page(writer.import_object(page))
                count += 1
        except (PdfError, KeyError, TypeError, ValueError):
            raise BadInput(f"{called} không phải là tệp PDF đọc được; hãy in riêng") from None
    writer.write(out)
    return count


def _pages(node: DictionaryObject, depth: int) -> Iterator[DictionaryObject]:
    if not depth:
        raise ValueError("groups of pages within groups without an end")
    if _KIDS not in node:
        yield node
        return
    kids = node[_KIDS]
    for at in range(len(kids)):
        yield from _pages(kids.raw_get(at).get_object(), depth - 1)
