"""Choosing what to take in, several for one person, and the people known already."""

import re

import pytest
from flask.testing import FlaskClient

from app.sample import MORNING, ONE_FOR_ALL
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.store.engine import Database, database
from tests.services.who import QUICK
from tests.web.client import token_of
from tests.web.intaking import FORM, MARRIAGE, SIGNATURE, code_in, typed
from workflows.agency import Role
from workflows.officer import Grant


@pytest.fixture
def lan(sign_in) -> FlaskClient:
    browser: FlaskClient = sign_in("lan.mc")
    return browser


@pytest.fixture
def ward(ward_url: str) -> Database:
    return database(ward_url)


def test_the_choice_shows_the_procedures_of_the_level_by_field(lan):
    page = lan.get("/intake").text

    assert "Chứng thực bản sao từ bản chính" in page
    assert page.index("Chứng thực</th>") < page.index("Hộ tịch</th>")


def test_a_search_without_marks_finds_names_codes_and_fields(lan):
    assert "Đăng ký kết hôn" in lan.get("/intake?q=ket+hon").text
    assert "Chứng thực chữ ký" in lan.get("/intake?q=000884").text
    assert "Đăng ký kết hôn" not in lan.get("/intake?q=khuyet+tat").text
    assert "Không có thủ tục nào khớp" in lan.get("/intake?q=zzz").text


def test_a_search_that_finds_one_goes_to_its_form_only_when_asked(lan):
    assert lan.get("/intake?q=000884").status_code == 200
    assert lan.get("/intake?q=000884&go=1").location == f"/intake/{SIGNATURE}"
    assert lan.get("/intake?q=dang+ky&go=1").status_code == 200


def test_a_star_puts_a_procedure_first_and_back(lan):
    star = {"csrf_token": token_of(lan, "/intake"), "office": "H32.PL"}
    lan.post("/intake/favourites", data={**star, "keep": MARRIAGE})
    assert "Hay dùng</th>" in lan.get("/intake").text

    lan.post("/intake/favourites", data={**star, "drop": MARRIAGE})
    assert "Hay dùng</th>" not in lan.get("/intake").text


def test_only_the_desk_takes_in(sign_in):
    assert sign_in("hue.tp").get("/intake").status_code == 403
    assert sign_in("hue.tp").get(FORM).status_code == 403


def test_a_procedure_or_office_that_is_not_the_desks_is_not_there(lan):
    assert lan.get("/intake/9.999999").status_code == 404
    assert lan.get(f"{FORM}?office=H32.TM").status_code == 404


def test_earlier_data_is_offered_by_number_and_taken_by_one_button(lan):
    first = typed(lan, address="Tổ dân phố 1", email="buoi@thu.vn")
    code = code_in(lan.post(FORM, data=first))

    form = typed(lan, name="", phone="", id_no="079 188 001 234")
    hint = lan.post(f"{FORM}/applicant", data=form).text
    assert "Bùi Thị Bưởi" in hint
    assert f'value="{code}"' in hint

    filled = lan.post(f"{FORM}/applicant", data={**form, "take": code}).text
    for words in ("Bùi Thị Bưởi", "buoi@thu.vn", "Tổ dân phố 1"):
        assert f'value="{words}"' in filled
    whole = lan.post(FORM, data={**form, "take": code, "note": "còn đây"})
    assert whole.status_code == 200
    assert 'value="buoi@thu.vn"' in whole.text
    assert "còn đây</textarea>" in whole.text


def test_nobody_of_another_commune_is_offered(lan, sign_in):
    code = code_in(lan.post(FORM, data=typed(lan)))
    son = sign_in("son.tm")
    form = typed(son, office="H32.TM", name="", phone="")

    hint = son.post(f"{FORM}/applicant", data=form)
    assert (hint.status_code, hint.text.strip()) == (200, "")
    assert son.post(f"{FORM}/applicant", data={**form, "take": code}).status_code == 404
    assert son.get(f"{FORM}?like={code}").status_code == 404
    assert son.get(f"/intake/done?code={code}").status_code == 303


def test_several_procedures_one_after_the_other(lan):
    begin = lan.get(f"/intake/together?choose={SIGNATURE}&choose={MARRIAGE}").location
    assert begin == f"/intake/{SIGNATURE}?then={MARRIAGE}"

    step = lan.post(f"/intake/{SIGNATURE}", data=typed(lan, begin, then=MARRIAGE))
    assert step.location.startswith(f"/intake/{MARRIAGE}?")
    second = lan.get(step.location).text
    assert 'value="Bùi Thị Bưởi"' in second
    assert "hồ sơ 2/2" in second

    first = re.search(r"like=([A-Z0-9.-]+)", step.location)
    assert first
    papers_of_it = [str(n) for n in range(second.count('name="paper"'))]
    more = {"done": first[1], "like": first[1], "paper": papers_of_it}
    end = lan.post(f"/intake/{MARRIAGE}", data=typed(lan, step.location, **more))
    page = lan.get(end.location).text
    assert end.location.count("code=") == 2
    assert "Đã ghi 2 hồ sơ" in page
    assert page.count("Hẹn trả <strong>") == 2


def test_who_sits_at_two_desks_chooses_one(ward, sign_in):
    grants = tuple(Grant(agency=code, role=Role.ONE_STOP) for code in ("H32.PL", "H32.TM"))
    new = NewAccount(login="hai.mc", name="Hai Bàn", grants=grants, password=ONE_FOR_ALL)
    create_account(ward, new, by=None, now=MORNING, hasher=QUICK)
    both = sign_in("hai.mc")

    assert 'value="H32.TM" selected' in both.get("/intake?office=H32.TM").text
    page = f"{FORM}?office=H32.TM"
    assert 'value="H32.TM" selected' in both.get(page).text
    assert code_in(both.post(FORM, data=typed(both, page, office="H32.TM"))).startswith("H32.TM-")
    assert both.post(FORM, data=typed(both, page, office="")).status_code == 422


@pytest.mark.parametrize("address", ["/intake", FORM, "/intake/done?code={code}"])
def test_no_page_makes_more_than_twelve_queries(lan, count, address):
    code = code_in(lan.post(FORM, data=typed(lan)))

    for path in (address.format(code=code), f"{FORM}?like={code}"):
        assert len(count(lambda path=path: lan.get(path)).statements) <= 12
