"""The rows of petitions made anew out of their log."""

from itertools import groupby

from sqlalchemy import delete, select, text

from app.store.engine import Connection
from app.store.petitions import EVENTS, PETITIONS, line_of, project
from workflows.petitions import fold


def rebuild_petitions(connection: Connection) -> int:
    """Drop the rows of petitions and replay the log; the number of petitions.

    Nobody records on a petition meanwhile: whoever would, waits for this transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE petitions IN EXCLUSIVE MODE"))
    connection.execute(delete(PETITIONS))
    query = select(EVENTS).order_by(EVENTS.c.petition, EVENTS.c.version)
    rows = connection.execute(query).all()
    done = 0
    for code, group in groupby(rows, key=lambda row: row.petition):
        lines = tuple(map(line_of, group))
        for number in range(1, len(lines) + 1):
            petition = fold(code, lines[:number])
            if petition is not None:
                project(connection, petition, known_from=lines[number - 1].recorded_at)
        done += 1
    return done
