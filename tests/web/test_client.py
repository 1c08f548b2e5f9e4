"""The ground the page tests stand on: who signs in is let in, and nobody else."""

import pytest

from app.sample import DESKS

LOGINS = [login for login, _ in DESKS]


@pytest.mark.parametrize("login", LOGINS)
def test_each_account_the_demo_names_signs_in(sign_in, login):
    client = sign_in(login)

    assert client.get("/password").status_code == 200


def test_whoever_has_not_signed_in_is_sent_to_the_door(client):
    answer = client.get("/password")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")
