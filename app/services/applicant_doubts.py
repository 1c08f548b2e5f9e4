"""What looks wrong about a person's numbers: said to the officer, who knows better."""

import re
from collections.abc import Iterator

from app.store.folding import id_key, phone_key
from workflows.events import Applicant

# The citizen's number has 12 digits, the old identity card 9; a business has 10 or 13.
_DIGITS = (9, 12)
_PHONE = re.compile(r"0\d{9,10}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

Doubt = tuple[str, str]


def doubts(person: Applicant) -> Iterator[Doubt]:
    """Each field of a person that looks wrong, with a Vietnamese sentence without full stop."""
    number = id_key(person.id_no) or ""
    if number and not (number.isdecimal() and len(number) in _DIGITS):
        told = f"{len(number)} chữ số" if number.isdecimal() else f"“{person.id_no}”"
        yield "id_no", f"số định danh thường có 9 hoặc 12 chữ số; đang ghi {told}"
    if person.phone and _PHONE.fullmatch(phone_key(person.phone) or "") is None:
        yield "phone", f"số điện thoại “{person.phone}” không giống số ở Việt Nam (0 và 9 chữ số)"
    if person.email and _EMAIL.fullmatch(person.email) is None:
        yield "email", f"địa chỉ thư “{person.email}” không đúng dạng ten@noi.vn"
