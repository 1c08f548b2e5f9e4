"""Offices' own templates: tried before they are used, kept by version, and only by who may."""

import io
import secrets
from datetime import timedelta

import pytest

from app.errors import BadInput, Refused, Unknown
from app.letters.docx import MEDIA
from app.letters.facts import sample_facts
from app.services import office_templates as service
from app.services.office_templates import Place, Upload
from app.services.transacting import in_one
from app.store import files
from app.store.engine import Connection, database
from app.store.office_templates import NewTemplate, current, of_office, put, version
from tests.letters.docxes import said, template
from tests.services.hands import ADMIN, HUNG, LAN, OTHER_WARD, STRANGE_LEADER, WARD, officer, press
from tests.store import desk, workers
from tests.store.desk import MONDAY
from workflows.agency import Role

RECEIPT = Place(agency=WARD, kind="receipt")
APOLOGY = Place(agency=WARD, kind="apology")
LATER = MONDAY + timedelta(hours=1)


def given(text: str = "Kính gửi {{ applicant }}", name: str = "Mẫu nhà.docx") -> Upload:
    return Upload(stream=io.BytesIO(template(text)), name=name)


@pytest.fixture
def opened(database_url):
    return desk.loaded(database_url)


@pytest.fixture
def keep(opened, tmp_path):
    """`keep(upload, who=…, place=…, key=…)`: what came of an upload."""

    def kept(upload, who=HUNG, place=RECEIPT, key=None, now=MONDAY):
        return service.upload(opened, tmp_path, press(who, now, key), place, upload)

    return kept


def in_use(opened, place=RECEIPT):
    with opened.reading() as connection:
        return current(connection, place.agency, place.kind)


def test_an_upload_is_used_from_then_on(opened, keep, tmp_path):
    made = keep(given())

    assert in_use(opened) == made
    assert (made.version, made.ref) == (1, f"own:{WARD}/receipt@1")
    assert (made.uploaded_by, made.at, made.name) == ("hung", MONDAY, "Mẫu nhà.docx")
    assert files.place_of(tmp_path, made.sha256).stat().st_size == made.size
    with opened.reading() as connection:
        assert files.known(connection, made.sha256)
    assert in_use(opened, APOLOGY) is None


def test_the_next_version_takes_the_place_of_the_one_before(opened, keep):
    first = keep(given("một"))
    second = keep(given("hai"), now=LATER)

    assert (second.version, in_use(opened)) == (2, second)
    with opened.reading() as connection:
        old = version(connection, WARD, "receipt", 1)
    assert old is not None
    assert (old.sha256, old.retired_at) == (first.sha256, LATER)


def test_the_same_form_twice_is_one_version(opened, keep):
    key = secrets.token_hex(16)

    assert keep(given(), key=key) == keep(given(), key=key)
    assert in_use(opened).version == 1
    with pytest.raises(Refused, match="cho một mẫu khác"):
        keep(given(), place=APOLOGY, key=key)


def test_the_template_in_use_is_not_taken_once_more(keep):
    content = template("một")
    keep(Upload(stream=io.BytesIO(content), name="a.docx"))

    with pytest.raises(BadInput, match="giống hệt mẫu đang dùng"):
        keep(Upload(stream=io.BytesIO(content), name="b.docx"))


def test_switched_off_the_form_of_the_program_is_used_and_numbers_go_on(opened, keep):
    keep(given("một"))

    assert service.switch_off(opened, press(HUNG, LATER), RECEIPT)
    assert in_use(opened) is None
    assert not service.switch_off(opened, press(HUNG, LATER), RECEIPT)
    assert keep(given("một"), now=LATER).version == 2


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (template("{{ nobody }}"), "mau.docx", "“nobody”"),
        (template("{{ ''.__class__ }}"), "mau.docx", "__class__"),
        (template("{{ papers[0].name }}"), "mau.docx", "“[0]”"),
        (template("x"), "mau.docm", "đuôi .docx"),
        (b"%PDF-1.7", "mau.docx", "không phải là tài liệu DOCX"),
    ],
)
def test_what_would_fail_at_the_desk_fails_here(opened, keep, tmp_path, content, name, told):
    with pytest.raises(BadInput) as raised:
        keep(Upload(stream=io.BytesIO(content), name=name))

    assert told in str(raised.value)
    assert raised.value.field == "file"
    assert in_use(opened) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("who", [LAN, STRANGE_LEADER, officer("son", Role.ADMIN, OTHER_WARD)])
