"""The pages without a browser: the application on the sample ward, asked by its test client."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.sample import ONE_FOR_ALL
from app.store.counting import Tally, counted
from config import Config
from tests.ward import (
    config,
    morning_postgres,
    morning_sqlite,
    quick_sign_in,
    ward_postgres_url,
    ward_sqlite_url,
    ward_url,
    ward_urls,
)
from tests.web.cases import opened
from tests.web.client import entered

__all__ = [
    "config",
    "morning_postgres",
    "morning_sqlite",
    "opened",
    "quick_sign_in",
    "ward_postgres_url",
    "ward_sqlite_url",
    "ward_url",
    "ward_urls",
]


@pytest.fixture
def app(config: Config) -> Flask:
    """The application on the sample ward at MORNING."""
    return create_app(config)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in at."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """`sign_in(login)`: a browser at which somebody of the sample has signed in."""
    return lambda login, password=ONE_FOR_ALL: entered(app.test_client(), login, password)


@pytest.fixture
def count() -> Callable[[Callable[[], object]], Tally]:
    """`count(act)`: the statements an act sends to the database, for "no page makes more than"."""

    def counting(act: Callable[[], object]) -> Tally:
        with counted() as tally:
            act()
        return tally

    return counting
