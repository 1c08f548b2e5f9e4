"""`verify` reads the files of letters: lost or changed ones are faults, those of elsewhere not."""

import pytest

from app.services.letters import issue
from app.services.verify import Verified, verify
from app.store.files import place_of
from tests.services import lettering
from tests.services.hands import LAN, press
from tests.services.test_journal_letters import accepted, imported, letter
from tests.store.desk import DAY, MONDAY


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


@pytest.fixture
def row(opened, tmp_path):
    return issue(opened, tmp_path, press(LAN), lettering.accepted(opened), "receipt")


def found(opened, folder) -> Verified:
    return verify(opened, now=MONDAY + 5 * DAY, folder=folder)


def test_a_file_as_it_was_issued_is_counted(opened, tmp_path, row):
    told = found(opened, tmp_path)

    assert (told.letters, told.note, told.fault) == (1, None, None)
    assert told.as_json()["letters"] == 1


@pytest.mark.parametrize("harm", ["changed", "lost"])
def test_a_changed_or_lost_file_is_named(opened, tmp_path, row, harm):
    place = place_of(tmp_path, row.file)
    if harm == "lost":
        place.unlink()
    else:
        place.write_bytes(place.read_bytes()[:-1] + b" ")

    words = {"changed": "đã bị thay đổi sau khi phát hành", "lost": "không còn trong kho tệp"}
    assert str(found(opened, tmp_path).fault) == (
        f"tệp của văn bản số {row.number}, hồ sơ {row.case_code}: {words[harm]}; "
        "hãy lấy lại từ bản sao lưu"
    )


def test_files_of_letters_issued_elsewhere_are_a_note(opened, tmp_path, row):
    imported(opened, accepted("C1"), letter("C1", serial=2))

    told = found(opened, tmp_path)

    assert (told.letters, told.fault) == (1, None)
    assert told.note == "1 văn bản phát hành ở nơi khác không có tệp trong kho tệp của máy này"


def test_a_machine_without_a_folder_of_files_says_so(opened, tmp_path, row):
    told = found(opened, tmp_path / "nowhere")

    assert told.fault is None
    assert told.note == (
        f"máy này không có kho tệp {tmp_path / 'nowhere'}: chưa kiểm tra được tệp của 1 văn bản"
    )
