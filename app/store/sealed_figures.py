"""The figures of signed tables alone, for who compares periods."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from app.store.engine import Connection
from app.store.sealed import REPLACING, SEALED


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """An edition that stands: its days, what it was counted by, and its table as it is kept."""

    first: date
    last: date
    switches: Mapping[str, str]
    table: Mapping[str, Any]


def figures_of(
    connection: Connection, form: str, agency: str, ends: Collection[date]
) -> tuple[Figures, ...]:
    """The standing editions of one office alone whose periods end on some days, oldest first."""
    replaced = exists(select(REPLACING.c.id).where(REPLACING.c.replaces == SEALED.c.id))
    columns = (SEALED.c.first, SEALED.c.last, SEALED.c.switches, SEALED.c.figures)
    query = (
        select(*columns)
        .where(SEALED.c.form == form, SEALED.c.agency == agency, SEALED.c.subtree.is_(False))
        .where(SEALED.c.last.in_(ends), ~replaced)
        .order_by(SEALED.c.id)
    )
    return tuple(
        Figures(
            first=row.first,
            last=row.last,
            switches=json.loads(row.switches),
            table=json.loads(row.figures)["table"],
        )
        for row in connection.execute(query)
    )
