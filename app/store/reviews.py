"""Reviews of procedures (II.04) as kept: those of the last pack that named them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import and_, insert, select, update

from app.store.engine import Connection
from app.store.petitions_tables import ReviewRow
from app.store.tables import table_of
from workflows.reviews import Review

REVIEWS = table_of(ReviewRow)
_KEY = ("procedure", "agency", "planned_year")


def save_reviews(connection: Connection, reviews: Sequence[Review]) -> tuple[int, int, int]:
    """Write reviews, each over what was known of it; how many were new, changed, the same."""
    kept = connection.execute(select(REVIEWS)).mappings() if reviews else ()
    known = {_name(row): dict(row) for row in kept}
    counts = [0, 0, 0]
    for row in map(asdict, reviews):
        old = known.get(_name(row))
        if old is None:
            connection.execute(insert(REVIEWS), row)
        elif old != row:
            same = and_(*(REVIEWS.c[name] == row[name] for name in _KEY))
            connection.execute(update(REVIEWS).where(same).values(row))
        known[_name(row)] = row
        counts[0 if old is None else 1 if old != row else 2] += 1
    return counts[0], counts[1], counts[2]


def _name(row: Any) -> tuple[Any, ...]:
    return tuple(row[name] for name in _KEY)
