"""Acts under race and crash: a press of a button is recorded once, whatever happens around it."""

import secrets
import signal

import pytest

from app.projections.rows import case_rows
from app.services.act import act
from app.store import event_log
from app.store.engine import Database
from app.store.setup import read_setup
from tests.services import pressing
from tests.services.hands import YEN, press
from tests.store import desk, workers


def versions(opened: Database, code: str) -> int:
    """The version of a case, after a look at the rows the projections made of it."""
    with opened.reading() as connection:
        log = event_log.load(connection, code)
        rows = desk.held(connection)["cases"]
        wanted = desk.wanted(case_rows(log, read_setup(connection)))["cases"]
    assert wanted[0] in rows
    return log.version


def keys(number: int) -> list[str]:
    return [secrets.token_hex(16) for _ in range(number)]


@pytest.mark.slow
@pytest.mark.parametrize("version", [None, 1])
def test_two_copies_of_a_form_at_once_are_one_act(database_url, version):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    forms = keys(60 if version is None else 1)

    one, other = workers.together(pressing.pay, [(database_url, code, forms, version)] * 2)

    assert versions(opened, code) == 1 + len(forms)
    assert one["done"] + other["done"] == len(forms)
    assert one["repeated"] + other["repeated"] == len(forms)
    # Both got the same answer to the same form.
    assert {k: n for k, n in one.items() if k[-1].isdigit()} == {
        k: n for k, n in other.items() if k[-1].isdigit()
    }


@pytest.mark.slow
def test_two_officers_at_once_on_one_page_are_one_act_and_one_refusal(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code

    calls = [(database_url, code, keys(1), 1) for _ in range(2)]
    seen = workers.together(pressing.pay, calls)

    assert versions(opened, code) == 2
    assert sorted(one["done"] + 2 * one["changed"] for one in seen) == [1, 2]


@pytest.mark.slow
def test_two_copies_of_an_intake_at_once_are_one_case(database_url):
    opened = desk.loaded(database_url)
    forms = keys(30)

    one, other = workers.together(pressing.take_in, [(database_url, forms)] * 2)

    assert one == other
    assert one == [f"H32.PL-240304-{number:04}" for number in range(1, 31)]
    assert {versions(opened, code) for code in one} == {1}


@pytest.mark.slow
def test_who_was_killed_before_the_answer_is_answered_by_the_copy(database_url, tmp_path):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    key = secrets.token_hex(16)

    died_of = pressing.killed(pressing.pay_and_die, database_url, code, key, sign=tmp_path / "sign")
    again = act(opened, press(YEN, key=key), code, [pressing.FEE])

    assert died_of == -signal.SIGKILL
    assert (again.repeated, again.version, versions(opened, code)) == (True, 2, 2)
