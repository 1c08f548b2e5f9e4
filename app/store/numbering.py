"""Case numbers `<agency>-<yymmdd>-<nnnn>`: in a row, without a gap, without a double."""

from datetime import date

from sqlalchemy.dialects import postgresql, sqlite

from app.store.engine import Connection
from app.store.tables import CaseNumberRow

NUMBERS = CaseNumberRow.__table__


def next_case_number(connection: Connection, agency: str, day: date) -> str:
    """Take the next number of an agency's day (its form: TT 01/2018; recalled).

    The number is taken in the transaction that writes the case's first event: a rollback gives it
    back, and another process waits for the outcome, so there is neither gap nor double.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    taken = dialect.insert(NUMBERS).values(agency=agency, day=day, last=1)
    statement = taken.on_conflict_do_update(
        index_elements=[NUMBERS.c.agency, NUMBERS.c.day], set_={"last": NUMBERS.c.last + 1}
    ).returning(NUMBERS.c.last)
    serial = connection.execute(statement).scalar_one()
    return f"{agency}-{day:%y%m%d}-{serial:04d}"
