"""The forms of accounts: a name, and rows of roles with their office and days."""

import json
from datetime import date
from hashlib import sha256

from werkzeug.datastructures import MultiDict

from app.errors import BadInput
from app.services.account_fields import MOST_GRANTS, plain, role_of
from app.services.account_list import AccountView
from app.web.forms import Field, Form
from workflows.officer import Grant

Row = dict[str, str]
_PARTS = ("role", "agency", "valid_from", "valid_to")
# As many as an account may have, and the two empty ones that the form adds.
MAX_ROWS = MOST_GRANTS + 2

NEW = Form(
    fields=(
        Field(
            name="login",
            label="Tên đăng nhập",
            longest=32,
            hint="Chữ thường không dấu, chữ số, dấu chấm: lan.mc",
            autofocus=True,
        ),
        Field(name="name", label="Họ và tên", longest=200),
    )
)


def grants_typed(form: MultiDict[str, str]) -> list[Row]:
    """The rows of roles as they were typed; rows without a role are left out."""
    columns = [form.getlist(part)[:MAX_ROWS] for part in _PARTS]
    rows = [dict(zip(_PARTS, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row["role"] or row["agency"]]


def grants_from(form: MultiDict[str, str]) -> tuple[Grant, ...]:
    """The roles that the rows give.

    Raises:
        BadInput: naming the row; and for a table that did not come whole, since what is missing
            in it would be taken away.
    """
    lengths = {len(form.getlist(part)) for part in _PARTS}
    if len(lengths) != 1 or 0 in lengths:
        raise BadInput("bảng vai trò gửi lên không đủ cột; hãy tải lại trang", field="grants")
    if max(lengths) > MAX_ROWS:
        raise BadInput(f"một tài khoản có nhiều nhất {MOST_GRANTS} vai trò", field="grants")
    return tuple(_grant(number, row) for number, row in enumerate(grants_typed(form)))


def seen_mark(account: AccountView) -> str:
    """What a page sends back to tell which name and roles it was built from."""
    told = [account.name, sorted(json.dumps(plain(one), sort_keys=True) for one in account.grants)]
    return sha256(json.dumps(told).encode()).hexdigest()


def _grant(number: int, row: Row) -> Grant:
    place = f"vai trò thứ {number + 1}"
    if not row["role"] or not row["agency"]:
        raise BadInput(f"{place}: hãy chọn cả vai trò và cơ quan", field=f"grants.{number}")
    return Grant(
        agency=row["agency"],
        role=role_of(row["role"], field=f"grants.{number}.role"),
        valid_from=_day(place, row["valid_from"]),
        valid_to=_day(place, row["valid_to"]),
    )


def _day(place: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{place}: “{text[:20]}” không phải là ngày", field="grants") from None
