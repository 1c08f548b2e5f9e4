"""Who holds which role at some offices on a day, and who stands in for them: read once a batch."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from app.store.absences import ABSENCES
from app.store.accounts import ACCOUNTS, GRANTS, holds_on
from app.store.engine import Connection
from workflows.agency import Role

_INSTEAD = ACCOUNTS.alias("instead")


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """One role of one open account at one office."""

    agency: str
    role: Role
    login: str


def posts_at(connection: Connection, agencies: Collection[str], *, on: date) -> tuple[Post, ...]:
    """Every role held at some offices on a day by whoever can sign in, by office and login."""
    query = (
        select(GRANTS.c.agency, GRANTS.c.role, ACCOUNTS.c.login)
        .join(ACCOUNTS, ACCOUNTS.c.id == GRANTS.c.account)
        .where(GRANTS.c.agency.in_(sorted(agencies)), ACCOUNTS.c.disabled_at.is_(None))
        .where(holds_on(on))
        .order_by(GRANTS.c.agency, ACCOUNTS.c.login, GRANTS.c.role)
        .distinct()
    )
    rows = connection.execute(query)
    return tuple(Post(agency=row.agency, role=Role(row.role), login=row.login) for row in rows)


def substitutes(connection: Connection, *, on: date) -> dict[str, tuple[str, ...]]:
    """Who stands in on a day, by the login of the absent one; only those who can sign in."""
    lasting = and_(
        ABSENCES.c.cancelled_at.is_(None),
        ABSENCES.c.first_day <= on,
        ABSENCES.c.last_day >= on,
        _INSTEAD.c.disabled_at.is_(None),
    )
    query = (
        select(ACCOUNTS.c.login, _INSTEAD.c.login.label("instead"))
        .select_from(
            ABSENCES.join(ACCOUNTS, ACCOUNTS.c.id == ABSENCES.c.account).join(
                _INSTEAD, _INSTEAD.c.id == ABSENCES.c.substitute
            )
        )
        .where(lasting)
        .order_by(ACCOUNTS.c.login, _INSTEAD.c.login)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(query):
        found[row.login] = (*found.get(row.login, ()), row.instead)
    return found


def and_substitutes(
    logins: Iterable[str], instead: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Some people, each followed by whoever stands in for them; each once."""
    both = ((login, *instead.get(login, ())) for login in logins)
    return tuple(dict.fromkeys(one for each in both for one in each))
