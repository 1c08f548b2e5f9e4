"""The offices by name, for choices on pages."""

from app.store.engine import Database
from app.store.setup import read_setup


def office_names(database: Database) -> list[tuple[str, str]]:
    """Code and name of every office, by code."""
    with database.reading() as connection:
        agencies = read_setup(connection).agencies.values()
    return sorted((agency.code, agency.name) for agency in agencies)
