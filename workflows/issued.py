"""What letters a case has: which of them holds, what it was replaced by, what is public."""

from workflows import events as ev
from workflows.case import Case
from workflows.events import LetterKind


def standing_letter(case: Case, kind: LetterKind) -> ev.LetterIssued | None:
    """The newest letter of a kind that no other one replaces."""
    issued = [one for one in case.letters if one.kind == kind]
    return next((one for one in reversed(issued) if successor(case, one) is None), None)


def successor(case: Case, letter: ev.LetterIssued) -> ev.LetterIssued | None:
    """The letter that corrects another one of its kind and office."""
    of_kind = (one for one in case.letters if one.kind == letter.kind)
    return next(
        (
            one
            for one in of_kind
            if one.replaces == letter.number and _same_office(case, one, letter)
        ),
        None,
    )


def issued_as(
    case: Case, kind: LetterKind, number: str, agency: str | None
) -> ev.LetterIssued | None:
    """The letter of that kind and number, by an office's numbers (None: the case's own)."""
    whose_number = agency or case.agency
    found = (one for one in case.letters if (one.kind, one.number) == (kind, number))
    return next((one for one in found if (one.agency or case.agency) == whose_number), None)


def is_published(case: Case, letter: ev.LetterIssued) -> bool:
    """Whether a letter stands on the public page."""
    return any(
        (one.kind, one.number) == (letter.kind, letter.number) and _same_office(case, one, letter)
        for one in case.published
    )


def unpublished(case: Case) -> ev.LetterIssued | None:
    """The letter of apology that holds and is not public yet."""
    letter = standing_letter(case, "apology")
    return letter if letter is not None and not is_published(case, letter) else None


def _same_office(
    case: Case, one: ev.LetterIssued | ev.LetterPublished, other: ev.LetterIssued
) -> bool:
    return (one.agency or case.agency) == (other.agency or case.agency)
