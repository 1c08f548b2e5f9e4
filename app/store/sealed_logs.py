"""The log as it was when a table was signed: the cases of its offices, each line with its place."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.store.engine import Connection
from app.store.event_log import EVENTS, CaseLog, load_many

_AT_ONCE = 500  # cases


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A case's log with the place and the link of each of its lines."""

    log: CaseLog
    positions: tuple[int, ...]
    links: tuple[str, ...]

    def lines_up_to(self, position: int) -> int:
        """How many of its lines stood in the log at a place."""
        return bisect_right(self.positions, position)


def placed_logs(connection: Connection, agencies: Sequence[str]) -> Iterator[Placed]:
    """Every case of some offices, by code; memory does not grow with the number of cases."""
    first = select(EVENTS.c.case_code).where(EVENTS.c.agency.in_(agencies), EVENTS.c.version == 1)
    last = ""
    while codes := connection.scalars(
        first.where(EVENTS.c.case_code > last).order_by(EVENTS.c.case_code).limit(_AT_ONCE)
    ).all():
        yield from _some(connection, codes)
        last = codes[-1]


def _some(connection: Connection, codes: Sequence[str]) -> Iterator[Placed]:
    logs = load_many(connection, codes)
    places: dict[str, list[tuple[int, str]]] = {code: [] for code in codes}
    query = select(EVENTS.c.case_code, EVENTS.c.position, EVENTS.c.hash)
    query = query.where(EVENTS.c.case_code.in_(codes)).order_by(EVENTS.c.case_code)
    for row in connection.execute(query.order_by(EVENTS.c.version)):
        places[row.case_code].append((row.position, row.hash))
    for code in codes:
        yield Placed(
            log=logs[code],
            positions=tuple(position for position, _ in places[code]),
            links=tuple(link for _, link in places[code]),
        )
