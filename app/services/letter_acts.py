"""Issuing from a page: the letter that stands or a new one, and what the page can propose."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.errors import Refused
from app.lists.handovers import takers
from app.notices.addresses import mail_address
from app.notices.people import MAIL
from app.services.act import Press, must_see
from app.services.letter_making import case_of
from app.services.letters import issue, standing_letter
from app.store.channels import in_use
from app.store.engine import Database
from app.store.event_log import load_many
from app.store.letter_runs import own_among
from app.store.letters import IssuedRow
from sla.zone import local_date
from workflows.agency import Role
from workflows.case import Case
from workflows.events import LetterKind
from workflows.officer import Officer


def to_print(
    database: Database, folder: Path, press: Press, code: str, kind: LetterKind
) -> IssuedRow:
    """The letter that stands for the latest occasion of a kind; issued now where there is none.

    Raises:
        As `app.services.letters.issue`, but for one that was issued before.
    """
    if (row := _standing(database, press.officer, code, kind)) is not None:
        return row
    try:
        return issue(database, folder, press, code, kind)
    except Refused:
        # Somebody else's press came first.
        if (row := _standing(database, press.officer, code, kind)) is not None:
            return row
        raise


def heads(database: Database, agency: str, *, now: datetime) -> tuple[str, ...]:
    """The names of those who lead an office today."""
    with database.reading() as connection:
        found = takers(connection, [agency], on=local_date(now))
    return tuple(dict.fromkeys(one.name for one in found if one.role == Role.LEADER))


def mailed(database: Database, codes: Sequence[str]) -> frozenset[str]:
    """Those of some cases whose citizen gets copies of letters by e-mail; at most two queries."""
    with database.reading() as connection:
        if MAIL not in in_use(connection):
            return frozenset()
        logs = load_many(connection, codes)
    return frozenset(code for code, log in logs.items() if _has_mail(case_of(log)))


def in_word(database: Database, kind: LetterKind, codes: Sequence[str]) -> frozenset[str]:
    """Those of some cases whose office makes a kind of letter from a Word file of its own."""
    with database.reading() as connection:
        return own_among(connection, kind, codes)


def _has_mail(case: Case) -> bool:
    people = (case.applicant, case.agent)
    return any(person is not None and mail_address(person.email) for person in people)


def _standing(
    database: Database, officer: Officer, code: str, kind: LetterKind
) -> IssuedRow | None:
    with database.reading() as connection:
        must_see(connection, officer, code)
        return standing_letter(connection, code, kind)
