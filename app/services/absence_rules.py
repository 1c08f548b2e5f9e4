"""Who may put whom absent: what an admin rules, what a leader leads, and of whom each may know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import BadInput, Refused, Unknown
from app.store.account_scope import offices_below
from app.store.accounts import Account, accounts_by_login, grants_of
from app.store.engine import Connection
from workflows.agency import Role
from workflows.officer import Grant, Officer

_WHO = "chỉ lãnh đạo của cơ quan, hoặc người quản trị, được cử người thay"


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """The first and the last day of an absence."""

    first: date
    last: date

    def of(self, grants: Sequence[Grant]) -> list[Grant]:
        """The grants that may be used on any of the days."""
        return [
            grant
            for grant in grants
            if (grant.valid_from or self.first) <= self.last
            and (grant.valid_to or self.last) >= self.first
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody with all their grants, past and coming ones too."""

    account: Account
    grants: Sequence[Grant]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruler:
    """Whoever arranges an absence, by their own roles; those lent to them count for nothing.

    Attributes:
        admin: whether they keep accounts at all.
        ruled: the offices whose accounts they keep.
        led: the offices they lead.
    """

    login: str
    admin: bool
    ruled: Collection[str]
    led: Collection[str]

    def knows(self, grants: Sequence[Grant], days: Days) -> bool:
        """Whether they may know of somebody with these grants."""
        return self._keeps(grants) or any(one.agency in self.led for one in days.of(grants))

    def must_lend(self, grants: Sequence[Grant], days: Days) -> None:
        """Refuse unless every role that would be lent on one of the days is theirs to lend."""
        lent = [one for one in days.of(grants) if one.role is not Role.ADMIN]
        if self._keeps(grants) or (lent and all(one.agency in self.led for one in lent)):
            return
        raise Refused(f"{_WHO}; người vắng còn vai trò ở nơi khác trong những ngày này", "login")

    def must_take(self, substitute: Person, days: Days) -> None:
        """Refuse a leader who would take the roles, or give them to whoever works elsewhere."""
        if substitute.account.login == self.login:
            words = "không ai tự cử mình làm thay; hãy nhờ lãnh đạo khác hoặc người quản trị"
            raise Refused(words, "substitute")
        working = [one for one in days.of(substitute.grants) if one.role is not Role.ADMIN]
        if not (self._keeps(substitute.grants) or any(one.agency in self.led for one in working)):
            words = f"{_WHO}; người thay phải làm hồ sơ ở cùng cơ quan"
            raise Refused(words, "substitute")

    def _keeps(self, grants: Sequence[Grant]) -> bool:
        return self.admin and all(one.agency in self.ruled for one in grants)


def ruler_of(connection: Connection, officer: Officer) -> Ruler:
    """What an officer may arrange by their own roles.

    Raises:
        Refused: when they neither lead an office nor keep accounts.
    """
    own = officer.alone
    tops, led = own.agencies(Role.ADMIN), own.agencies(Role.LEADER)
    if not tops and not led:
        raise Refused(_WHO, "substitute")
    ruled = offices_below(connection, tops)
    return Ruler(login=own.login, admin=bool(tops), ruled=ruled, led=led)


def people(connection: Connection, logins: Collection[str]) -> dict[str, Person]:
    """Those of some logins that somebody has, with their grants; two queries."""
    found = accounts_by_login(connection, logins)
    grants = grants_of(connection, [account.id for account in found.values()])
    return {
        login: Person(account=account, grants=grants[account.id])
        for login, account in found.items()
    }


def pair_of(
    connection: Connection, ruler: Ruler, logins: dict[str, str], days: Days
) -> tuple[Person, Person]:
    """The two people of an absence, by the fields that name them: `login` and `substitute`.

    Raises:
        BadInput: for a disabled account, with its field.
        Unknown: for a login that nobody has, in the very words for one that is none of theirs.
    """
    found = people(connection, logins.values())
    for field, login in logins.items():
        person = found.get(login)
        if person is None or not ruler.knows(person.grants, days):
            raise Unknown(field, f"không có tài khoản {login} ở cơ quan của bạn")
        if person.account.disabled_at is not None:
            raise BadInput(f"tài khoản {login} đã bị khóa", field=field)
    return found[logins["login"]], found[logins["substitute"]]
