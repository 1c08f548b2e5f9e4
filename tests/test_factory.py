import pytest
from sqlalchemy import text

from app.factory import create_app
from app.store.engine import database
from config import Config


@pytest.fixture
def config(raw_database_url, tmp_path):
    return Config(database_url=raw_database_url, secret_file=tmp_path / "secret.key")


@pytest.fixture
def client(config):
    return create_app(config).test_client()


def test_a_fresh_database_is_brought_up_and_well(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json()["well"] is True


def test_a_database_at_another_schema_is_not_well(client, raw_database_url):
    with database(raw_database_url).writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json()["schema"] == "0001"


def test_two_workers_of_one_installation_sign_with_one_key(config):
    keys = {create_app(config).config["SECRET_KEY"] for _ in range(2)}

    assert keys == {config.secret_file.read_text(encoding="ascii")}


def test_every_route_says_who_may_open_it(config):
    from app.web.access import access_of

    app = create_app(config)
    silent = [name for name, view in app.view_functions.items() if access_of(view) is None]

    assert silent == ["static"]
