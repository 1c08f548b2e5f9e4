"""What may not stand on the public page: nothing that tells whose case a sentence speaks of.

Compared without case, marks and punctuation, as people search: "NGUYEN THI DAO" is Nguyễn Thị Đào.
"""

from collections.abc import Callable, Iterator

from app.store.folding import folded, phone_key
from workflows.case import Case
from workflows.events import Applicant

_SHORTEST = 6  # letters and digits of a number; fewer stand in any sentence by chance
_PHONE_TAIL = 9  # the digits of a telephone number behind 0, 84 or +84


def personal_in(case: Case, text: str) -> str | None:
    """What of the applicant, the agent or the case a text names, in words; None for nothing."""
    words, run = f" {folded(text)} ", _run(text)
    for name, holds in _looks(case):
        if holds(words, run):
            return name
    return None


_Look = Callable[[str, str], bool]


def _looks(case: Case) -> Iterator[tuple[str, _Look]]:
    """What is looked for: how it is called, and whether folded words or bare signs hold it."""
    yield "mã hồ sơ", _signs(case.code)
    for person in (case.applicant, case.agent):
        if person is not None:
            yield from _of(person)


def _of(person: Applicant) -> Iterator[tuple[str, _Look]]:
    yield "họ tên người nộp hồ sơ", _words(person.name)
    yield "số giấy tờ của người nộp hồ sơ", _signs(person.id_no)
    yield (
        "số điện thoại của người nộp hồ sơ",
        _signs((phone_key(person.phone) or "")[-_PHONE_TAIL:]),
    )
    yield "thư điện tử của người nộp hồ sơ", _signs(person.email)
    for address in _addresses(person.address):
        yield "địa chỉ của người nộp hồ sơ", _words(address)


def _addresses(address: str | None) -> tuple[str, ...]:
    """An address as a whole, and its first part where that names a house or a hamlet."""
    first = (address or "").partition(",")[0]
    with_number = any(letter.isdigit() for letter in first) and len(first.split()) > 1
    return (address or "", first) if with_number else (address or "",)


def _words(text: str) -> _Look:
    """Whether whole words stand there in this order."""
    sought = folded(text)
    return lambda words, _: bool(sought) and f" {sought} " in words


def _signs(text: str | None) -> _Look:
    """Whether letters and digits follow each other so, whatever people put between them."""
    sought = _run(text or "")
    return lambda _, run: len(sought) >= _SHORTEST and sought in run


def _run(text: str) -> str:
    return folded(text).replace(" ", "")
