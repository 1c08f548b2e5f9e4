"""The forms as data: which there are, which is used when, and how a bad file is refused."""

import re
from datetime import date

import pytest

from app.errors import Unknown
from app.letters.form import Form
from app.letters.form_file import read_form
from app.letters.forms import all_forms, form_for, form_named, read_forms
from app.letters.versions import read_versions, versions
from app.letters.vocabulary import FOLDER, read_vocabulary, vocabulary
from tests.architecture.tree import ROOT
from workflows.agency import Level
from workflows.problems import BadPack

OLD, NEW = date(2025, 6, 30), date(2025, 7, 1)
GUIDE = ROOT / "docs" / "how-to-add-letter.md"

GOOD = """kind: receipt
title: "GIẤY {case}"
sign: TNHS
source: "tự đặt"
blocks:
  - line: {"Mã": "{case}", "ĐT": "[{phone}]"}
  - text: "Xin chào {applicant}"
  - items: asked
    each: "{name}"
  - table: papers
    columns:
      - {title: "Tên", cell: "{name}", width: 2.5}
"""


def read(text: str) -> Form:
    return read_form(text.encode(), "thử/01", vocabulary())


def test_every_official_form_is_there_by_its_number():
    numbers = {
        form.name: form.kind for form in all_forms().values() if not form.name.startswith("extra/")
    }

    assert numbers == {
        "tt01_2018/01": "receipt",
        "tt01_2018/02": "supplement",
        "tt01_2018/03": "refusal",
        "tt01_2018/04": "apology",
        "tt01_2018/05": "control",
        "tt01_2018/06": "register",
        "tt03_2025/01": "receipt",
        "tt03_2025/02": "supplement",
        "tt03_2025/03": "refusal",
        "tt03_2025/04": "apology",
        "tt03_2025/05": "stop",
        "tt03_2025/06": "control",
        "tt03_2025/07": "register",
    }


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda form: form.name)
def test_a_form_says_where_it_comes_from_and_what_was_not_checked(form):
    number = form.name.rpartition("/")[2]

    assert form.source
    assert re.fullmatch(rf"{form.name}@[0-9a-f]{{12}}", form.ref)
    assert re.fullmatch(r"[A-Z]{2,5}", form.sign)
    if form.label is not None:
        assert form.label.startswith(f"Mẫu số {number} – TT ")
        assert form.unverified


@pytest.mark.parametrize(
    ("kind", "day", "name"),
    [
        ("receipt", OLD, "tt01_2018/01"),
        ("receipt", NEW, "tt03_2025/01"),
        ("receipt", date(2016, 1, 4), "tt01_2018/01"),
        ("receipt", date(2060, 1, 4), "tt03_2025/01"),
        ("control", OLD, "tt01_2018/05"),
        ("stop", NEW, "tt03_2025/05"),
        ("stop", OLD, "extra/stop"),
        ("result", OLD, "extra/result"),
        ("handover", NEW, "extra/handover"),
        ("fee", NEW, "extra/fee"),
    ],
)
def test_the_day_of_acceptance_decides_on_the_form(kind, day, name):
    assert form_for(kind, day).name == name


def test_a_form_is_found_again_by_its_name():
    assert form_named("tt03_2025/05").kind == "stop"
    with pytest.raises(Unknown, match="không có mẫu tt99/01"):
        form_named("tt99/01")


def test_numbers_below_ten_have_a_zero():
    form = form_for("apology", OLD)

    assert [form.number(serial) for serial in (5, 12, 1234)] == ["05/PXL", "12/PXL", "1234/PXL"]


