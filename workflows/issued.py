"""What letters a case has: which of them holds, what it was replaced by, what is public.

The number printed on a letter names no year, and every row of numbers begins anew with the year:
a case that is open at New Year can have two letters of one kind and number. What tells them apart
is the year. Events that name a letter by its number alone mean the newest one there was by then; a
correction means the newest that nothing had replaced.
"""

from collections.abc import Iterator, Mapping

from workflows import events as ev
from workflows.case import Case
from workflows.events import LetterKind

# Whose number, which kind, of which year, and the number as printed.
Name = tuple[str, LetterKind, int, str]
_Printed = tuple[str, LetterKind, str]


def standing_letter(case: Case, kind: LetterKind) -> ev.LetterIssued | None:
    """The newest letter of a kind that no other one replaces."""
    replaced = corrections(case)
    issued = (one for one in reversed(case.letters) if one.kind == kind)
    return next((one for one in issued if name_of(case, one) not in replaced), None)


def successor(case: Case, letter: ev.LetterIssued) -> ev.LetterIssued | None:
    """The letter that corrects another one of its kind and office."""
    return corrections(case).get(name_of(case, letter))


def predecessors(case: Case, letter: ev.LetterIssued) -> Iterator[ev.LetterIssued]:
    """The letter that another one corrects, the one that that one had corrected, and so on."""
    older = {name_of(case, new): old for old, new in _corrected(case)}
    found = older.get(name_of(case, letter))
    while found is not None:
        yield found
        found = older.get(name_of(case, found))


def issued_as(
    case: Case, kind: LetterKind, number: str, agency: str | None, *, year: int | None = None
) -> ev.LetterIssued | None:
    """The letter of that kind and number, by an office's numbers (None: the case's own).

    Of several it is the newest, unless the `year` of its row of numbers is told.
    """
    named = (agency or case.agency, kind, number)
    found = (one for one in reversed(case.letters) if _printed(case, one) == named)
    return next((one for one in found if year in (None, one.year)), None)


def is_published(case: Case, letter: ev.LetterIssued) -> bool:
    """Whether a letter stands on the public page."""
    return name_of(case, letter) in publications(case)


def unpublished(case: Case) -> ev.LetterIssued | None:
    """The letter of apology that holds and is not public yet."""
    letter = standing_letter(case, "apology")
    return letter if letter is not None and not is_published(case, letter) else None


def name_of(case: Case, letter: ev.LetterIssued) -> Name:
    """What no other letter of the case is called."""
    return letter.agency or case.agency, letter.kind, letter.year, letter.number


def corrections(case: Case) -> Mapping[Name, ev.LetterIssued]:
    """The letters that correct others, by the names of those they took the place of."""
    standing: dict[tuple[str, LetterKind, str | None], list[Name]] = {}
    made: dict[Name, ev.LetterIssued] = {}
    for one in case.letters:
        office = one.agency or case.agency
        if one.replaces and (older := standing.get((office, one.kind, one.replaces))):
            made[older.pop()] = one
        standing.setdefault((office, one.kind, one.number), []).append(name_of(case, one))
    return made


def publications(case: Case) -> Mapping[Name, ev.LetterPublished]:
    """The publications of letters, by the letters' names."""
    told: dict[Name, ev.LetterPublished] = {}
    newest: dict[_Printed, ev.LetterIssued] = {}
    for event in case.log if case.published else ():
        if isinstance(event, ev.LetterIssued):
            newest[_printed(case, event)] = event
        elif isinstance(event, ev.LetterPublished) and (one := newest.get(_printed(case, event))):
            told.setdefault(name_of(case, one), event)
    return told


def _corrected(case: Case) -> Iterator[tuple[ev.LetterIssued, ev.LetterIssued]]:
    made = corrections(case)
    for one in case.letters:
        if (newer := made.get(name_of(case, one))) is not None:
            yield one, newer


def to_correct(case: Case, event: ev.LetterIssued) -> ev.LetterIssued | None:
    """The letter that a correction, not yet of the case, would take the place of."""
    replaced, named = corrections(case), (event.agency or case.agency, event.kind, event.replaces)
    found = (one for one in reversed(case.letters) if _printed(case, one) == named)
    return next((one for one in found if name_of(case, one) not in replaced), None)


def _printed(case: Case, one: ev.LetterIssued | ev.LetterPublished) -> _Printed:
    return one.agency or case.agency, one.kind, one.number
