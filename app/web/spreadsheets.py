"""Spreadsheets as downloads."""

from urllib.parse import quote

from werkzeug.wrappers import Response

from app.store.folding import folded
from app.web.moment import now
from sla.zone import local

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, title: str) -> Response:
    """A spreadsheet by its title and the time."""
    return _saved(content, _XLSX, title, "xlsx")


def download_csv(content: bytes, title: str) -> Response:
    """The same as text, in UTF-8."""
    return _saved(content, _CSV, title, "csv")


def _saved(content: bytes, media: str, title: str, ending: str) -> Response:
    # The name is given as it is written, and for old programs in ASCII.
    name = f"{title} {local(now()):%Y-%m-%d %Hh%M}"
    answer = Response(content, mimetype=media)
    plain, full = folded(name).replace(" ", "-"), quote(f"{name}.{ending}")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{full}"
    )
    return answer
