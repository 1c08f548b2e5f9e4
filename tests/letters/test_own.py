"""An office's own template: filled with the facts, which come out as text, whatever they hold."""

import pytest

from app.errors import BadInput
from app.letters.facts import Facts, made, sample_facts
from app.letters.forms import all_forms
from app.letters.own import own_docx
from app.letters.own_start import start_of
from tests.letters.docxes import opened, said, template

HOSTILE = '{{ 7*7 }} A & B <x> "q" {% for %} Đặng Thị Ưởng'
PAPERS = [{"no": "1", "name": "Tờ khai <b>"}, {"no": "2", "name": "Giấy chứng sinh & bản sao"}]
FACTS = made({"applicant": HOSTILE, "case": "H32.PL-1", "email": ""}, {"papers": PAPERS})


def filled(*texts: str, facts: Facts = FACTS) -> str:
    return said(own_docx(template(*texts), facts)).strip()


def complaint(*texts: str) -> str:
    with pytest.raises(BadInput) as raised:
        own_docx(template(*texts), FACTS)
    assert raised.value.field == "file"
    assert raised.value.problems == (str(raised.value),)
    return str(raised.value)


def test_a_name_comes_out_as_text():
    assert (
        filled("Kính gửi {{ applicant }}, hồ sơ {{ case }}")
        == f"Kính gửi {HOSTILE}, hồ sơ H32.PL-1"
    )


def test_rows_are_repeated():
    rows = [
        ["STT", "Tên giấy tờ"],
        ["{%tr for row in papers %}", ""],
        ["{{ row.no }}", "{{ row.name }}"],
        ["{%tr endfor %}", ""],
    ]

    document = opened(own_docx(template(rows=rows), FACTS))

    shown = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert shown == [["STT", "Tên giấy tờ"], *([row["no"], row["name"]] for row in PAPERS)]


MAY = {
    "{% if email %}Email: {{ email }}{% endif %}x": "x",
    "{{ applicant|upper }}": HOSTILE.upper(),
    "{{ email|default('không có', true) }}": "không có",
    "{{ “trong ngoặc” }}": "trong ngoặc",
    "{{ papers|length }} {{ papers[0].no }} {{ papers[1]['no'] }}": "2 1 2",
    "{{ papers|join('; ', attribute='no') }}": "1; 2",
    "{% for row in papers %}{{ loop.index }}/{{ loop.length }} {% endfor %}.": "1/2 2/2 .",
    "{% if case == 'H32.PL-1' %}đúng{% else %}sai{% endif %}": "đúng",
    "{{ '\\x3cw:p\\x3e' }}": "<w:p>",
    "{% raw %}{{ case }}{% endraw %}": "{{ case }}",
}


def test_what_a_template_may_do():
    assert filled(*MAY).split("\n") == list(MAY.values())


def test_values_stand_in_head_and_foot_and_properties_too():
    content = own_docx(template("x", header="Hồ sơ {{ case }} của {{ applicant }}"), FACTS)

    assert f"Hồ sơ H32.PL-1 của {HOSTILE}" in said(content)


def test_a_text_of_several_lines_keeps_them():
    assert filled("{{ case }}", facts=made({"case": "một\nhai\x07\x1bba"}, {})) == "một\nhai ba"


def test_the_same_template_and_facts_give_the_same_bytes():
    given = template("{{ case }}")

    assert own_docx(given, FACTS) == own_docx(given, FACTS)


def test_the_notice_of_made_up_data_stands_on_top_whatever_the_template_is():
    facts = made({}, {}, notice="HỒ SƠ TẬP HUẤN <x>")

    first = opened(own_docx(template("Không nói gì về dữ liệu"), facts)).paragraphs[0]

    assert first.text == "HỒ SƠ TẬP HUẤN <x>"


@pytest.mark.parametrize("name", ["nobody", "papers[0].nothing", "range", "lipsum", "namespace"])
def test_an_unknown_value_is_named(name):
    last = name.rpartition(".")[2]

    assert f"giá trị “{last}” không có trong loại giấy tờ này" in complaint(f"{{{{ {name} }}}}")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Dòng này {% if %} sai", "viết sai ở “Dòng này {% if %} sai”"),
        ("{% for row in papers %}", "viết sai ở"),
        ("{{ papers }}", "một danh sách được đặt như một giá trị"),
        ("{{ papers[0] }}", "một danh sách được đặt như một giá trị"),
        ("{{r case }}", "giá trị đặt ngoài đoạn chữ"),
        ("{{p case }}", "giá trị đặt ngoài đoạn chữ"),
        ("{{ papers|default(wrong=1) }}", "không điền được"),
    ],
)
def test_a_fault_is_told_in_one_sentence(written, sentence):
    told = complaint(written)

    assert told.startswith("mẫu không dùng được: ")
    assert sentence in told


@pytest.mark.parametrize("name", sorted(all_forms()))
def test_the_file_to_begin_with_makes_the_letter_of_its_form(name):
    facts = sample_facts()

    text = said(own_docx(start_of(all_forms()[name]), facts))

    assert "{{" not in text
    assert "{%" not in text
    assert facts.values["number"] in text
    assert facts.values["office"].upper() in text


def test_the_file_to_begin_with_leaves_out_what_a_case_lacks():
    facts = made({"applicant": "Nguyễn Thị Tư", "case": "H32.PL-1"}, {})

    text = said(own_docx(start_of(all_forms()["tt01_2018/receipt"]), facts))

    assert "Nguyễn Thị Tư" in text
    assert "Email" not in text
    assert "Thay thế" not in text


def test_the_file_to_begin_with_says_how_the_case_is_looked_up():
    facts = sample_facts()

    text = said(own_docx(start_of(all_forms()["tt01_2018/receipt"]), facts))

    assert facts.values["lookup"] in text
    assert "/track" in text
