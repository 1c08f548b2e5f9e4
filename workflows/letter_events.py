"""The events of letters and of the apology; they move no clock, no deadline and no verdict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflows.event_base import Event

LetterKind = Literal[
    "receipt", "supplement", "refusal", "apology", "stop", "control", "register", "result",
    "handover", "fee",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class ApologyDrafted(Event):
    """What an apology will say; a later draft takes its place, and the signature away.

    Attributes:
        public_reason: what the public page says; nothing personal.
        step: the step that overran, and which visit of it.
        unit: the code of the office that caused it.
        officer: the login of who held it.
    """

    reason: str
    new_due_at: datetime
    public_reason: str | None = None
    step: str | None = None
    run: int | None = None
    unit: str | None = None
    officer: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApologySigned(Event):
    """A leader signed a draft.

    Attributes:
        draft: the draft's number among the events of the case, from 1.
        text_hash: SHA-256 (hex) of the canonical text that was signed.
        file: SHA-256 (hex) of an uploaded, digitally signed PDF.
        certificate: whom its certificate names.
    """

    draft: int
    name: str
    title: str
    text_hash: str
    file: str | None = None
    certificate: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApologyIssued(Event):
    """One written apology with one new date: a promise, not a new yardstick.

    Attributes:
        title: of the one who signed.
        unit: the code of the office that caused the delay.
        public_reason: what the public page says; nothing personal.
    """

    reason: str
    new_due_at: datetime
    signed_by: str
    title: str | None = None
    unit: str | None = None
    public_reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterIssued(Event):
    """A letter got its number and its bytes were kept.

    Attributes:
        form: as "tt01_2018/01" or "extra/handover".
        number: as printed, "12/PXL"; `serial` and `year` are its place in the row of numbers.
        file: SHA-256 (hex) of the kept bytes; `size` counts them.
        media: the media type of the bytes.
        template: form + "@" + digest of its content; an office's own: "own:<agency>/<kind>@<n>".
        agency: whose number it is; None for the case's own office.
        replaces: the number of the letter it corrects.
        reason: why that one had to be replaced.
        public_reason: what the public page says from now on; None leaves what it said.
    """

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
class LetterPublished(Event):
    """An issued letter stands on the public page."""

    kind: LetterKind
    number: str
    agency: str | None = None
