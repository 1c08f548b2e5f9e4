"""The life of an apology, step by step: drafted, signed, numbered and sent, published.

    apology_page(database, officer, code, *, now) -> ApologyPage      where it stands
    draft(database, press, code, words) -> Outcome
    unsigned_pdf(database, officer, code, *, title) -> bytes          to be signed outside
    sign(database, folder, press, code, signing, *, roots=()) -> Outcome
    issue(database, folder, press, code) -> IssuedRow
    publish(database, press, code, number) -> Outcome, publish_many(…) -> lines
    correct(database, folder, press, code, correction) -> IssuedRow

What is public stays so; a mistake is mended by a correcting letter. A second apology is refused at
each of these steps, and leaders and the centre are told of the attempt.
"""

from app.services.apology_correct import Correction, correct
from app.services.apology_draft import Words, draft
from app.services.apology_issue import Published, issue, publish, publish_many
from app.services.apology_page import ApologyPage, Sent, apology_page
from app.services.apology_sign import Signing, sign, unsigned_pdf

__all__ = [
    "ApologyPage",
    "Correction",
    "Published",
    "Sent",
    "Signing",
    "Words",
    "apology_page",
    "correct",
    "draft",
    "issue",
    "publish",
    "publish_many",
    "sign",
    "unsigned_pdf",
]
