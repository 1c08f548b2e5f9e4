"""Letters for the tests of the pages: the form pressed, and what was issued."""

import io
from typing import Any

from flask.testing import FlaskClient
from pypdf import PdfReader

from app.store.engine import Database
from app.store.letters import IssuedRow, of_case
from tests.web.client import token_of


def issued(opened: Database, code: str) -> tuple[IssuedRow, ...]:
    with opened.reading() as connection:
        return of_case(connection, code)


def pressed(client: FlaskClient, path: str, **more: str) -> Any:
    given = {"csrf_token": token_of(client, "/password"), "key": "a" * 32, **more}
    return client.post(path, data=given)


def words_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def href(row: IssuedRow, ending: str = ".pdf") -> str:
    here = f"/cases/{row.case_code}/letters/{row.agency}/{row.kind}"
    return f"{here}/{row.year}/{row.serial}{ending}"
