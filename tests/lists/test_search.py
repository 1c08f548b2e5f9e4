"""Search: what somebody types or scans, and which cases that means."""

import pytest

from app.lists.search import Wanted, find
from tests.lists.office import HUNG, LAN, WARD, accepted, loaded, officer, submitted
from tests.store.desk import DAY, MONDAY
from workflows import commands as do
from workflows.agency import Role
from workflows.events import Applicant

A = Applicant(name="Nguyễn Văn Ánh", phone="0912 345 678", id_no="079204001234")
DAO = Applicant(name="Đặng Thị Đào", phone="+84 98 765 4321", id_no="C1234567")
COMPANY = Applicant(name="Công ty TNHH 36 (Ánh Văn)")


def found(opened, text, who=LAN, **more):
    with opened.reading() as connection:
        return find(connection, who, text, **more)


def names(opened, text, who=LAN):
    return {row.applicant for row in found(opened, text, who).rows}


@pytest.fixture
def opened(database_url):
    made = loaded(database_url)
    for person in (A, DAO, COMPANY):
        accepted(made, applicant=person)
    return made


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen van anh",
        "Nguyễn Văn Ánh",
        "NGUYỄN VĂN ÁNH",
        "anh nguyen",
        "nguy",
        "nguyen v",
        "  nguyễn,  văn ",
        "nguye\u0302\u0303n",
        "0912345678",
        "+84912345678",
        "84 912 345 678",
        "0912.345.678",
        "079204001234",
        "079 204 001234",
    ],
)
def test_a_person_is_found_however_typed(opened, typed):
    assert names(opened, typed) == {A.name}


@pytest.mark.parametrize(
    "typed", ["dang thi dao", "ĐÀO", "dao", "c1234567", "C 1234567", "0987654321"]
)
def test_the_letter_dd_is_found_as_d(opened, typed):
    assert names(opened, typed) == {DAO.name}


def test_words_stand_in_any_order_and_must_all_be_there(opened):
    assert names(opened, "van anh") == names(opened, "anh van") == {A.name, COMPANY.name}
    assert names(opened, "anh van nguyen") == {A.name}
    assert names(opened, "nguyen tran") == set()
    assert names(opened, "guyen") == set()


def test_digits_in_a_name_are_found_too(opened):
    assert names(opened, "36") == {COMPANY.name}
    assert names(opened, "cong ty 36") == {COMPANY.name}


@pytest.mark.parametrize(
    "typed",
    [
        "{code}",
        " {code} ",
        "{lower}",
        "https://motcua.example/h/{code}",
        "https://motcua.example/h/{code}?k=1#x",
        "https://motcua.example/tra-cuu?ma={code}&x=1",
        "http://x/{quoted}",
        "{code}\r\n",
    ],
)
def test_a_code_typed_or_scanned_goes_straight_to_the_case(opened, typed):
    code = accepted(opened)
    text = typed.format(code=code, lower=code.lower(), quoted=code.replace(".", "%2E"))

    hit = found(opened, text)

    assert hit.exact == code
    assert [row.code for row in hit.rows] == [code]


def test_the_end_of_a_code_is_enough(opened):
    for ending in ("0002", "240304-0002", "2403040002", "PL-240304-0002"):
        hit = found(opened, ending)
        assert hit.exact is None
        assert [row.code for row in hit.rows] == [f"{WARD}-240304-0002"]
    assert len(found(opened, "02").rows) == 1
    assert found(opened, "0009").rows == ()


def test_the_newest_come_first_and_no_more_than_asked_for(opened):
    newest = accepted(opened, applicant=A, at=MONDAY + DAY)
    late = accepted(opened, applicant=A)

    hit = found(opened, "nguyen van anh", size=2)
    assert [row.code for row in hit.rows] == [newest, late]
    assert hit.more
    assert not found(opened, "nguyen van anh", size=3).more


def test_a_search_stays_within_what_one_may_see(opened):
    for who in (
        officer("sơn", Role.ONE_STOP, agency="H32.BD"),
        officer("quản trị", Role.ADMIN),
        officer("mới"),
    ):
        for typed in (
            "nguyen van anh",
            "0912345678",
            "079204001234",
            "0001",
            f"{WARD}-240304-0001",
        ):
            hit = found(opened, typed, who)
            assert (hit.exact, hit.rows, hit.more) == (None, (), False)
    above = officer("trên", Role.SUPERVISOR, agency="H32")
    assert names(opened, "dao", above) == names(opened, "dao", HUNG) == {DAO.name}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "'",
        '"',
        '"nguyen',
        "a' OR '1'='1",
        "nguyen & | ! <-> :* ( )",
        "NEAR(nguyen, 5)",
        "name_key: *",
        "-- ; DROP TABLE cases",
        "%",
        "_",
        "100%_\\",
        "nguyen\x00van",
        "\u202enguyen\u202c zz",
        "\ud800",
        "^nguyen*",
        "AND OR NOT",
        "{}",
        "a" * 10_000,
        "nguyen " * 5_000,
        "9" * 10_000,
        "😀",
        "https://" + "/" * 10_000,
        "%00%ff%",
        "٣٤٥",
        "²³",
    ],
)
def test_any_text_is_just_text(opened, typed):
    hit = found(opened, typed)

    assert hit.exact is None
    assert {row.applicant for row in hit.rows} <= {A.name, DAO.name, COMPANY.name}


@pytest.mark.parametrize(
    "name", ["'; --", "\x01 \u202e", "😀😀", "Đ" * 10_000, "x " * 5_000, "=1+1"]
)
def test_any_name_can_be_kept_and_its_case_found_by_code(database_url, name):
    opened = loaded(database_url)
    code = accepted(opened, applicant=Applicant(name=name, phone="9" * 500, id_no="ế" * 500))

    assert [row.applicant for row in found(opened, code).rows] == [name]


def test_a_name_changed_by_acceptance_is_found_by_the_new_one(database_url):
    opened = loaded(database_url)
    submitted(opened, do.AcceptCase(at=MONDAY, applicant=DAO), applicant=A)

    assert names(opened, "nguyen van anh") == set()
    assert names(opened, "dao") == {DAO.name}


def test_a_text_means_what_it_may_be():
    wanted = Wanted.read("0912 345 678")

    assert (wanted.number, wanted.phone) == ("0912345678", "0912345678")
    assert Wanted.read("Nguyễn Văn 1").number is None
    assert Wanted.read("Lan").words == ("lan",)
