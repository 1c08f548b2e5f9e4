"""Which letters the citizen gets a copy of by e-mail, and with which message; pure.

A letter issued together with what it tells goes with that message; any other is sent by a mail of
its own. What the desk keeps for itself (control sheet, register, hand-over list) is sent to nobody.
"""

from collections.abc import Iterator, Mapping, Sequence

from workflows import events as ev
from workflows.case import Case
from workflows.events import LetterKind
from workflows.words import LETTERS

_PDF = "application/pdf"
_ENDINGS = {
    _PDF: "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
# The topic of the message that tells the same; None where nothing else does.
_TOLD_BY: Mapping[LetterKind, str | None] = {
    "receipt": "received",
    "supplement": "supplement",
    "refusal": "refused",
    "stop": "returned",
    "apology": "apology",
    "result": None,
    "fee": None,
}


def is_copied(letter: ev.LetterIssued) -> bool:
    """Whether the citizen gets a copy of a letter."""
    return letter.kind in _TOLD_BY


def goes_with(letter: ev.LetterIssued, topic: str) -> bool:
    """Whether a letter belongs to a message of a topic; a corrected one is told by itself."""
    return letter.replaces is None and _TOLD_BY.get(letter.kind) == topic


def in_words(letters: Sequence[ev.LetterIssued]) -> str:
    """Letters as "giấy tiếp nhận hồ sơ và hẹn trả kết quả số 12/TNHS"; empty for none."""
    return "; ".join(f"{LETTERS[letter.kind]} số {letter.number}" for letter in letters)


def copy_of(letter: ev.LetterIssued, case: Case) -> tuple[str, dict[str, str]]:
    """Which words bring a letter by itself, and with which values."""
    values = {
        "letter": LETTERS[letter.kind],
        "number": letter.number,
        "replaces": letter.replaces or "",
    }
    words = "apology_corrected" if _corrects_apology(letter, case) else "copy"
    return words, values


def files_of(letters: Sequence[ev.LetterIssued], case: Case) -> Iterator[tuple[str, str, str]]:
    """Hash, name and media type of what goes with a message: letters, then what was signed of them.

    The name is that of the letter: it names no person.
    """
    for letter in letters:
        ending = _ENDINGS.get(letter.media, "bin")
        yield letter.file, f"{_name(letter)}.{ending}", letter.media
    for letter in letters:
        signed = case.signature.file if case.signature else None
        if letter.kind == "apology" and letter.replaces is None and signed:
            yield signed, f"Bản ký số của thư xin lỗi số {letter.number}.pdf", _PDF


def _name(letter: ev.LetterIssued) -> str:
    words = LETTERS[letter.kind]
    return f"{words[:1].upper()}{words[1:]} số {letter.number}"


def _corrects_apology(letter: ev.LetterIssued, case: Case) -> bool:
    return letter.kind == "apology" and bool(letter.replaces) and case.apology is not None
