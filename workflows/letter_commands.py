"""The commands of letters and of the apology; their fields are those of `letter_events`."""

from dataclasses import dataclass
from datetime import datetime

from workflows.command_base import Command
from workflows.letter_events import LetterKind


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftApology(Command):
    """Write down what the apology will say."""

    reason: str
    new_due_at: datetime
    public_reason: str | None = None
    step: str | None = None
    run: int | None = None
    unit: str | None = None
    officer: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignApology(Command):
    """Sign the draft that is event number `draft` of the case."""

    draft: int
    name: str
    title: str
    text_hash: str
    file: str | None = None
    certificate: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueApology(Command):
    """Apologise once, with one new date."""

    reason: str
    new_due_at: datetime
    signed_by: str
    title: str | None = None
    unit: str | None = None
    public_reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueLetter(Command):
    """Keep a letter under its number."""

    kind: LetterKind
    form: str
    number: str
    serial: int
    year: int
    file: str
    media: str
    size: int
    template: str
    agency: str | None = None
    replaces: str | None = None
    reason: str | None = None
    public_reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishLetter(Command):
    """Put an issued letter on the public page."""

    kind: LetterKind
    number: str
    agency: str | None = None
