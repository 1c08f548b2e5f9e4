"""The log in spans of cases: each can be read by itself, and together they hold every event."""

from collections.abc import Iterator

from sqlalchemy import select

from app.store.engine import Connection
from app.store.event_log import BATCH, EVENTS, Span


def spans(connection: Connection, cases: int) -> Iterator[Span]:
    """Spans of about so many cases, in the order of codes.

    Whatever stands in the table lies in one of them, also a case that has lost its first event.
    """
    begins = select(EVENTS.c.case_code).where(EVENTS.c.version == 1).order_by(EVENTS.c.case_code)
    since: str | None = None
    # Important: an option of this statement alone; set on the connection it would stay there.
    options = {"yield_per": BATCH}
    with connection.execute(begins, execution_options=options).scalars() as codes:
        for number, code in enumerate(codes):
            if number and number % cases == 0:
                yield since, code
                since = code
    yield since, None