def test_the_reference_changes_with_the_content():
    assert read(GOOD).ref != read(f"{GOOD}# một chữ khác\n").ref


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("sign: TNHS", "sgin: TNHS", 3, "sgin: không có mục “sgin”"),
        ("kind: receipt", "kind: letter", 1, "kind: “letter” không dùng được"),
        ('title: "GIẤY {case}"\n', "", 0, "title: thiếu mục bắt buộc"),
        ("{applicant}", "{aplicant}", 7, "không có giá trị “aplicant” ở đây"),
        ("{applicant}", "{applicant", 7, "lẻ"),
        ("items: asked", "items: askde", 8, "“askde” không dùng được"),
        ('each: "{name}"', 'each: "{count}"', 9, "không có giá trị “count” ở đây"),
        ("width: 2.5", "width: rộng", 12, "“rộng” không phải bề rộng"),
        ("width: 2.5", "width: 0", 12, "“0” không phải bề rộng"),
        ("table: papers", "tabel: papers", 10, "khối phải có một trong các mục: line, text"),
        ("text:", "style: italics\n    text:", 7, "“italics” không dùng được"),
        ("text:", "kleur: x\n    text:", 7, "không có mục “kleur”"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(old, new, line, said):
    with pytest.raises(BadPack) as caught:
        read(GOOD.replace(old, new))

    problem = next(one for one in caught.value.problems if said in f"{one.field}: {one.message}")
    assert problem.source == "thử/01.yaml"
    assert problem.line == line or not line


def test_the_good_file_it_was_made_from_is_good():
    assert read(GOOD).title.text == "GIẤY {case}"


def test_two_forms_of_one_kind_in_a_version_are_refused(tmp_path):
    (tmp_path / "luật").mkdir()
    for number in ("01", "02"):
        (tmp_path / "luật" / f"{number}.yaml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(BadPack, match=r"02\.yaml:1: kind: đã có mẫu luật/01"):
        read_forms(tmp_path, ("luật",), vocabulary())


def test_the_desk_is_called_by_version_and_level():
    old, new = (versions().on(day) for day in (OLD, NEW))

    assert old.desk(Level.COMMUNE) == "Bộ phận Tiếp nhận và Trả kết quả"
    assert old.desk(Level.PROVINCE) == "Trung tâm Phục vụ hành chính công"
    assert new.desk(Level.COMMUNE) == "Trung tâm Phục vụ hành chính công cấp xã"
    assert new.desk(Level.DEPARTMENT) == "Bộ phận Tiếp nhận và Trả kết quả"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("province:", "tỉnh:", "không có “tỉnh”"),
        ("otherwise:", "commune:", "thiếu mục “otherwise”|đã có ở dòng"),
        ("from: 2018-11-23", "from: 23/11/2018", "không phải ngày"),
        ("always: extra", "", "always: thiếu mục bắt buộc"),
    ],
)
def test_bad_versions_are_refused(old, new, said):
    text = (FOLDER / "versions.yaml").read_text(encoding="utf-8").replace(old, new, 1)

    with pytest.raises(BadPack, match=said):
        read_versions(text.encode())


def test_a_bad_word_is_refused_with_its_line():
    with pytest.raises(BadPack, match=r"values\.yaml:2: values\.case\.means: thiếu mục bắt buộc"):
        read_vocabulary(b"values:\n  case: {sample: x}\nlists: {}\n")


def test_the_guide_lists_every_word():
    guide, words = GUIDE.read_text(encoding="utf-8"), vocabulary()
    listed = {**words.values, **{n: w for r in words.lists.values() for n, w in r.columns.items()}}

    missing = [name for name in (*listed, *words.lists) if f"`{name}`" not in guide]
    unexplained = [word.means for word in words.values.values() if word.means not in guide]

    assert (missing, unexplained) == ([], [])


def test_every_word_is_used_or_kept_for_offices_of_their_own():
    texts = " ".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*/*.yaml"))
    unused = {name for name in vocabulary().values if f"{{{name}}}" not in texts}

    # Drawn by the program itself, or for an office's own template.
    assert unused == {
        "number",
        "replaces",
        "today",
        "year",
        "place",
        "agency_code",
        "office_address",
        "lookup",
        "late_officer",
    }


def test_every_list_is_used():
    texts = " ".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*/*.yaml"))

    assert [rows for rows in vocabulary().lists if f": {rows}\n" not in texts] == []


def test_advice_can_always_be_given():
    words = vocabulary()
    values = [word.where for word in words.values.values() if word.where]
    lists = [rows.where for rows in words.lists.values() if rows.where]

    assert all(each.filled({}) for each in (*values, *lists))
