"""Whose accounts an admin rules: those without a role outside some offices and all below them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists

from app.store.account_tables import GrantRow
from app.store.engine import Connection
from app.store.scope import AGENCIES, subtree
from app.store.tables import table_of

GRANTS = table_of(GrantRow)


def all_below(account: ColumnElement[Any], tops: Sequence[str]) -> ColumnElement[bool]:
    """The condition that an account has no grant but at some offices and below them."""
    outside = and_(GRANTS.c.account == account, GRANTS.c.agency.not_in(subtree(tops)))
    return ~exists().where(outside)


def everything(tops: Sequence[str]) -> ColumnElement[bool]:
    """The condition that no office lies outside these and all below them."""
    return ~exists().where(AGENCIES.c.code.not_in(subtree(tops)))


def offices_below(connection: Connection, tops: Sequence[str]) -> frozenset[str]:
    """The codes of some offices and of all below them."""
    return frozenset(connection.scalars(subtree(tops))) if tops else frozenset()
