"""Checking a table that somebody else made: nothing of it is kept, and no case is looked at."""

from dataclasses import dataclass

from app.reports.checking import Verdict, judged
from app.reports.checking.limits import LIMITS
from app.reports.forms import form_of

MOST_BYTES = LIMITS.file


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What somebody hands in.

    Attributes:
        content: a CSV, XLSX or DOCX file.
        form: the official number of its form; empty to find out from the file.
        previous: the same table of the period before.
    """

    content: bytes
    form: str = ""
    previous: bytes | None = None


def check_table(given: Given) -> Verdict:
    """What does not hold in the tables of a file.

    Raises:
        BadInput: one sentence, for a file that cannot be read or has no table of figures, and for
            a form there is none of.
    """
    if given.form:
        form_of(given.form)
    return judged(given.content, form=given.form, previous=given.previous)
