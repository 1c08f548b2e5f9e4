"""A table as PDF/A: as the law prints it, with its charts on a page of their own behind it."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.press.press import Inputs, Template
from app.press.room import room
from app.reports.charts import Point, charts_of
from app.reports.layout import Layout
from app.reports.out.digest import dated
from app.reports.out.lines import Line
from app.reports.out.office import Office
from app.reports.out.sheet import BY_HAND, COMPILER, STAMPED, Sheet, sheet_of
from app.reports.out.widths import names_in_a_line, shares
from app.reports.printed import figure, number_lines
from app.reports.table import Table

_TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "reports"
TEMPLATE = Template(path=_TEMPLATES / "table.typ", function="printed")
UNKNOWN = "\ufffd"
# What the type certainly has a shape for (a test asks it); a PDF/A may not lack any.
_STRANGE = re.compile(
    "[^\n -~\u00a0-\u017e\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ab\ufffd]"
)


def write(table: Table, layout: Layout, office: Office, *, trend: Sequence[Point] = ()) -> bytes:
    """The form on paper; with a `trend` its charts also show the periods before.

    Raises:
        NotDrawn: when the template is at fault.
    """
    sheet = sheet_of(table, layout, office)
    charts = [asdict(chart) for chart in charts_of(table, trend=trend)]
    said = json.dumps({**_told(sheet), "charts": charts}, ensure_ascii=False)
    inputs = Inputs(sheet=_STRANGE.sub(UNKNOWN, said))
    return room(TEMPLATE).drawn(inputs, int(dated(table).timestamp()))


def _told(sheet: Sheet) -> dict[str, Any]:
    room = names_in_a_line(sheet)
    return {
        **{name: getattr(sheet, name) for name in _SAME},
        "heads": [asdict(head) for head in sheet.heads],
        "widths": shares(sheet),
        "numbers": [["(1)"], ["(2)"], *(number_lines(each.number) for each in sheet.columns)],
        "lines": [_line(line, sheet, room) for line in sheet.lines],
        "author": sheet.right[0][1],
        "mark": f"{sheet.name} · {sheet.sum[:16]}",
        "compiler": COMPILER,
        "hand": BY_HAND,
        "stamped": STAMPED,
    }


_SAME = (
    "left", "title", "period", "right", "unit", "depth", "notes", "rules", "origin", "notices",
    "signed", "signer", "name",
)  # fmt: skip


def _line(line: Line, sheet: Sheet, room: float) -> dict[str, Any]:
    figures = (figure(*each) for each in zip(line.values, sheet.columns, strict=True))
    return {
        "kind": line.kind,
        "cells": [line.number, line.name, *figures],
        "high": len(line.name) > room,
    }
