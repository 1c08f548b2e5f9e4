"""Spreadsheets as downloads."""

from urllib.parse import quote

from werkzeug.wrappers import Response

from app.store.folding import folded
from app.web.moment import now
from sla.zone import local

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, title: str) -> Response:
    """A spreadsheet by its title and the time: as it is written, and for old programs in ASCII."""
    name = f"{title} {local(now()):%Y-%m-%d %Hh%M}.xlsx"
    answer = Response(content, mimetype=_XLSX)
    plain, full = folded(name.removesuffix(".xlsx")).replace(" ", "-"), quote(name)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{full}"
    )
    return answer