def test_others_find_no_such_office(opened, keep, tmp_path, who):
    made = keep(given())

    with pytest.raises(Unknown):
        keep(given("hai"), who=who)
    with pytest.raises(Unknown):
        service.switch_off(opened, press(who), RECEIPT)
    with pytest.raises(Unknown):
        service.original(opened, tmp_path, who, RECEIPT, made.version)
    with pytest.raises(Unknown):
        service.templates_of(opened, who, WARD)
    assert in_use(opened) == made


@pytest.mark.parametrize("who", [ADMIN, HUNG, officer("tinh", Role.ADMIN, "H32")])
def test_admins_of_the_office_and_above_and_its_leaders_may(opened, keep, who):
    assert keep(given(), who=who).uploaded_by == who.login
    assert WARD in service.templates_of(opened, who, WARD).offices


def test_who_stands_in_for_a_leader_leaves_the_templates_alone(opened):
    stand_in = officer("minh", Role.SPECIALIST, stands_for=("hung",))

    with pytest.raises(Unknown):
        service.templates_of(opened, stand_in, WARD)


def test_the_list_shows_every_version_by_kind(opened, keep):
    keep(given("một"))
    keep(given("hai"), now=LATER)

    found = service.templates_of(opened, HUNG)

    assert (found.agency, set(found.versions)) == (WARD, {"receipt"})
    assert [one.version for one in found.versions["receipt"]] == [2, 1]


def test_a_preview_says_that_it_is_one(opened, keep, tmp_path):
    keep(given())

    text = said(service.preview(opened, tmp_path, HUNG, RECEIPT, 1))

    assert service.SAMPLE in text
    assert f"Kính gửi {sample_facts().values['applicant']}" in text
    with pytest.raises(Unknown):
        service.preview(opened, tmp_path, HUNG, RECEIPT, 2)


def test_a_letter_is_drawn_and_kept(keep, tmp_path):
    made = keep(given())

    kept = service.drawing(tmp_path, made, sample_facts())()

    content = files.place_of(tmp_path, kept.sha256).read_bytes()
    assert "Kính gửi" in said(content)
    assert (kept.size, kept.media) == (len(content), MEDIA)


@pytest.mark.parametrize("hurt", ["lost", "changed"])
def test_a_file_that_is_not_the_uploaded_one_is_told(keep, tmp_path, hurt):
    made = keep(given())
    path = files.place_of(tmp_path, made.sha256)
    path.unlink() if hurt == "lost" else path.write_bytes(template("khác"))

    with pytest.raises(Refused, match="không còn nguyên trong kho tệp"):
        service.content_of(tmp_path, made)


def put_one(url: str, key: str) -> int:
    def work(connection: Connection) -> int:
        new = NewTemplate(
            agency=WARD, kind="receipt", key=key * 32, sha256="0" * 64, name="x.docx", size=1
        )
        return put(connection, new, by="hung", now=MONDAY).version

    return in_one(database(url), work)


def test_all_at_once_are_a_version_each_of_which_the_last_is_used(opened, database_url):
    made = workers.together(put_one, [(database_url, key) for key in "abc"])

    assert sorted(made) == [1, 2, 3]
    assert in_use(opened).version == 3
    with opened.reading() as connection:
        assert [one.version for one in of_office(connection, WARD)] == [3, 2, 1]
