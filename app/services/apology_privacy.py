"""What may not stand on the public page: nothing that tells whose case a sentence speaks of.

Compared without case, marks and punctuation, as people search: "NGUYEN THI DAO" is Nguyễn Thị Đào.
A name of one or two words is also a word of many a sentence: it has to begin with capitals, and
one of a single word to bear its marks. What names offices, steps and the procedure is passed over.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from app.errors import BadInput
from app.services.said_words import Said, said
from app.store.folding import folded, phone_key
from app.store.setup import Setup
from workflows.case import Case
from workflows.events import Applicant

_SHORTEST = 6  # letters and digits of a number; fewer stand in any sentence by chance
_SHORTEST_SERIAL = 4  # of the last part of a case's code, when it stands by itself
_LONG_NAME = 3  # words of a name that nothing else is called
_PHONE_TAIL = 9  # the digits of a telephone number behind 0, 84 or +84
# What parts of an address are called; what is left of one names the street.
_PLACES = frozenset(
    ["so", "nha", "duong", "pho", "ngo", "ngach", "hem", "kiet", "to", "khu", "thon", "xom", "ap"]
)


def must_be_public(case: Case, setup: Setup, text: str | None) -> None:
    """Refuse what would make public whose case it is.

    Raises:
        BadInput: for what the text names, in words.
    """
    found = personal_in(case, text or "", public_words(case, setup))
    if found is not None:
        words = f"lý do công khai không được có {found}, vì ai cũng đọc được; hãy viết lại"
        raise BadInput(words, field="public_reason")


def public_words(case: Case, setup: Setup) -> tuple[str, ...]:
    """What everybody may read though a person is called so: offices, the procedure, its steps."""
    procedure = setup.setting_of(case).procedure
    offices = (agency.name for agency in setup.agencies.values())
    return (*offices, procedure.name, *(step.name or "" for step in procedure.steps))


def personal_in(case: Case, text: str, public: Iterable[str] = ()) -> str | None:
    """What of the applicant, the agent or the case a text names, in words; None for nothing.

    Args:
        case: whose it must not tell.
        text: to be looked through.
        public: names that may stand there, and are passed over.
    """
    found = said(text, public)
    if _tells_code(case.code, found):
        return "mã hồ sơ"
    people = (person for person in (case.applicant, case.agent) if person is not None)
    return next(chain.from_iterable(_told(person, found) for person in people), None)


def _told(person: Applicant, found: Said) -> Iterator[str]:
    if _tells_name(person.name, found):
        yield "họ tên người nộp hồ sơ"
    if _signs(person.id_no, found):
        yield "số giấy tờ của người nộp hồ sơ"
    if _signs((phone_key(person.phone) or "")[-_PHONE_TAIL:], found):
        yield "số điện thoại của người nộp hồ sơ"
    if _signs(person.email, found):
        yield "thư điện tử của người nộp hồ sơ"
    if any(map(found.holds, _addresses(person.address))):
        yield "địa chỉ của người nộp hồ sơ"


def _tells_code(code: str, found: Said) -> bool:
    *_, last = folded(code).split() or [""]
    serial = len(last) >= _SHORTEST_SERIAL and last.isdigit() and found.holds(last)
    return serial or _signs(code, found)


def _tells_name(name: str, found: Said) -> bool:
    words = folded(name).split()
    if not words:
        return False
    if len(words) >= _LONG_NAME:
        return found.holds(" ".join(words)) or "".join(words) in found.run or found.greets(name)
    if len(words) > 1:
        return found.names(" ".join(words)) or found.greets(name)
    return found.calls(name)


def _addresses(address: str | None) -> Iterator[str]:
    """An address with a number as a whole, its first part, and the street without the number."""
    whole = folded(address or "")
    first = folded((address or "").partition(",")[0]).split()
    if not any(letter.isdigit() for letter in whole):
        return  # Whoever gave only a ward shares it with everybody there.
    yield whole
    if not any(letter.isdigit() for word in first for letter in word):
        return
    if len(first) > 1:
        yield " ".join(first)
    street = [word for word in first if word.isalpha()]
    named = [word for word in street if word not in _PLACES]
    yield " ".join(named if len(named) > 1 else street) if named else ""


def _signs(text: str | None, found: Said) -> bool:
    """Whether letters and digits follow each other so, whatever people put between them."""
    sought = folded(text or "").replace(" ", "")
    return len(sought) >= _SHORTEST and sought in found.run
