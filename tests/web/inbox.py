"""What the tests of the lists and of the search read off a page or a sheet, and bring in."""

import io
import json
import re
from html import unescape
from typing import Any

import openpyxl

from app.sample import MORNING
from app.services.journal import import_journal
from app.store.engine import database
from config import Config

_CODE = re.compile(r'<a class="code" href="[^"]*">([^<]+)</a>')
_BADGE = re.compile(
    r'href="/lists/(\w+)"[^>]*>\s*<span>[^<]*</span> <span class="count[^"]*">(\d+)'
)


def codes(text: str) -> list[str]:
    """The codes of the cases on a page, from the top."""
    return [unescape(code) for code in _CODE.findall(text)]


def badges(text: str) -> dict[str, str]:
    """The lists at the side with their counts."""
    return dict(_BADGE.findall(text))


def read(pattern: str, text: str) -> str:
    """What the group of a pattern finds first."""
    found = re.search(pattern, text)
    assert found, f"nothing like {pattern}"
    return unescape(found[1])


def submitted(number: int, name: str = "Lê Văn Nộp", *, minute: int = 0) -> dict[str, Any]:
    """A line of a journal: a case that came in online this morning."""
    return {
        "case": f"H32.PL-240124-{number:04d}",
        "type": "submitted",
        "at": f"2024-01-24T07:{minute:02d}:00+07:00",
        "data": {
            "agency": "H32.PL",
            "procedure": "1.001193",
            "channel": "online",
            "applicant": {"name": name, "phone": "0900000777", "id_no": "000191000777"},
        },
    }


def bring(config: Config, *lines: dict[str, Any]) -> None:
    """Take further cases in."""
    raw = (json.dumps(line).encode() for line in lines)
    result = import_journal(database(config.database_url), raw, "thêm", now=MORNING)
    assert result.problems == []


def sheet_of(answer: Any) -> Any:
    """The sheet an answer brings."""
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data)).active


def column(sheet: Any, head: str) -> list[Any]:
    """What stands below a heading."""
    rows = [[cell.value for cell in row] for row in sheet]
    top = next(number for number, row in enumerate(rows) if head in row)
    return [row[rows[top].index(head)] for row in rows[top + 1 :]]
