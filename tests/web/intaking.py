"""The form of an intake, as lan of the sample ward types it in."""

import re
from typing import Any

from flask.testing import FlaskClient

from app.store.engine import Database
from app.store.event_log import load
from tests.web.client import token_of

CERTIFY, SIGNATURE, MARRIAGE = "2.000815", "2.000884", "1.000894"
FORM = f"/intake/{CERTIFY}"
_KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')
_CODE = re.compile(r"code=([A-Z0-9.-]+)")


def typed(client: FlaskClient, page: str = FORM, **changes: Any) -> dict[str, Any]:
    """What lan types into a form she has just opened, as a browser would send it."""
    shown = client.get(page).text
    found, rules = _KEY.search(shown), re.search(r'name="rules" value="(\d+)"', shown)
    assert found
    assert rules
    usual = {
        "csrf_token": token_of(client, page),
        "key": found[1],
        "rules": rules[1],
        "office": "H32.PL",
        "name": "Bùi Thị Bưởi",
        "id_no": "079188001234",
        "phone": "0912 345 678",
        "channel": "direct",
        "result_channel": "direct",
        "when": "now",
        "paper": ["0", "1"],
        "kind_0": "original",
        "count_0": "1",
        "kind_1": "copy",
        "count_1": "3",
        "fee": "6000",
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def code_in(answer: Any) -> str:
    """The code of the case a saved form leads to."""
    assert answer.status_code == 303, answer.text
    found = _CODE.search(answer.location)
    assert found, answer.location
    return found[1]


def log_of(opened: Database, code: str) -> Any:
    with opened.reading() as connection:
        return tuple(line.event for line in load(connection, code).lines)
