"""A letter as DOCX, to be edited by hand: drawn from the same sheet as the PDF."""

from app.letters import docx_parts
from app.letters.docx_page import bytes_of, frame, page_for
from app.letters.sheet import Sheet

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_of(sheet: Sheet) -> bytes:
    """A sheet as DOCX; the same sheet gives the same bytes, whenever and wherever."""
    page = page_for(sheet)
    frame(page, sheet)
    docx_parts.labels(page, sheet)
    docx_parts.head(page, sheet)
    docx_parts.title(page, sheet)
    for one in sheet.blocks:
        docx_parts.block(page, one)
    docx_parts.signatures(page, sheet)
    docx_parts.marks(page, sheet.marks)
    return bytes_of(page)
