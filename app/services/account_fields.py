"""What an account may be called, and which roles it may be given: the checks of what was typed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.errors import BadInput
from app.services.sign_in_attempts import folded_login
from app.store.engine import Connection
from app.store.setup import read_setup
from workflows.agency import Role
from workflows.officer import Grant

_LOGIN = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*", re.ASCII)
_SHORTEST, _LONGEST, _LONGEST_NAME, MOST_GRANTS = 2, 32, 200, 100
# Pages stand at these words where otherwise the account of a login stands.
_RESERVED = frozenset({"new", "changes", "sign-ins"})


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAccount:
    """What an account begins with.

    Attributes:
        password: None for a one-time one, to be changed at the first sign-in.
        must_change: whether a password that is given here must be changed as well.
    """

    login: str
    name: str
    grants: Sequence[Grant] = ()
    password: str | None = field(default=None, repr=False)
    must_change: bool = False


def login_of(text: str) -> str:
    """A login to be given to somebody.

    Raises:
        BadInput: unless it is plain letters and digits, parted by single dots, dashes or lines.
    """
    login = folded_login(text)
    if not _SHORTEST <= len(login) <= _LONGEST or not _LOGIN.fullmatch(login):
        words = (
            f"tên đăng nhập có từ {_SHORTEST} đến {_LONGEST} chữ cái không dấu và chữ số, "
            "bắt đầu bằng chữ cái; giữa chúng có thể có dấu chấm, gạch ngang hoặc gạch dưới"
        )
        raise BadInput(words, field="login")
    if login in _RESERVED:
        words = f"tên đăng nhập {login} dành riêng cho phần mềm; hãy chọn tên khác"
        raise BadInput(words, field="login")
    return login


def name_of(text: str) -> str:
    """A person's name as it is kept: letters composed, single spaces.

    Raises:
        BadInput: for one that is empty, endless, or holds what nobody can see.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        words = f"họ tên không được để trống, dài quá {_LONGEST_NAME} ký tự hay có ký tự điều khiển"
        raise BadInput(words, field="name")
    return name


def role_of(text: str, *, field: str = "role") -> Role:
    """The role a word names.

    Raises:
        BadInput: for any other word.
    """
    try:
        return Role(text)
    except ValueError:
        known = ", ".join(Role)
        raise BadInput(f"không có vai trò “{text}”; các vai trò là {known}", field=field) from None


def checked_grants(connection: Connection, grants: Sequence[Grant]) -> tuple[Grant, ...]:
    """Grants that can be given, each once.

    Raises:
        BadInput: for an unknown agency or days that end before they begin; the field tells which
            one, from 0 (`grants.0.agency`).
    """
    if len(grants) > MOST_GRANTS:
        raise BadInput(f"một tài khoản có nhiều nhất {MOST_GRANTS} vai trò", field="grants")
    known = read_setup(connection).agencies
    for number, grant in enumerate(grants):
        place = f"grants.{number}"
        if grant.agency not in known:
            words = f"không có cơ quan {grant.agency}; hãy nạp bằng motcua load"
            raise BadInput(words, field=f"{place}.agency")
        if grant.valid_from and grant.valid_to and grant.valid_to < grant.valid_from:
            raise BadInput("ngày cuối nằm trước ngày đầu", field=f"{place}.valid_to")
    return tuple(dict.fromkeys(grants))


def plain(grant: Grant) -> dict[str, Any]:
    """A grant for the record of changes."""
    days = {"from": grant.valid_from, "to": grant.valid_to}
    told = {name: day.isoformat() for name, day in days.items() if day}
    return {"agency": grant.agency, "role": grant.role.value, **told}
