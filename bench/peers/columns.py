"""Engines that count columns: DuckDB and Polars, over the facts of the newest knowledge as Parquet.

Instants are whole microseconds there, which both compare faster than times with a zone. Each is
asked for the cells of II.06a by field, as our own database is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.reports.asked import Asked
from app.reports.cells import CELLS
from app.store.engine import Database

Counts = dict[str, tuple[int, ...]]  # the cells in their order, by field
_INSTANTS = (
    "accepted_at", "starts_at", "ends_at", "due_at", "paused_since", "reopened_at",
)  # fmt: skip
_PLAIN = ("agency", "field", "online", "ends_how", "verdict")
_COPY = "COPY (SELECT {columns} FROM facts WHERE known_to IS NULL) TO STDOUT (FORMAT csv, HEADER)"
_MICROS = "(extract(epoch FROM {name}) * 1000000)::bigint AS {name}"
_DUCK = """
WITH told AS (
    SELECT field, online, accepted_at >= $start AS new, verdict, paused_since,
        due_at < coalesce(paused_since, $cut_off) AS overdue,
        ends_how <> 'voided' AND (ends_at IS NULL OR ends_at >= $end) AS running,
        ends_how = 'closed' AND ends_at >= $start AND ends_at < $end
            AND (reopened_at IS NULL OR reopened_at >= $end) AS solved,
        ends_how = 'voided' AND ends_at >= $start AND ends_at < $end AS struck
    FROM read_parquet('{file}')
    WHERE starts_at < $end AND (ends_at IS NULL OR ends_at >= $start){offices}
)
SELECT field,
    count(*) FILTER (WHERE running OR solved),
    count(*) FILTER (WHERE (running OR solved) AND new AND online),
    count(*) FILTER (WHERE (running OR solved) AND new AND NOT online),
    count(*) FILTER (WHERE (running OR solved) AND NOT new),
    count(*) FILTER (WHERE solved),
    count(*) FILTER (WHERE solved AND verdict = 'early'),
    count(*) FILTER (WHERE solved AND verdict = 'on_time'),
    count(*) FILTER (WHERE solved AND verdict = 'late'),
    count(*) FILTER (WHERE running),
    count(*) FILTER (WHERE running AND NOT overdue),
    count(*) FILTER (WHERE running AND overdue),
    count(*) FILTER (WHERE running AND paused_since IS NOT NULL),
    count(*) FILTER (WHERE struck)
FROM told GROUP BY field
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A table as these engines are asked for it; without offices of all there are."""

    start: int
    end: int
    cut_off: int
    offices: tuple[str, ...] | None


def question_of(asked: Asked, offices: Sequence[str] | None) -> Question:
    """Put our question in their numbers."""
    return Question(
        start=_micros(asked.period.start),
        end=_micros(asked.period.end),
        cut_off=_micros(asked.cut_off),
        offices=None if offices is None else tuple(offices),
    )


def exported(database: Database, folder: Path) -> Path:
    """Write the facts that hold now, and return the file."""
    import polars

    csv, parquet = folder / "facts.csv", folder / "facts.parquet"
    columns = ", ".join((*_PLAIN, *(_MICROS.format(name=name) for name in _INSTANTS)))
    copy = _COPY.format(columns=columns)
    connection: Any = database.engine.raw_connection()
    try:
        with csv.open("wb") as file, connection.cursor() as cursor, cursor.copy(copy) as rows:
            for row in rows:
                file.write(row)
    finally:
        connection.close()
    whole: Mapping[str, Any] = dict.fromkeys(_INSTANTS, polars.Int64)
    read = polars.scan_csv(csv, schema_overrides={**whole, "online": polars.String})
    read.with_columns(polars.col("online") == "t").sink_parquet(parquet)
    csv.unlink()
    return parquet


def duckdb_counter(file: Path) -> Callable[[Question], Counts]:
    """Return what counts by DuckDB's SQL, on as many threads as it likes."""
    import duckdb

    connection = duckdb.connect()

    def counts(asked: Question) -> Counts:
        named = "" if asked.offices is None else " AND agency IN (SELECT unnest($offices))"
        given: dict[str, Any] = {
            "start": asked.start,
            "end": asked.end,
            "cut_off": asked.cut_off,
        }
        if asked.offices is not None:
            given["offices"] = list(asked.offices)
        rows = connection.execute(_DUCK.format(file=file, offices=named), given).fetchall()
        return {row[0]: tuple(row[1:]) for row in rows}

    return counts


def polars_counter(file: Path) -> Callable[[Question], Counts]:
    """Return what counts by a lazy frame of Polars, on as many threads as it likes."""
    import polars

    def counts(asked: Question) -> Counts:
        frame = polars.scan_parquet(file).filter(*_wanted(polars, asked))
        told = frame.group_by("field").agg(
            expression.sum().alias(name)
            for name, expression in zip(CELLS, _cells(polars, asked), strict=True)
        )
        return {row[0]: tuple(row[1:]) for row in told.collect().iter_rows()}

    return counts


def _wanted(polars: Any, asked: Question) -> list[Any]:
    col = polars.col
    ends = col("ends_at")
    found = [col("starts_at") < asked.end, ends.is_null() | (ends >= asked.start)]
    return found if asked.offices is None else [*found, col("agency").is_in(asked.offices)]


def _cells(polars: Any, asked: Question) -> list[Any]:
    col = polars.col
    ends, how, again = col("ends_at"), col("ends_how"), col("reopened_at")
    inside = (ends >= asked.start) & (ends < asked.end)
    running = (how != "voided") & (ends.is_null() | (ends >= asked.end))
    solved = (how == "closed") & inside & (again.is_null() | (again >= asked.end))
    received, new = running | solved, col("accepted_at") >= asked.start
    overdue = col("due_at") < polars.coalesce(col("paused_since"), polars.lit(asked.cut_off))
    return [
        received,
        received & new & col("online"),
        received & new & ~col("online"),
        received & ~new,
        solved,
        *(solved & (col("verdict") == verdict) for verdict in ("early", "on_time", "late")),
        running,
        running & ~overdue,
        running & overdue,
        running & col("paused_since").is_not_null(),
        (how == "voided") & inside,
    ]


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)
