"""What a browser does with the pages, as far as a test client can."""

import re

from flask.testing import FlaskClient

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token_of(client: FlaskClient, page: str = "/sign-in") -> str:
    """The secret of the first form of a page."""
    found = _TOKEN.search(client.get(page, follow_redirects=True).text)
    assert found, f"no form on {page}"
    return found[1]


def entered(client: FlaskClient, login: str, password: str) -> FlaskClient:
    """Sign in; fails when the pages do not let in."""
    given = {"login": login, "password": password, "csrf_token": token_of(client)}
    answer = client.post("/sign-in", data=given)
    assert answer.status_code == 302, answer.text
    return client
