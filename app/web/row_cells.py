"""The cells of a case's line that stay as they are while time goes by, drawn once."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from flask import Flask, current_app
from markupsafe import Markup

from app.web.lines import Shown
from app.web.moment import now
from sla.zone import local_date

# Of the size of a line's text; the lists of a few dozen officers.
_KEPT = 4096


def bind(app: Flask) -> None:
    """Give an application's templates `cells_of(line, began)`."""
    app.jinja_env.globals["cells_of"] = cells_of


def cells_of(line: Shown, began: str) -> Markup:
    """The cells of a line but for the last, which tells the time left.

    Args:
        line: of a table.
        began: the heading of the column of beginnings.
    """
    return _cells(replace(line, left="", mood=""), began, local_date(now()))


@lru_cache(maxsize=_KEPT)
def _cells(line: Shown, began: str, _today: date) -> Markup:
    # Kept by all that stands in them, and by the day that some instants are told by: whoever
    # changes the case asks for other cells.
    template = current_app.jinja_env.get_template("components/case_cells.html")
    drawn: Markup = vars(template.module)["cells"](line, began)
    return drawn.rstrip()
