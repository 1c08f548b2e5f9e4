"""Asking PostgreSQL to plan for the values at hand."""

from app.store.engine import Connection


def planned_afresh(connection: Connection) -> None:
    """Have what follows in the transaction planned for its values, however often it was asked.

    The driver prepares what it has sent five times, and PostgreSQL then may keep one plan for all
    periods. For a quarter it would expect a handful of rows, whatever the quarter holds, and gather
    and sort the cases of the whole province to show fifty of them.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")
