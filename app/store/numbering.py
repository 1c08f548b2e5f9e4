"""Case numbers `<agency>-<yymmdd>-<nnnn>`: in a row, without a gap, without a double.

Training cases have a series of their own, `TAP-<agency>-<yymmdd>-<nnnn>`, so that they leave no gap
in the true one and are known by their code on every screen and paper.
"""

from datetime import date

from sqlalchemy import exists, select

from app.store.engine import Connection, dialect_of
from app.store.tables import CaseNumberRow, EventRow, table_of

NUMBERS = table_of(CaseNumberRow)
EVENTS = table_of(EventRow)
TRAINING = "TAP-"


def next_case_number(connection: Connection, agency: str, day: date, training: bool = False) -> str:
    """Take the next number of an agency's day (its form: TT 01/2018; recalled).

    The number is taken in the transaction that writes the case's first event: a rollback gives it
    back, and another process waits for the outcome, so there is neither gap nor double. A number
    that came in with an imported case is passed over.
    """
    series = f"{TRAINING}{agency}" if training else agency
    while True:
        code = f"{series}-{day:%y%m%d}-{_next_serial(connection, series, day):04d}"
        if not connection.scalar(select(exists().where(EVENTS.c.case_code == code))):
            return code


def _next_serial(connection: Connection, series: str, day: date) -> int:
    taken = dialect_of(connection).insert(NUMBERS).values(agency=series, day=day, last=1)
    statement = taken.on_conflict_do_update(
        index_elements=[NUMBERS.c.agency, NUMBERS.c.day], set_={"last": NUMBERS.c.last + 1}
    ).returning(NUMBERS.c.last)
    serial: int = connection.execute(statement).scalar_one()
    return serial
