"""Which letters an officer may issue on a case now, and why not: rights, state, and once only.

A letter answers an occasion: the acceptance, a request for a supplement, a payment. It is issued
once for it; whoever wants it again takes a reprint, and what was wrong in it is corrected by a new
letter that names the old one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.errors import Refused
from app.letters.facts import MissingField
from app.letters.vocabulary import vocabulary
from app.store.letters import IssuedRow
from workflows import events as ev
from workflows.agency import Role
from workflows.case import Case
from workflows.desk_rights import Seat
from workflows.events import LetterKind
from workflows.issued import issued_as, successor
from workflows.letters import may_issue
from workflows.officer import Officer
from workflows.words import LETTERS

# What each kind of letter answers. A control sheet answers whatever happened since the last one;
# a hand-over list is made as often as papers are handed over.
OCCASIONS: Mapping[LetterKind, tuple[type[ev.Event], ...]] = {
    "receipt": (ev.Accepted,),
    "supplement": (ev.SupplementRequested,),
    "refusal": (ev.Refused,),
    "apology": (ev.ApologyIssued,),
    "stop": (ev.Returned, ev.Withdrawn),
    "result": (ev.Resolved,),
    "fee": (ev.FeePaid,),
}
# They come about by a way of their own: signed first, of an office, of many cases.
APART: Mapping[LetterKind, str] = {
    "apology": "thư xin lỗi chỉ được cấp số sau khi lãnh đạo ký; hãy mở trang thư xin lỗi",
    "register": "sổ theo dõi là của cả cơ quan; hãy mở trang sổ theo dõi",
    "handover": "danh sách bàn giao lập cho nhiều hồ sơ; hãy mở trang bàn giao",
}
# What no log can know, and whoever issues the letter says: a deputy's name under the title of the
# head would make it void.
ASKED: Mapping[LetterKind, tuple[str, ...]] = {"stop": ("head", "head_title")}
# Those who issue letters; whoever only looks on carries no run of them on.
HANDS = (Role.ONE_STOP, Role.SPECIALIST, Role.LEADER, Role.CLERK, Role.CASHIER)
# Its book is not ours: a number that we gave in it could be given there once more.
_ELSEWHERE = "{} số {} do {} cấp số, chỉ cơ quan đó cấp được bản thay"
_ABOUT_LETTERS = (ev.LetterIssued, ev.LetterPublished)


@dataclass(frozen=True, kw_only=True, slots=True)
class Possible:
    """A kind of letter before an officer; `why` says why it cannot be issued now."""

    kind: LetterKind
    why: str | None = None


def possible_kinds(seat: Seat, case: Case) -> tuple[Possible, ...]:
    """Every kind of letter that a page of one case can issue, with the reason where it cannot."""
    return tuple(
        Possible(kind=kind, why=why_not(seat, case, kind)) for kind in LETTERS if kind not in APART
    )


def why_not(seat: Seat, case: Case, kind: LetterKind) -> str | None:
    """Why an officer cannot issue a letter of a kind on a case now; None when they can."""
    return not_open_to(seat, case, kind) or said_before(case, kind)


def at_work(officer: Officer) -> Officer:
    """The officer with only the roles of those who issue letters."""
    grants = tuple(grant for grant in officer.grants if grant.role in HANDS)
    return replace(officer, grants=grants)


def must_be_possible(
    seat: Seat, case: Case, kind: LetterKind, *, replaces: str | None = None
) -> None:
    """Say no to a letter that is not the officer's, not due, or one too many.

    Raises:
        Refused: with the reason.
    """
    why = not_open_to(seat, case, kind) if replaces else why_not(seat, case, kind)
    if why is not None:
        raise Refused(why, "kind")
    if replaces is not None:
        to_replace(seat, case, kind, replaces)


def must_be_told(kind: LetterKind, extra: Mapping[str, str]) -> None:
    """Say no to a letter of which whoever issues it has not said all that the log cannot know.

    Raises:
        MissingField: for the first such value, named by its key.
    """
    for name in ASKED.get(kind, ()):
        if not extra.get(name, "").strip():
            means = vocabulary().values[name].means
            words = f"{LETTERS[kind]}: thiếu {means}; hãy ghi {name} khi cấp, như in dưới chữ ký"
            raise MissingField(words, field=name)


def must_be_numbered_here(
    seat: Seat, case: Case, kind: LetterKind, number: tuple[str, str]
) -> None:
    """Say no to a correction of a letter with another office's number: that office corrects it.

    Args:
        seat: the officer before the case.
        case: the case.
        kind: of letter.
        number: whose number it has, and the number as printed.

    Raises:
        Refused: naming that office.
    """
    agency, printed = number
    if agency != case.agency:
        raise Refused(_ELSEWHERE.format(LETTERS[kind], printed, seat.name_of(agency)), "number")


def why_not_replaced(seat: Seat, case: Case, row: IssuedRow) -> str | None:
    """Why an officer cannot correct a letter of a case by another now; None when they can."""
    try:
        must_be_numbered_here(seat, case, row.kind, (row.agency, row.number))
        must_be_possible(seat, case, row.kind, replaces=row.number)
    except Refused as error:
        return str(error)
    return None


def not_open_to(seat: Seat, case: Case, kind: LetterKind) -> str | None:
    """Why a letter is not the officer's to issue, or not in this state; None when it is."""
    if kind in APART:
        return APART[kind]
    refusal = may_issue(seat, kind)
    return refusal.message if refusal is not None else None


def said_before(case: Case, kind: LetterKind) -> str | None:
    """Why a letter would be one too many; None when its occasion has none yet."""
    answer = answering(case, kind)
    if answer is None:
        return None
    return (
        f"đã cấp {LETTERS[kind].lower()} số {answer.number}; hãy in lại bản đó, "
        "hoặc cấp bản sửa nếu nội dung có sai sót"
    )


def answering(case: Case, kind: LetterKind) -> ev.LetterIssued | None:
    """The letter that stands for the latest occasion of a kind; None where there is none yet."""
    for event in reversed(case.log):
        if isinstance(event, ev.LetterIssued) and event.kind == kind:
            # The newest of a kind cannot have been replaced yet.
            return None if kind == "handover" else event
        if _is_occasion(event, kind):
            return None
    return None


def to_replace(seat: Seat, case: Case, kind: LetterKind, number: str) -> ev.LetterIssued:
    """The letter that a correction names.

    Raises:
        Refused: when there is no such letter of the case's office, it was replaced, or it is about
            something earlier.
    """
    found = issued_as(case, kind, number, None)
    if found is None:
        for one in case.letters:
            if (one.kind, one.number) == (kind, number):
                must_be_numbered_here(seat, case, kind, (one.agency or case.agency, number))
        raise Refused(f"hồ sơ không có {LETTERS[kind]} số {number}", "number")
    later = successor(case, found)
    if later is not None:
        raise Refused(f"bản số {number} đã được thay bằng bản số {later.number}; hãy sửa bản đó")
    # A control sheet tells all there is to tell at any time.
    if kind != "control" and answering(case, kind) is not found:
        raise Refused(f"bản số {number} nói về việc trước đó; hãy cấp bản mới cho việc sau")
    return found


def _is_occasion(event: ev.Event, kind: LetterKind) -> bool:
    if kind == "control":
        return not isinstance(event, _ABOUT_LETTERS)
    return isinstance(event, OCCASIONS.get(kind, ()))
