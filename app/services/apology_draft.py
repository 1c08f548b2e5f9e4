"""Drafting an apology: what an officer makes of the proposal, and what may not be made public."""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from app.errors import BadInput
from app.services.act import Press, act
from app.services.apology_privacy import must_be_public
from app.services.escalation import second_told
from app.services.letter_making import case_of
from app.services.record import Outcome, known_log
from app.store.engine import Connection, Database
from app.store.setup import read_setup
from workflows.commands import DraftApology

LONGEST = 1_000  # letters of a reason; with more the letter has no room for the rest
LONGEST_PUBLIC = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What an apology will say.

    Attributes:
        reason: for the applicant.
        public_reason: for the public page; nothing of the applicant.
        new_due_at: the one new date, in working time and after the deadline.
        step: the step that overran, and which visit of it; None where no step is at fault.
        unit: the code of the office that caused the delay.
        officer: the login of who held it.
    """

    reason: str
    public_reason: str
    new_due_at: datetime
    step: str | None = None
    run: int | None = None
    unit: str | None = None
    officer: str | None = None


def draft(
    database: Database,
    press: Press,
    code: str,
    words: Words,
    *,
    expected_version: int | None = None,
) -> Outcome:
    """Write down what the apology of a case will say; the draft before it and its signature go.

    Args:
        database: where.
        press: who, with which form, when.
        code: the case.
        words: what it will say.
        expected_version: the version the page was built from; None for whatever is.

    Raises:
        BadInput: for a reason that is missing, too long, or would make public whose case it is.
        Refused: when it is not the officer's to draft, too early, for a date that is no promise,
            and for a second apology, of which leaders and the centre are told.
        As `app.services.act.act`.
    """
    _must_say(words)
    with second_told(database, press, code, DraftApology):
        return act(
            database,
            press,
            code,
            [_command(words, press.now)],
            expected_version=expected_version,
            inside=lambda connection: _must_be_public(connection, code, words.public_reason),
        )


def _command(words: Words, now: datetime) -> DraftApology:
    return DraftApology(
        at=now,
        reason=_one_line(words.reason),
        new_due_at=words.new_due_at,
        public_reason=_one_line(words.public_reason),
        step=words.step,
        run=words.run,
        unit=words.unit,
        officer=words.officer,
    )


def _must_say(words: Words) -> None:
    for field, text, name, most in (
        ("reason", words.reason, "lý do xin lỗi", LONGEST),
        ("public_reason", words.public_reason, "lý do công khai", LONGEST_PUBLIC),
    ):
        if not _one_line(text):
            raise BadInput(f"hãy ghi {name}", field=field)
        if len(text) > most:
            raise BadInput(f"{name} dài {len(text)} ký tự, nhiều nhất là {most}", field=field)


def _must_be_public(connection: Connection, code: str, text: str) -> None:
    # Asked of the case as it is in the very transaction: nobody changes whose it is in between.
    must_be_public(case_of(known_log(connection, code)), read_setup(connection), text)


def public_line(text: str) -> str:
    """A reason for the public page as one line; nothing for none.

    Raises:
        BadInput: for one that is too long.
    """
    if len(text) > LONGEST_PUBLIC:
        words = f"lý do công khai dài {len(text)} ký tự, nhiều nhất là {LONGEST_PUBLIC}"
        raise BadInput(words, field="public_reason")
    return _one_line(text)


def _one_line(text: str) -> str:
    # Signs that nobody sees would part the letters of a name.
    shown = (letter for letter in text if category(letter) != "Cf")
    seen = "".join(letter if letter.isprintable() else " " for letter in shown)
    return " ".join(seen.split())
