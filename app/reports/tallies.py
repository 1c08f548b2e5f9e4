"""How many cases stand in each cell of II.06a: by kept months where they tell, else by facts."""

from collections.abc import Iterable

from app.reports.asked import Asked
from app.reports.from_months import of_months
from app.reports.tallying import Key, Tally, of_facts
from app.store.engine import Connection


def tallied(connection: Connection, asked: Asked, *by: Key) -> Iterable[Tally]:
    """The cells of all cases that have the same keys."""
    kept = of_months(connection, asked, by)
    return of_facts(connection, asked, by) if kept is None else kept
