"""No page asks the database more than a dozen times, whoever opens it.

The pages come from the application's own map of addresses: a new one is counted from its first day,
and one whose address needs a word this file does not know fails until it is told.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.deadlines.weekly import weekly
from app.lists.catalogue import LISTS
from app.sample import MORNING
from app.store.engine import database
from app.web.access import CASE_ROLES, DESK_ROLES, access_of
from app.web.act_words import ACTS
from sla.zone import later
from tests.web.operating import told
from tests.web.test_proposals import CASE, sent
from workflows.agency import Role

MOST = 12
LEADS_ON = {200, 204, 301, 302, 303, 308, 422}
PEOPLE = {
    Role.ONE_STOP: "lan.mc",
    Role.SPECIALIST: "hue.tp",
    Role.LEADER: "binh.ld",
    Role.CLERK: "tam.vt",
    Role.CASHIER: "yen.kt",
    Role.SUPERVISOR: "kiem.soat",
    Role.AUDITOR: "thanh.tra",
    Role.ADMIN: "quantri.pl",
}
# Cases with much to tell: on a step, paused, waiting for papers, delivered after a correction.
CASES = (CASE, "H32.PL-240119-0001", "H32.PL-240119-0004", "H32.PL-240119-0010")
# What can stand in an address; by endpoint where the same word means several things.
WORDS: dict[str, tuple[object, ...]] = {
    "code": CASES,
    "inbox.show code": tuple(one.code for one in LISTS),
    "inbox.sheet code": ("overdue", "to_pay"),
    "acts.form code": CASES[:2],
    "name": tuple(ACTS),
    "number": (1,),
    "serial": (1,),
    "year": (2024,),
    "kind": ("receipt",),
    "part": (1,),
    "letters.form kind": ("receipt", "stop"),
    "letters.look kind": ("receipt", "control"),
    "login": ("hue.tp",),
    "procedure": ("1.001193", "2.000815"),
    "sha256": ("0" * 64,),
    "agency": ("H32.PL",),
    "week": ("2024-01-15",),
    "petition": ("PAKN-H32.PL-2024-0001",),
    "petitions.form act": ("answer",),
    "month": ("2024-01",),
    "form": ("II.06a", "II.06c", "II.05a"),
    "report_seals.gate form": ("II.06a",),
    "ending": ("json",),
    "filename": ("desk.css",),
    "path": ("desk.css",),
}
# What is asked besides, where a page shows more with it.
ASKED: dict[str, dict[str, Any]] = {
    "inbox.search": {"q": "nguyen van"},
    "inbox.search_sheet": {"q": "nguyen van"},
    "intake.form": {"like": CASE},
    "intake.done": {"code": list(CASES)},
    "report_cells.show": {"cell": "received.total"},
    "report_cells.sheet": {"cell": "received.total"},
    "report_cells.csv_file": {"cell": "received.total"},
    "intake.choose": {"q": "khai sinh"},
}


def rules_of(app: Flask) -> Iterator[Rule]:
    """Everything that can be got, but for the files of the pages."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("static"):
            yield rule


def addresses(app: Flask, rule: Rule) -> Iterator[str]:
    """A rule with every word that can stand in it."""
    names = sorted(rule.arguments)
    choices = [WORDS.get(f"{rule.endpoint} {name}") or WORDS[name] for name in names]
    with app.test_request_context():
        for words in product(*choices):
            given: dict[str, Any] = dict(zip(names, words, strict=True))
            given |= ASKED.get(rule.endpoint, {})
            yield app.url_for(rule.endpoint, **given)


def test_every_word_of_an_address_is_known_here(app):
    unknown = {
        f"{rule.endpoint}: {name}"
        for rule in rules_of(app)
        for name in rule.arguments
        if name not in WORDS and f"{rule.endpoint} {name}" not in WORDS
    }

    assert unknown == set()


def test_the_table_holds_every_role(app):
    assert set(PEOPLE) == set(Role) == CASE_ROLES | {Role.ADMIN}
    assert set(PEOPLE) > DESK_ROLES


@pytest.mark.parametrize("role", PEOPLE, ids=str)
def test_no_page_makes_more_than_a_dozen_statements(app, config, sign_in, count, role):
    told(database(config.database_url))  # Without, the installation is ill: `/healthz` says so.
    sent(sign_in("hue.tp"))  # a proposal, so that there is one to show
    weekly(database(config.database_url), now=later(MORNING, minutes=90))  # explained likewise
    client, many, answered = sign_in(PEOPLE[role]), {}, set()
    client.get("/", follow_redirects=True)  # The setup is read once for each process.

    for rule in rules_of(app):
        for address in addresses(app, rule):
            answers: list[TestResponse] = []
            tally = count(lambda address=address, to=answers: to.append(client.get(address)))
            if answers[0].status_code in LEADS_ON:
                answered.add(rule.endpoint)
            assert answers[0].status_code < 500, address
            if len(tally.statements) > MOST:
                many[address] = len(tally.statements)
            answers[0].close()

    assert many == {}
    # Whoever may open a page did: refusals ask little and prove nothing.
    assert {one for one in may_open(app, role) if one not in answered} <= ELSEWHERE


# No case and no proposal of the sample has a file or a letter, no message waits, no calendar has
# changed, nobody has sent a petition, and no report is signed or made in the background.
ELSEWHERE = {
    "files.show",
    "proposals.evidence",
    "operations.drop",
    "calendar_changes.show",
    "handovers.again",
    "letters.paper",
    "letters.working",
    "letters.replacing",
    "letter_runs.show",
    "letter_runs.part",
    "letter_templates.preview",
    "letter_templates.original",
    "petitions.show",
    "petitions.form",
    "report_seals.show",
    "report_seals.changes",
    "report_seals.standing",
    "report_seals.file",
    "report_cells.kept",
    "report_cells.kept_sheet",
    "report_cells.kept_csv_file",
    "report_jobs.show",
    "report_jobs.progress",
    "report_jobs.file",
}


def may_open(app: Flask, role: Role) -> Iterator[str]:
    for rule in rules_of(app):
        access = access_of(app.view_functions[rule.endpoint])
        if access and (access.public or access.roles is None or role in access.roles):
            yield rule.endpoint
