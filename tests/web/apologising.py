"""The steps of an apology at the pages, each by whoever does it at the ward."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store.engine import Database
from app.store.event_log import load
from tests.web.cases import text_of
from tests.web.client import token_of
from tests.web.forms import forms_of

CASE = "H32.PL-240123-0003"  # on Huệ's desk, overdue since yesterday evening
LAST_DAY = "H32.PL-240123-0034"  # on Huệ's desk, due this evening
NEAR = "H32.PL-240123-0007"  # on Huệ's desk, in time
PUBLIC = "Bước thụ lý kéo dài do thiếu nhân sự."


def address(name: str = "", code: str = CASE) -> str:
    return f"/cases/{code}/apology{'/' if name else ''}{name}"


def form(client: FlaskClient, name: str, code: str = CASE) -> dict[str, str]:
    """What a form of the page holds as it opens."""
    found = forms_of(client.get(address(code=code)).text)[address(name, code)]
    # The ward has two leaders, so each says as what they sign.
    return found | {"title": "CHỦ TỊCH"} if name == "sign" else found


def sent(client: FlaskClient, name: str, code: str = CASE, **changes: Any) -> TestResponse:
    """A form of the page, sent with some fields changed."""
    return client.post(address(name, code), data={**form(client, name, code), **changes})


def drafted(client: FlaskClient, code: str = CASE, **changes: Any) -> None:
    answer = sent(client, "draft", code, **{"act": "save", "public_reason": PUBLIC, **changes})
    assert answer.status_code == 303, answer.text


def signed(client: FlaskClient, code: str = CASE) -> None:
    assert sent(client, "sign", code).status_code == 303


def issued(sign_in: Any, code: str = CASE) -> str:
    """Drafted by Huệ, signed by Bình, numbered by Tâm; the number."""
    drafted(sign_in("hue.tp"), code)
    signed(sign_in("binh.ld"), code)
    clerk = sign_in("tam.vt")
    assert sent(clerk, "issue", code).status_code == 303
    return form(clerk, "publish", code)["number"]


def posted(client: FlaskClient, path: str, **given: Any) -> TestResponse:
    """A form nobody was shown."""
    return client.post(path, data={"csrf_token": token_of(client, "/password"), **given})


def complaint(answer: TestResponse) -> str:
    """What stands on top of a page that says no."""
    found = re.search(r'(?s)<div class="alert[^"]*summary".*?</div>', answer.text)
    return text_of(found[0]) if found else ""


def events(opened: Database, code: str = CASE) -> list[str]:
    """The kinds of events of a case, oldest first."""
    with opened.reading() as connection:
        return [type(line.event).__name__ for line in load(connection, code).lines]
