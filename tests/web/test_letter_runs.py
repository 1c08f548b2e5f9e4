"""Letters for many cases from the pages: chosen, issued, left, carried on, printed."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.errors import Unknown
from app.sample import MORNING, ONE_FOR_ALL
from app.services import letter_run_going
from app.services import letter_runs as runs
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.store.engine import Database
from tests.services.who import NOW, QUICK, grant
from tests.web.cases import accepted, online, opened, text_of
from tests.web.client import entered, token_of
from tests.web.intaking import FORM, typed
from tests.web.lettering import issued
from workflows.agency import Role

__all__ = ["opened"]


@pytest.fixture
def lan(sign_in) -> FlaskClient:
    browser: FlaskClient = sign_in("lan.mc")
    return browser


def begun(client: FlaskClient, codes: list[str], kind: str = "receipt", key: str = "a" * 32) -> Any:
    token = token_of(client, "/password")
    given = {"csrf_token": token, "key": key, "kind": kind, "codes": codes}
    return client.post("/letters/batch", data=given)


def went_on(client: FlaskClient, run: str, *, script: bool = False) -> Any:
    headers = {"HX-Request": "true"} if script else {}
    given = {"csrf_token": token_of(client, "/password")}
    return client.post(f"{run}/go", data=given, headers=headers)


def another_clerk(opened: Database, app: Any, login: str, agency: str = "H32.PL") -> FlaskClient:
    grants = [grant(Role.ONE_STOP, agency)]
    new = NewAccount(login=login, name="Đỗ Thị Mai", grants=grants, password=ONE_FOR_ALL)
    create_account(opened, new, by=None, now=NOW, hasher=QUICK)
    return entered(app.test_client(), login, ONE_FOR_ALL)


def test_todays_cases_without_a_receipt_are_offered_ticked(lan, opened):
    code = accepted(opened)
    waiting = online(opened)

    page = lan.get("/letters/batch").text

    assert re.search(rf'value="{code}" checked', page)
    assert waiting not in page
    assert code not in lan.get("/letters/batch?day=2024-01-02").text
    for day in ("x", "2030-01-01", "0001-01-01"):
        assert lan.get(f"/letters/batch?day={day}").status_code == 422


def test_a_run_goes_on_with_every_press_and_names_whom_it_left_out(lan, opened):
    codes, sent = [accepted(opened) for _ in range(3)], online(opened)
    run = begun(lan, [*codes, sent])
    assert run.status_code == 303
    assert begun(lan, [*codes, sent]).location == run.location
    assert "còn <strong>4</strong>" in lan.get(run.location).text

    assert went_on(lan, run.location).location == run.location

    page = text_of(lan.get(run.location).text)
    assert "4 trong 4 hồ sơ đã xong" in page
    assert "3 đã cấp" in page
    assert sent in page
    assert "hồ sơ chưa được tiếp nhận" in page.lower()
    assert [len(issued(opened, code)) for code in codes] == [1, 1, 1]


def test_with_script_the_progress_comes_by_itself_and_ends_on_the_page(lan, opened, monkeypatch):
    monkeypatch.setattr(letter_run_going, "CHUNK", 2)
    monkeypatch.setattr(runs.carry_on, "__kwdefaults__", {"most": 2})
    run = begun(lan, [accepted(opened) for _ in range(3)]).location

    first = went_on(lan, run, script=True)
    last = went_on(lan, run, script=True)

    assert first.status_code == 200
    assert 'hx-trigger="load' in first.text
    assert "<html" not in first.text
    assert (last.status_code, last.headers["HX-Redirect"]) == (204, run)


def test_the_letters_come_as_one_file_to_print(lan, opened):
    run = begun(lan, [accepted(opened) for _ in range(3)]).location
    went_on(lan, run)
    page = lan.get(run).text
    assert f'href="{run}/print/1.pdf"' in page

    answer = lan.get(f"{run}/print/1.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(PdfReader(io.BytesIO(answer.data)).pages) >= 3
    for part in (0, 2, 10**20):
        assert lan.get(f"{run}/print/{part}.pdf").status_code == 404


def test_somebody_else_at_the_desk_goes_on_and_prints(lan, opened, app):
    run = begun(lan, [accepted(opened), accepted(opened)]).location
    mai = another_clerk(opened, app, "mai.mc")
    offered = mai.get("/letters/batch").text

    assert "Lượt dở dang của đồng nghiệp" in offered
    assert f'href="{run}"' in offered
    assert went_on(mai, run).status_code == 303
    assert "2 trong 2" in text_of(mai.get(run).text)
    assert mai.get(f"{run}/print/1.pdf").status_code == 200


def test_who_does_not_see_the_cases_does_not_see_the_run(lan, opened, app, sign_in):
    run = begun(lan, [accepted(opened)]).location
    stranger = another_clerk(opened, app, "la.mc", "H32.TM")

    assert run not in stranger.get("/letters/batch").text
    assert stranger.get(run).status_code == 404
    assert went_on(stranger, run).status_code == 404
    assert sign_in("thanh.tra").get(run).status_code == 403
    assert lan.get("/letters/runs/99999999999999999999").status_code == 404


def test_a_supervisor_elsewhere_carries_nothing_on(opened, lan, app):
    run = begun(lan, [accepted(opened)]).location
    number = int(run.rpartition("/")[2])
    grants = [grant(Role.SUPERVISOR, "H32.PL"), grant(Role.ONE_STOP, "H32.TM")]
    new = NewAccount(login="hai.vai", name="Hai Vai", grants=grants, password=ONE_FOR_ALL)
    create_account(opened, new, by=None, now=NOW, hasher=QUICK)
    both = entered(app.test_client(), "hai.vai", ONE_FOR_ALL)

    assert went_on(both, run).status_code == 404
    assert runs.progress_of(opened, number).waiting == 1


def test_a_form_that_cannot_begin_keeps_what_was_typed(lan, opened):
    code = accepted(opened)
    for data, status in (
        ({"kind": "receipt", "lines": ""}, 400),
        ({"kind": "stop", "lines": code}, 400),
        ({"kind": "apology", "lines": code}, 400),
        ({"kind": "receipt", "lines": f"{code}, H32.TM-240124-0001 <b>"}, 422),
        ({"kind": "receipt", "lines": code, "key": "x"}, 400),
    ):
        token = token_of(lan, "/password")
        answer = lan.post("/letters/batch", data={"csrf_token": token, "key": "a" * 32, **data})
        assert answer.status_code == status, data
        assert 'role="alert"' in answer.text
        assert data["lines"].split(",")[0] in answer.text
        assert "<b>" not in answer.text
    with pytest.raises(Unknown):
        runs.progress_of(opened, 1)


def test_codes_of_a_list_and_typed_ones_make_one_run(lan, opened):
    codes = [accepted(opened) for _ in range(3)]
    token = token_of(lan, "/password")
    ticked = [f"{code}|2|intake" for code in codes[:2]]

    page = lan.post("/letters/batch/chosen", data={"csrf_token": token, "codes": ticked}).text
    assert f"{codes[0]}\n{codes[1]}</textarea>" in page

    given = {"csrf_token": token, "key": "a" * 32, "kind": "control"}
    run = lan.post("/letters/batch", data={**given, "lines": " , ".join([*codes, codes[0]])})
    went_on(lan, run.location)
    assert [issued(opened, code)[0].kind for code in codes] == ["control"] * 3


def test_a_whole_day_without_boxes_where_there_are_many(lan, opened, monkeypatch):
    monkeypatch.setattr("app.web.pages.letter_runs.SHOWN", 1)
    codes = [accepted(opened) for _ in range(2)]
    page = lan.get("/letters/batch").text
    assert 'name="codes"' not in page
    count = re.search(r"Cấp (\d+) giấy tiếp nhận", page)
    assert count
    assert int(count[1]) >= 2

    given = {"csrf_token": token_of(lan, "/password"), "key": "a" * 32, "kind": "receipt"}
    run = lan.post("/letters/batch", data={**given, "day": f"{MORNING:%Y-%m-%d}"}).location
    went_on(lan, run)

    assert all(len(issued(opened, code)) == 1 for code in codes)
    assert "đều đã có giấy tiếp nhận" in lan.get("/letters/batch").text


def test_what_was_left_out_can_be_tried_again(lan, opened):
    run = begun(lan, [online(opened)]).location
    went_on(lan, run)
    assert "Làm lại 1 hồ sơ" in text_of(lan.get(run).text)

    token = token_of(lan, "/password")
    assert lan.post(f"{run}/again", data={"csrf_token": token}).location == run

    assert "còn <strong>1</strong>" in lan.get(run).text


def test_several_intakes_get_their_receipts_together(lan):
    first = lan.post(FORM, data=typed(lan)).location
    second = lan.post(FORM, data=typed(lan)).location
    both = f"{first}&{second.partition('?')[2]}"

    assert "Cấp và in cả 2 giấy tiếp nhận" in lan.get(both).text


def test_the_pages_ask_the_database_little(lan, opened, count):
    run = begun(lan, [accepted(opened) for _ in range(3)]).location
    went_on(lan, run)

    for path in ("/letters/batch", run, f"{run}/print/1.pdf"):
        assert len(count(lambda path=path: lan.get(path)).statements) <= 12, path
