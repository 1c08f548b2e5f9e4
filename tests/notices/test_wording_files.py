"""Words in files: what is wrong in them is told with file, line and field, and nothing is taken."""

import shutil
from pathlib import Path

import pytest

from app.notices.word_files import DATA, read_words
from workflows.agency import Level
from workflows.problems import BadPack

FRAME = """
channels: [mail, sms]
gives: [case, due, phone]
closing: {sms: "Gọi {phone}."}
events:
  - event: citizen.test
    name: "Thử"
    texts:
      mail: {subject: "Hồ sơ {case}", body: "Hạn {due}."}
      sms: "Hồ sơ {case}."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(DATA / "values.yaml", tmp_path)
    return tmp_path


def complaint(folder: Path, text: str) -> str:
    (folder / "thu.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadPack) as caught:
        read_words(folder)
    return str(caught.value)


def test_a_good_file_is_taken_with_its_closing(folder):
    (folder / "thu.yaml").write_text(FRAME, encoding="utf-8")

    words = read_words(folder).events["citizen.test"]

    assert words.texts["sms"].body.text == "Hồ sơ {case}. Gọi {phone}."
    assert words.gives == {"case", "due", "phone"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Hạn {due}.", "Hạn {until}.", "thu.yaml:9: events[1].texts.mail: giá trị không dùng được"),
        ('sms: "Hồ sơ {case}."', 'sms: "{casse}"', "thu.yaml:10: events[1].texts.sms: giá trị"),
        ("Hạn {due}.", "Hạn {due.year}.", "dấu “{” lẻ"),
        ("Hạn {due}.", "Hạn {{due}}.", "dấu “{” lẻ"),
        ("Hạn {due}.", "Hạn {due}]", "dấu “]” lẻ"),
        ("Hạn {due}.", "Hạn [ngay].", "không chứa giá trị nào"),
        ("Hạn {due}.", "Hạn [a [{due}]].", "dấu “[” lẻ"),
        ('      sms: "Hồ sơ {case}."\n', "", "thiếu lời cho kênh: sms"),
        ('sms: "Hồ', 'fax: "Hồ', "không có “fax”"),
        ("gives: [case, due, phone]", "gives: [case, duee, phone]", "thu.yaml:3: gives[2]"),
        ('{sms: "Gọi', '{fax: "Gọi', "thu.yaml:4: closing.fax"),
        ("channels: [mail, sms]", "channels: [mail]", "không có kênh “sms”"),
        ('sms: "Hồ sơ {case}."', 'sms: "Hồ sơ\\n{case}."', "phải nằm trên một dòng"),
        ('"Hồ sơ {case}", body', '"Hồ\\nsơ {case}", body', "phải nằm trên một dòng"),
        ('name: "Thử"', 'name: "Thử"\n    parts: {case: "x"}', "là tên một giá trị"),
        ('name: "Thử"', 'name: "Thử"\n    samples: {casse: "x"}', "không có “casse”"),
        ('name: "Thử"', 'name: "Thử"\n    levels: {xã: {sms: "x"}}', "không có “xã”"),
        ('name: "Thử"', 'name: "Thử"\n    level: {}', "không có mục “level”"),
        ("gives: [case,", "gives: [lines, case,", None),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder, old, new, said):
    assert old in FRAME
    text = FRAME.replace(old, new)
    if said is None:  # a value of several lines is only wrong where there is one line
        text, said = text.replace('sms: "Hồ sơ {case}."', 'sms: "{lines}"'), "giá trị nhiều dòng"

    assert said in complaint(folder, text)


def test_all_faults_of_all_files_are_told_together(folder):
    (folder / "khac.yaml").write_text(FRAME.replace("{due}", "{until}"), encoding="utf-8")

    told = complaint(folder, FRAME.replace("{due}", "{nothing}").replace("sms: ", "fax: "))

    assert "khac.yaml:9" in told
    assert "thu.yaml" in told


def test_an_event_in_two_files_is_refused(folder):
    (folder / "khac.yaml").write_text(FRAME, encoding="utf-8")

    assert "thu.yaml:6: events[1].event: sự kiện “citizen.test” đã có" in complaint(folder, FRAME)


def test_the_desk_must_have_a_name_at_every_level(folder):
    text = (folder / "values.yaml").read_text(encoding="utf-8")
    (folder / "values.yaml").write_text(text.replace("  other:", "  district:"), encoding="utf-8")

    assert "values.yaml:10: desks: thiếu mục “other”" in complaint(folder, FRAME)


def test_a_level_may_say_it_its_own_way_and_says_the_rest_as_all(folder):
    own = FRAME.replace('name: "Thử"', 'name: "Thử"\n    levels: {province: {sms: "Tỉnh: {case}"}}')
    (folder / "thu.yaml").write_text(own, encoding="utf-8")

    words = read_words(folder).events["citizen.test"]

    assert words.text("sms", Level.PROVINCE).body.text == "Tỉnh: {case} Gọi {phone}."
    assert words.text("sms", Level.COMMUNE).body.text == "Hồ sơ {case}. Gọi {phone}."
    assert words.text("mail", Level.PROVINCE) == words.texts["mail"]
