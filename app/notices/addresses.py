"""Where a message can be sent: e-mail addresses and mobile numbers as people write them."""

import re

from app.store.folding import phone_key

_LONGEST_MAIL, _LONGEST_LOCAL = 254, 64
_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# Addresses as people have them: no quoted parts, no comments, no machines by number.
_MAIL = re.compile(rf"{_PART}(?:\.{_PART})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}", re.ASCII)
# Numbers that take short messages: nine digits behind the 0, the first a mobile network's.
_MOBILE = re.compile(r"0[35789][0-9]{8}", re.ASCII)


def mail_address(text: str | None) -> str | None:
    """An e-mail address without the blanks around it; None for what is none."""
    found = (text or "").strip()
    local, _, _ = found.partition("@")
    fits = len(found) <= _LONGEST_MAIL and len(local) <= _LONGEST_LOCAL
    return found if fits and _MAIL.fullmatch(found) else None


def mobile_number(text: str | None) -> str | None:
    """A mobile number as "0912345678"; None for a fixed line and for what is no number."""
    found = phone_key(text) or ""
    return found if _MOBILE.fullmatch(found) else None
