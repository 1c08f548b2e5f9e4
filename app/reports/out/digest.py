"""The sum that stands under a printed table, so that paper and file can be held side by side."""

import json
from datetime import datetime
from hashlib import sha256

from app.reports.table import Table


def document(table: Table) -> bytes:
    """The JSON document of contract 4 as a file."""
    return (json.dumps(table.as_json(), ensure_ascii=False, indent=2) + "\n").encode()


def digest(table: Table) -> str:
    """SHA-256 of that file in hexadecimal: what `sha256sum` says of the table as JSON."""
    return sha256(document(table)).hexdigest()


def dated(table: Table) -> datetime:
    """The date its documents carry: never the clock's, so that they stay the same to the byte."""
    return table.made_at or table.as_known_at or table.period.end
