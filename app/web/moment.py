"""`now` of a request: the wall clock, or the moved clock of a demonstration; read once."""

from datetime import datetime

from flask import current_app, g

from app import clock
from app.services.demo_clock import demo_now
from app.store.engine import Database


def db() -> Database:
    """The database of this application."""
    opened: Database = current_app.extensions["motcua"].database
    return opened


def now() -> datetime:
    """The instant of this request on Vietnamese clocks."""
    if "now" not in g:
        wall = clock.now()
        moved = demo_now(db(), wall) if is_demo() else None
        g.now = moved or wall
    instant: datetime = g.now
    return instant


def is_demo() -> bool:
    """Whether this installation shows invented cases on a clock of its own."""
    return bool(current_app.extensions["motcua"].demo)
