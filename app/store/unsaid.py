"""Complaints of PostgreSQL about data, without the data, which it repeats in their context."""

import psycopg


def unsaid(error: BaseException | None) -> BaseException:
    """The error, or one of its kind that says no more than its code when it is about values."""
    if isinstance(error, psycopg.DataError):
        return type(error)(f"SQLSTATE {error.sqlstate}")
    return error or psycopg.Error()
