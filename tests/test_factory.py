import pytest
from sqlalchemy import text

from app.factory import create_app
from app.store.engine import database
from config import Config


@pytest.fixture
def client(raw_database_url):
    return create_app(Config(database_url=raw_database_url)).test_client()


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
