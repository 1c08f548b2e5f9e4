"""A table on paper and in files: five writers of one description, the table with its layout.

The same table gives the same bytes in every format, whenever and wherever it is written.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Protocol

from app.reports.charts import Point
from app.reports.layout import Layout
from app.reports.out.office import Office
from app.reports.table import Table

Writer = Callable[[Table, Layout, Office], bytes]


class _Module(Protocol):
    write: Writer


def _named(name: str) -> Writer:
    """The writer of a format, whose library is only loaded once something is written by it."""

    def write(table: Table, layout: Layout, office: Office) -> bytes:
        module: _Module = import_module(f"{__name__}.{name}")
        return module.write(table, layout, office)

    return write


def pdf_with(table: Table, layout: Layout, office: Office, trend: Sequence[Point]) -> bytes:
    """The form on paper with the periods before it in its charts.

    Raises:
        NotDrawn: when the template is at fault.
    """
    content: bytes = import_module(f"{__name__}.pdf").write(table, layout, office, trend=trend)
    return content


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {name: _named(name) for name in ("json", "csv", "xlsx", "docx", "pdf")}
)
MEDIA: Mapping[str, str] = MappingProxyType(
    {
        "json": "application/json",
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
    }
)
