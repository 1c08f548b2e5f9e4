"""What a reader finds in a PDF: its text without the gaps, page by page."""

from io import BytesIO

from pypdf import PdfReader


def pages_of(letter: bytes) -> list[str]:
    """The text of each page without any white space: where lines end is not what is said."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(letter)).pages]


def text_of(letter: bytes) -> str:
    return "".join(pages_of(letter))


def squeezed(text: str) -> str:
    return "".join(text.split())
