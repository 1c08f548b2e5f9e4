"""Every route, asked by every role, by nobody, and by a stranger who is everything elsewhere.

The table is made by asking. `DOOR` (doors.py) says by hand who gets in where, so that a wrong
declaration is seen; a route it does not name fails. `docs/routes.md` is the table (MOTCUA_WRITE=1
writes it anew).
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from app.sample import ONE_FOR_ALL
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.store.engine import database
from app.web.access import access_of
from tests.services.who import NOW, QUICK, grant
from tests.web.client import entered, token_of
from tests.web.doors import ABOUT_A_CASE, DOOR, FILL, MISSING, PEOPLE, STRANGER
from tests.web.operating import told
from tests.web.test_proposals import CASE, sent
from workflows.agency import Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "routes.md"
SIGNS = {"open": "●", "forbidden": "–", "unseen": "∅", "door": "→"}


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule


@pytest.fixture
def people(app: Flask, config, sign_in) -> dict[str, FlaskClient]:
    """A browser for each, and a proposal about a case of the ward."""
    everywhere_else = [grant(role, "H32.TM") for role in Role if role is not Role.ADMIN]
    new = NewAccount(login=STRANGER, name="Lạ", grants=everywhere_else, password=ONE_FOR_ALL)
    opened = database(config.database_url)
    create_account(opened, new, by=None, now=NOW, hasher=QUICK)
    told(opened)  # An installation whose deadlines nobody tells is ill, and `/healthz` says so.
    found = {who: sign_in(login) if login else app.test_client() for who, login in PEOPLE.items()}
    found["stranger"] = entered(app.test_client(), STRANGER, ONE_FOR_ALL)
    sent(found["specialist"])
    return found


def asked(client: FlaskClient, method: str, rule: Rule) -> TestResponse:
    """One route, filled in with things of the ward; a POST carries its secret and nothing else."""
    code = "overdue" if rule.endpoint.startswith("inbox.") else CASE
    filled: dict[str, Any] = {"code": code, **FILL}
    values = {name: filled[name] for name in rule.arguments}
    with client.application.test_request_context():
        path = client.application.url_for(rule.endpoint, **values)
    if method == "GET":
        return client.get(path)
    return client.post(path, data={"csrf_token": secret_of(client), "act": "pay_fee"})


@cache
def secret_of(client: FlaskClient) -> str:
    """One secret does for every form of a session."""
    return token_of(client, "/password")


def sign(answer: Response) -> str:
    if answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in"):
        return SIGNS["door"]
    return {403: SIGNS["forbidden"], 404: SIGNS["unseen"]}.get(answer.status_code, SIGNS["open"])


def expected(who: str, endpoint: str) -> str:
    if who not in DOOR[endpoint]:
        return SIGNS["door" if who == "nobody" else "forbidden"]
    if endpoint in MISSING or (who == "stranger" and endpoint in ABOUT_A_CASE):
        return SIGNS["unseen"]
    no_list = who == "cashier" and endpoint in {"inbox.show", "inbox.sheet"}  # of what is overdue
    return SIGNS["unseen" if no_list else "open"]


def test_every_route_declares_who_may_open_it_and_is_in_the_table(app):
    silent = {
        rule.endpoint
        for _, rule in rules(app)
        if rule.endpoint != "static" and access_of(app.view_functions[rule.endpoint]) is None
    }

    assert silent == set()
    assert {rule.endpoint for _, rule in rules(app)} == set(DOOR)


def test_each_cell_of_the_table_is_explained(app, people):
    table, wrong = [], []
    for method, rule in rules(app):
        if rule.endpoint == "session.leave":
            continue  # It would end the sessions of this test; tests/web/test_session.py does it.
        cells = []
        for who, client in people.items():
            with asked(client, method, rule) as answer:
                cells.append(sign(answer))
                assert answer.status_code < 500, (method, rule.rule, who)
            if cells[-1] != expected(who, rule.endpoint):
                wrong.append((method, rule.rule, who, cells[-1]))
        table.append(f"| {method} | `{rule.rule}` | {' | '.join(cells)} |")

    assert not wrong, "\n".join(map(str, wrong))
    assert_is_kept(table)


def assert_is_kept(rows: list[str]) -> None:
    head = f"| | route | {' | '.join(PEOPLE)} |"
    text = "\n".join(
        [
            "# Who opens what",
            "",
            "Made by `tests/web/test_routes.py`, which asks every route as everybody. `●` answers,",
            "`–` forbidden (403), `∅` no such thing for this person (404), `→` to sign in first.",
            "The stranger holds every role but admin, in another commune; every route about a case",
            "was asked with a case of the ward.",
            "",
            head,
            "|---|---|" + ":-:|" * len(PEOPLE),
            *rows,
            "",
        ]
    )
    if os.environ.get("MOTCUA_WRITE") == "1":
        DOCUMENT.write_text(text, encoding="utf-8")
    kept = DOCUMENT.read_text(encoding="utf-8")
    assert kept == text, "MOTCUA_WRITE=1 writes docs/routes.md anew"


def test_a_route_that_declares_nothing_is_not_answered(app):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    answer = app.test_client().get("/forgotten")

    assert answer.status_code == 500
    assert "secret" not in answer.text
