"""What officers want to be told, and where: read with the defaults, checked, written."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import BadInput, Unknown, WriteConflict
from app.notices.addresses import mail_address, mobile_number
from app.notices.choices import KINDS, Choices, Mode, modes_of
from app.notices.people import CHANNELS
from app.store import contacts as store
from app.store.channels import in_use
from app.store.engine import Database
from app.store.retry import tried

_TRIES = 3
_TYPED = re.compile(r"[0-9 .()+-]+", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeSettings:
    """Where somebody can be reached, and the mode of every kind on every channel.

    Attributes:
        email: None where they have given none; `phone` (0 and nine digits) likewise.
        modes: by kind and channel, see `app.notices.choices`.
        served: the channels that are sent by here; the others wait for an admin to set them up.
    """

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    modes: Mapping[tuple[str, str], Mode] = field(default_factory=dict)
    served: frozenset[str] = frozenset()


def notice_settings(database: Database, login: str) -> NoticeSettings:
    """What holds for somebody, the defaults with what they chose themselves; three queries.

    Raises:
        Unknown: for a login nobody has, or whose account is closed.
    """
    with database.reading() as connection:
        contact = store.contacts_of(connection, [login]).get(login)
        chosen = store.chosen_by(connection, [login])[login]
        served = in_use(connection)
    if contact is None:
        raise _nobody(login)
    choices = Choices(chosen=chosen)
    both = [(kind, channel) for kind in KINDS for channel in CHANNELS]
    modes: dict[tuple[str, str], Mode] = {key: choices.mode(*key) for key in both}
    return NoticeSettings(email=contact.email, phone=contact.phone, modes=modes, served=served)


def keep_notice_settings(
    database: Database,
    login: str,
    *,
    email: str,
    phone: str,
    modes: Mapping[tuple[str, str], str],
) -> None:
    """Somebody wants to be told so from now on; whoever clears an address is not reached there.

    Args:
        database: where.
        login: the one person whose settings these are.
        email: as typed; empty for none.
        phone: as typed; empty for none.
        modes: by kind and channel; what is not named stays as it was.

    Raises:
        BadInput: naming the field: `email`, `phone`, or `<kind>.<channel>`.
        Unknown: for a login nobody has, or whose account is closed.
    """
    checked = {"email": email_of(email), "phone": phone_of(phone)}
    chosen = {key: _mode(*key, mode) for key, mode in modes.items()}

    def attempt() -> None:
        with database.writing() as connection:
            if login not in store.contacts_of(connection, [login]):
                raise _nobody(login)
            store.keep_contact(connection, login, **checked)
            store.keep_choices(connection, login, chosen)

    tried(attempt, times=_TRIES, on=(WriteConflict,))


def email_of(text: str) -> str | None:
    """An address mail can be sent to; None for an empty one.

    Raises:
        BadInput: for anything else.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    found = mail_address(typed)
    if typed and found is None:
        words = "địa chỉ thư điện tử không hợp lệ; hãy viết như ten@coquan.gov.vn"
        raise BadInput(words, field="email")
    return found


def phone_of(text: str) -> str | None:
    """A mobile number as 0 and nine digits; None for an empty one.

    Raises:
        BadInput: for anything else, a landline too: nobody reads a short message there.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    found = mobile_number(typed) if _TYPED.fullmatch(typed) else None
    if typed and found is None:
        words = "số điện thoại không phải số di động ở Việt Nam; hãy viết như 0912 345 678"
        raise BadInput(words, field="phone")
    return found


def _mode(kind: str, channel: str, mode: str) -> Mode:
    where = f"{kind}.{channel}"
    if kind not in KINDS or channel not in CHANNELS:
        raise BadInput(f"{where}: không có loại thông báo hoặc kênh này", field=where)
    found = next((known for known in modes_of(kind) if known == mode), None)
    if found is None:
        known = ", ".join(modes_of(kind))
        raise BadInput(f"{where}: không có cách nhận này; chỉ dùng: {known}", field=where)
    return found


def _nobody(login: str) -> Unknown:
    return Unknown("login", f"không có tài khoản {login}, hoặc tài khoản đã khóa")
