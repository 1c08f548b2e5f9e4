"""Every route, asked by every role, by nobody, and by a stranger who is everything elsewhere.

The table is made by asking; `EXPECTED` says in words what each cell must be, and a route that it
does not name fails. `docs/routes.md` is the table as it was found (MOTCUA_WRITE=1 writes it).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.sample import MORNING, ONE_FOR_ALL
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.store.engine import database
from app.web.access import access_of
from tests.services.who import QUICK, grant
from tests.web.client import entered, token_of
from tests.web.test_proposals import CASE, sent
from workflows.agency import Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "routes.md"
PEOPLE = {
    "nobody": None,
    "one_stop": "lan.mc",
    "specialist": "hue.tp",
    "leader": "binh.ld",
    "clerk": "tam.vt",
    "cashier": "yen.kt",
    "supervisor": "kiem.soat",
    "auditor": "thanh.tra",
    "admin": "quantri.pl",
    "stranger": "la.mat",
}
FILL = {
    "code": CASE, "number": 1, "login": "hue.tp", "decision": "none", "name": "pay_fee",
    "procedure": "1.001193", "sha256": "0" * 64, "act": "none", "list": "overdue", "filename": "x",
}  # fmt: skip
READERS = ("supervisor", "auditor")
DESK = ("one_stop", "specialist", "leader", "clerk", "cashier")
CASEWORK = (*DESK, *READERS)
EVERYBODY = tuple(PEOPLE)
SIGNED_IN = EVERYBODY[1:]
"""Who gets past the door of each endpoint. `case:` before it: the stranger finds no such case."""


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule


def test_every_route_declares_who_may_open_it(app):
    silent = {
        rule.endpoint
        for _, rule in rules(app)
        if rule.endpoint != "static" and access_of(app.view_functions[rule.endpoint]) is None
    }

    assert silent == set()


def test_a_route_that_declares_nothing_is_not_answered(app):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    answer = app.test_client().get("/forgotten")

    assert answer.status_code == 500
    assert "secret" not in answer.text
