"""One JSON line for each request and fault, with nobody's data in it."""

import json

import pytest
from flask import request
from sqlalchemy import text

from app.errors import Refused
from app.store.engine import database
from app.web.access import public
from tests.web.client import token_of

# As a citizen has told them, in the address, the form, the headers and the cookie.
SECRETS = {"name": "Nguyễn Thị Bưởi", "id_no": "070123456789", "phone": "0912345678"}
GIVEN = "a1b2c3d4-0000-4000-8000-1234567890ab"


@pytest.fixture
def broken(app):
    """Routes that stumble over what they are given, in the ways there are."""

    @public
    def stumble(how):
        given = dict(request.form)
        if how == "python":
            raise ValueError(f"không hiểu {given}")
        if how == "refused":
            raise Refused(f"không nhận {given['name']}")
        with database(app.extensions["motcua"].config.database_url).writing() as connection:
            statement = text("INSERT INTO fields VALUES (:name, :id_no, :phone)")
            connection.execute(statement, given)
            connection.execute(statement, given)
        return "đã ghi"

    app.add_url_rule("/broken/<how>", "broken", stumble, methods=["POST"])
    return app.test_client()


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def post(client, path, **more):
    data = {**SECRETS, "csrf_token": token_of(client)}
    return client.post(
        f"{path}?{'&'.join(f'{k}={v}' for k, v in SECRETS.items())}", data=data, **more
    )


def test_a_request_is_one_line_with_the_route_and_not_the_address(client, capsys):
    client.get("/sign-in?next=/cases/H32.PL-240124-0001")

    (line,) = lines(capsys)
    assert line["event"] == "request"
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "session.enter", 200)
    assert line["ms"] > 0
    assert line["sql"] >= 1
    assert "H32" not in json.dumps(line)


@pytest.mark.parametrize("how", ["python", "refused", "database"])
def test_nothing_a_citizen_told_stands_in_the_log_of_a_failing_request(broken, capsys, how):
    answer = post(broken, f"/broken/{how}")

    said = capsys.readouterr()
    assert answer.status_code in {422, 500}
    assert [word for word in SECRETS.values() if word in said.out + said.err] == []
    assert "Bưởi" not in said.err


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page"])
def test_nor_in_that_of_one_that_works_or_finds_nothing(client, capsys, path):
    post(client, path)

    said = capsys.readouterr()
    assert [word for word in SECRETS.values() if word in said.out + said.err] == []


def test_a_fault_tells_its_kind_and_place_under_the_name_of_its_request(broken, capsys):
    answer = post(broken, "/broken/python")

    fault, told = lines(capsys)[-2:]
    assert fault["event"] == "fault"
    assert fault["level"] == "error"
    assert fault["causes"][0]["kind"] == "ValueError"
    assert "test_logs.py" in fault["causes"][0]["trace"][-1]
    assert fault["id"] == told["id"] == answer.headers["X-Request-Id"]


def test_a_fault_of_the_database_tells_its_code(broken, capsys):
    post(broken, "/broken/database")

    fault = lines(capsys)[-2]
    assert [cause["kind"] for cause in fault["causes"]] == ["IntegrityError", "IntegrityError"]
    assert fault["causes"][1]["code"].startswith("SQLITE_CONSTRAINT")


def test_the_name_a_proxy_gave_a_request_is_kept(client, capsys):
    answer = client.get("/sign-in", headers={"X-Request-Id": GIVEN})

    assert answer.headers["X-Request-Id"] == GIVEN
    assert lines(capsys)[0]["id"] == GIVEN


@pytest.mark.parametrize("given", ["070123456789", "x" * 32, "Nguyen Van An", GIVEN.upper()])
def test_what_could_be_somebodys_number_is_no_name_of_a_request(client, capsys, given):
    answer = client.get("/sign-in", headers={"X-Request-Id": given})

    assert answer.headers["X-Request-Id"] != given
    assert given not in capsys.readouterr().err


def test_statements_are_counted_without_those_that_only_frame_a_transaction(client, count):
    sent = count(lambda: client.get("/healthz")).statements

    assert len(sent) >= 1
    assert not [words for words in sent if words.startswith(("BEGIN", "PRAGMA query_only"))]
