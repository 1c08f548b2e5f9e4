"""Where officers can be reached, and what each has chosen otherwise than by default."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.store.accounts import ACCOUNTS
from app.store.engine import Connection, dialect_of
from app.store.notice_tables import NoticeChoiceRow, NoticeContactRow
from app.store.tables import table_of

CONTACTS, CHOICES = table_of(NoticeContactRow), table_of(NoticeChoiceRow)

Chosen = Mapping[tuple[str, str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Somebody with an open account, and where they can be reached."""

    login: str
    name: str
    email: str | None
    phone: str | None


def contacts_of(connection: Connection, logins: Collection[str]) -> dict[str, Contact]:
    """Those of some logins that can sign in, with what is known of how to reach them."""
    query = (
        select(ACCOUNTS.c.login, ACCOUNTS.c.name, CONTACTS.c.email, CONTACTS.c.phone)
        .outerjoin_from(ACCOUNTS, CONTACTS, CONTACTS.c.login == ACCOUNTS.c.login)
        .where(ACCOUNTS.c.login.in_(sorted(logins)), ACCOUNTS.c.disabled_at.is_(None))
        .order_by(ACCOUNTS.c.login)
    )
    return {row.login: Contact(**row._mapping) for row in connection.execute(query)}


def keep_contact(
    connection: Connection, login: str, *, email: str | None, phone: str | None
) -> None:
    """Where somebody can be reached from now on."""
    kept = dialect_of(connection).insert(CONTACTS).values(login=login, email=email, phone=phone)
    changed = {"email": kept.excluded.email, "phone": kept.excluded.phone}
    connection.execute(kept.on_conflict_do_update(index_elements=["login"], set_=changed))


def chosen_by(connection: Connection, logins: Collection[str]) -> dict[str, Chosen]:
    """What each of some logins has chosen, as modes by kind and channel."""
    query = select(CHOICES).where(CHOICES.c.login.in_(sorted(logins)))
    found: dict[str, dict[tuple[str, str], str]] = {login: {} for login in logins}
    for row in connection.execute(query):
        found[row.login][row.kind, row.channel] = row.mode
    return dict(found)


def keep_choices(connection: Connection, login: str, chosen: Chosen) -> None:
    """Somebody has chosen these modes; what they chose of other kinds and channels stays."""
    if not chosen:
        return
    rows = [
        {"login": login, "kind": kind, "channel": channel, "mode": mode}
        for (kind, channel), mode in sorted(chosen.items())
    ]
    kept = dialect_of(connection).insert(CHOICES)
    key = ["login", "kind", "channel"]
    changed = {"mode": kept.excluded.mode}
    connection.execute(kept.on_conflict_do_update(index_elements=key, set_=changed), rows)
