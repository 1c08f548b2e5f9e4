"""An officer as they are on a day, for what is decided while they are not at the keyboard."""

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select

from app.store.absences import ABSENCES
from app.store.accounts import ACCOUNTS, grants_of
from app.store.engine import Connection
from workflows.agency import Role
from workflows.officer import Officer


def officer_on(connection: Connection, login: str, day: date) -> Officer | None:
    """Somebody with the roles they may use on a local day, as a session would give them.

    None for a login nobody has, or whose account is closed.
    """
    found = {row.login: row for row in connection.execute(_usable(login, day))}
    account = found.pop(login, None)
    if account is None:
        return None
    held = grants_of(connection, [account.id, *(row.id for row in found.values())])
    # Nobody becomes an admin because an admin is away.
    stood = (g for row in found.values() for g in held[row.id] if g.role is not Role.ADMIN)
    own = tuple(dict.fromkeys(grant for grant in held[account.id] if grant.holds_on(day)))
    lent = dict.fromkeys(grant for grant in stood if grant.holds_on(day) and grant not in own)
    return Officer(
        login=account.login,
        name=account.name,
        grants=(*own, *lent),
        stands_for=tuple(found),
        lent=tuple(lent),
    )


def _usable(login: str, day: date) -> Select[Any]:
    """The open accounts of somebody and of those they stand in for."""
    me = ACCOUNTS.alias("me")
    lasting = and_(
        ABSENCES.c.substitute == me.c.id,
        ABSENCES.c.cancelled_at.is_(None),
        ABSENCES.c.first_day <= day,
        ABSENCES.c.last_day >= day,
    )
    absent = select(ABSENCES.c.account).join(me, lasting).where(me.c.login == login)
    whose = or_(ACCOUNTS.c.login == login, ACCOUNTS.c.id.in_(absent))
    query = select(ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.name)
    return query.where(whose, ACCOUNTS.c.disabled_at.is_(None)).order_by(ACCOUNTS.c.id)
