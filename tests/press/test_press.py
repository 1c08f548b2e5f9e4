"""What the press refuses, and a helper that says and draws the same."""

import pytest
from pypdf import PdfReader

from app.letters.pdf import LETTER
from app.press.helper import Helper
from app.press.press import FONTS, Inputs, NotDrawn, Press, Template
from app.reports.out.pdf import TEMPLATE

SENTENCE = '#let told(said) = text(font: "Tinos", fallback: false, said)'
SIZED = '#let told(said, size) = text(font: "Tinos", fallback: false, size: size, said)'


@pytest.fixture
def told(tmp_path):
    def template(text: str) -> Template:
        path = tmp_path / "told.typ"
        path.write_text(text, encoding="utf-8")
        return Template(path=path, function="told")

    return template


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('#let told(..) = text(font: "Times New Roman")[Xin lỗi]', "unknown font family"),
        ("#let told(..) = nobody", "unknown variable"),
        ("#let told(said) = image(bytes(said))", "unknown image format"),
        ('#let told(..) = read("../secret")', "would escape"),
    ],
)
def test_what_typst_remarks_is_an_error_never_a_paper_in_another_type(told, template, said):
    with pytest.raises(NotDrawn, match=said):
        Press(told(template)).drawn(Inputs(sheet="{}"), 0)


def test_a_sign_the_type_lacks_is_refused_without_telling_the_name_it_is_in(told):
    with pytest.raises(NotDrawn, match="could not be displayed") as refused:
        Press(told(SENTENCE)).drawn(Inputs(sheet="Nguyễn 阮 Tư"), 0)

    assert "阮" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_folder_without_the_type_draws_nothing(told, tmp_path):
    path = told(SENTENCE).path
    elsewhere = Template(path=path, function="told", fonts=tmp_path)

    assert Press(told(SENTENCE)).drawn(Inputs(sheet="Tư"), 0)
    with pytest.raises(NotDrawn, match="unknown font family: tinos"):
        Press(elsewhere).drawn(Inputs(sheet="Tư"), 0)


@pytest.mark.parametrize(("template", "size"), [(SENTENCE, None), (SIZED, 12)])
def test_a_sheet_is_never_code(told, template, size, tmp_path):
    said = '") #panic() \\u{41} // *đậm*'
    drawn = Press(told(template)).drawn(Inputs(sheet=said, size=size), 0)

    paper = tmp_path / "paper.pdf"
    paper.write_bytes(drawn)
    assert PdfReader(paper).pages[0].extract_text() == said


@pytest.mark.parametrize("template", [LETTER, TEMPLATE], ids=lambda one: one.function)
def test_a_helper_says_the_same_of_what_is_wrong(template):
    inputs, helper = Inputs(sheet="{", size=13 if template is LETTER else None), Helper(template)

    with pytest.raises(NotDrawn, match="failed to parse JSON") as here:
        Press(template).pictured(inputs, 0)
    with pytest.raises(NotDrawn) as there:
        helper.pictured(inputs, 0)

    assert str(there.value) == str(here.value)


def test_the_type_comes_with_its_licence():
    assert (FONTS / "OFL.txt").read_text(encoding="utf-8").startswith("Copyright")
