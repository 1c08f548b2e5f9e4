"""YAML in which nothing is guessed: what stays text, what is refused, and where."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workflows import node as nodes
from workflows import yamltext
from workflows.node import Node, wrap_plain
from workflows.problems import BadPack, Problem
from workflows.yamltext import LOADER, Loader, read_yaml

LOADERS: dict[str, Loader] = {"c": yaml.CSafeLoader, "python": yaml.SafeLoader}


@pytest.fixture(params=list(LOADERS))
def loader(request: pytest.FixtureRequest) -> Loader:
    return LOADERS[request.param]


def refused(raw: str | bytes, loader: Loader = LOADER) -> tuple[Problem, ...]:
    with pytest.raises(BadPack) as caught:
        read_yaml(raw, "a.yaml", loader=loader)
    return caught.value.problems


def only(raw: str | bytes, loader: Loader = LOADER) -> tuple[int, str, str]:
    (problem,) = refused(raw, loader)
    return problem.line, problem.field, problem.message


def plain(node: Node) -> object:
    if node.kind == "list":
        return [plain(item) for item in node.items()]
    if node.kind == "map":
        return {key: plain(value) for key, value in node.entries().items()}
    return node.value


@pytest.mark.parametrize(
    "written",
    ["11:30", "13:00", "1.001000", "1.001", "0123", "no", "off", "true", "8", "2023-09-01", "1e3"],
)
def test_what_yaml_would_turn_into_something_else_stays_text(written, loader):
    root = read_yaml(f"a: {written}", "a.yaml", loader=loader)
    assert root.at("a").text() == written


@pytest.mark.parametrize("written", ["null", "~", "", "Null", "NULL"])
def test_an_unquoted_nothing_is_none(written, loader):
    assert read_yaml(f"a: {written}", "a.yaml", loader=loader).at("a").value is None


@pytest.mark.parametrize("written", ["null", "~", ""])
def test_a_quoted_nothing_is_text(written, loader):
    assert read_yaml(f"a: '{written}'", "a.yaml", loader=loader).at("a").value == written


def test_json_reads_with_numbers_and_booleans_as_text(loader):
    data = {"n": 8, "b": True, "f": 0.5, "t": "Hộ tịch", "z": None, "l": ["07:30-11:30"]}
    root = read_yaml(json.dumps(data, indent=1), "a.json", loader=loader)
    assert plain(root) == {**data, "n": "8", "b": "true", "f": "0.5"}


def test_every_value_knows_its_line_and_the_way_to_it(loader):
    text = "# first\na:\n  - {b: 1}\n  - c:\n      d: x\n"
    root = read_yaml(text, "a.yaml", loader=loader)
    second = root.at("a", 1, "c")
    assert (second.line, second.path, second.at("d").line) == (4, "a[2].c", 5)


def test_a_way_that_ends_early_leads_to_the_nearest_node(loader):
    root = read_yaml("a: [x]", "a.yaml", loader=loader)
    paths = [root.at("a", 7).path, root.at("b").path, root.at("a", "b").path, root.at(0).path]
    assert paths == ["a", "", "a", ""]


def test_two_spellings_of_a_vietnamese_letter_are_one_text(loader):
    assert read_yaml("a: Hộ tịch", "a.yaml", loader=loader).at("a").text() == "Hộ tịch"


def test_equal_keys_are_refused_with_both_lines(loader):
    line, field, message = only("a:\n  b: 1\n  c: 2\n  b: 3\n", loader)
    assert (line, field) == (4, "a.b")
    assert message == "mục “b” đã có ở dòng 2; hãy bỏ một trong hai"


@pytest.mark.parametrize("text", ["a: 1\nb: &x 1", "a: 1\nb: &x [1]", "a: 1\nb: &x {c: 1}"])
def test_an_anchor_is_refused(text, loader):
    assert only(text, loader) == (2, "b", ANCHORS)


def test_an_alias_is_refused_and_unfolds_nothing(loader):
    problems = refused("a: &x [1]\nb:\n  - *x\n  - *x\n", loader)
    assert [(each.line, each.field) for each in problems] == [(1, "a"), (3, "b[1]"), (4, "b[2]")]


ANCHORS = "không dùng neo (&) và tham chiếu (*); hãy viết lại đủ giá trị ở đây"


@pytest.mark.parametrize("text", ["\na: !!int 1", "\na: !x {b: 1}", "\na: !!python/name:os.system"])
def test_a_tag_is_refused(text, loader):
    assert only(text, loader) == (2, "a", "không dùng thẻ YAML (!); hãy bỏ thẻ đi")


def test_a_tagged_key_is_refused(loader):
    assert only("a:\n  !!int 1: x", loader)[:2] == (2, "a")


def test_a_second_document_is_refused(loader):
    assert only("a: 1\n---\nb: 2\n", loader) == (
        2,
        "tệp",
        "tệp có nhiều tài liệu YAML (---); hãy tách thành nhiều tệp",
    )


@pytest.mark.parametrize("text", ["", "# only a remark\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(text, loader):
    assert only(text, loader) == (1, "tệp", "tệp trống; hãy viết ít nhất một mục")


def test_a_file_that_begins_with_a_byte_order_mark_reads(loader):
    assert read_yaml(b"\xef\xbb\xbfa: 1", "a.yaml", loader=loader).at("a").text() == "1"


def test_a_byte_outside_utf_8_is_refused_with_its_line(loader):
    assert only("a: 1\nb: Hộ\n".encode() + b"c: \xff", loader) == (
        3,
        "tệp",
        "có byte không phải UTF-8; hãy lưu tệp bằng bảng mã UTF-8",
    )


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_a_control_character_is_refused_with_its_line(character, loader):
    expected = f"có ký tự điều khiển U+{ord(character):04X}; hãy xóa ký tự này"
    assert only(f"a: 1\nb: x{character}", loader) == (2, "tệp", expected)


def test_a_control_character_in_disguise_is_refused_at_its_field(loader):
    expected = "có ký tự điều khiển U+0007; hãy xóa ký tự này"
    assert only('a: 1\nb: "\\a"', loader) == (2, "b", expected)


@pytest.mark.parametrize("text", ["a: 1\nb: ]", "a: 1\n b: c: d", "a: 1\n@"])
def test_wrong_syntax_is_refused_near_its_place(text, loader):
    line, field, message = only(text, loader)
    assert (line, field) == (2, "tệp")
    assert message.startswith("không đúng cú pháp YAML, gần cột ")


def test_an_escape_beyond_unicode_is_wrong_syntax(loader):
    assert only('a: "\\UFFFFFFFF"', loader)[0] == 1


def test_nesting_has_an_end(loader):
    deep = nodes.MAX_DEPTH - 1
    assert read_yaml("[" * deep + "x" + "]" * deep, "a.yaml", loader=loader).kind == "list"
    assert only("[" * 100_000, loader)[2] == nodes.TOO_DEEP


def test_a_file_too_large_is_refused_unread():
    assert only(b"#" * (yamltext.MAX_BYTES + 1)) == (
        1,
        "tệp",
        "tệp lớn hơn 8 MiB; hãy chia thành nhiều tệp",
    )


def test_a_file_of_too_many_values_is_refused():
    assert only("-\n" * yamltext.MAX_NODES) == (
        yamltext.MAX_NODES,
        f"[{yamltext.MAX_NODES}]",
        "tệp có quá 500000 giá trị; hãy chia thành nhiều tệp",
    )


@pytest.mark.parametrize("key", ["[1]", "{a: 1}", "? " + "k" * 101])
def test_a_key_must_be_a_short_text(key, loader):
    line, field, message = only(f"a: 1\nb:\n  {key} : 1\n", loader)
    assert (line, field, message) == (3, "b", nodes.BAD_KEY)


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (Node.text, "cần một chữ hoặc số, không phải chỗ trống"),
        (Node.items, "cần một danh sách, không phải chỗ trống"),
        (Node.entries, "cần các mục “tên: giá trị”, không phải chỗ trống"),
    ],
)
def test_a_node_of_another_kind_complains_of_its_place(read, message):
    with pytest.raises(BadPack) as caught:
        read(read_yaml("a: 1\nb:\n", "a.yaml").at("b"))
    assert str(caught.value) == f"a.yaml:2: b: {message}"


def test_plain_data_wraps_into_the_tree_its_json_would_give():
    data = {"a": ["x", None, 1, 1.5, False, {"b": ["y"]}], "c": {}}
    assert plain(wrap_plain(data, "kept")) == plain(read_yaml(json.dumps(data), "a.json"))


def test_wrapped_data_has_ways_but_no_lines():
    node = wrap_plain({"a": [{"b": "x"}]}, "kept").at("a", 0, "b")
    assert (node.source, node.line, node.path) == ("kept", 0, "a[1].b")


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"a": b"x"}, "a", "dữ liệu kiểu bytes không dùng được ở đây"),
        ({"a": {1: "x"}}, "a", nodes.BAD_KEY),
        ({"a": "\x00"}, "a", "có ký tự điều khiển U+0000; hãy xóa ký tự này"),
    ],
)
def test_data_that_json_cannot_hold_is_refused(data, field, message):
    with pytest.raises(BadPack) as caught:
        wrap_plain(data, "kept")
    wanted = Problem(source="kept", line=0, field=field, message=message)
    assert caught.value.problems == (wanted,)


def test_wrapped_data_has_an_end_too():
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(BadPack, match="lồng nhau quá 16 tầng"):
        wrap_plain(deep, "kept")


YAMLISH = st.text(st.sampled_from("ab:-[]{}&*!|>'\"\\#%@?,\n\t ~0\u1ed9")) | st.text()


@given(YAMLISH | st.binary(), st.sampled_from(list(LOADERS.values())))
def test_any_text_gives_a_tree_or_complaints_with_a_line(raw, loader):
    try:
        lines = [read_yaml(raw, "a.yaml", loader=loader).line]
    except BadPack as bad:
        lines = [problem.line for problem in bad.problems]
    assert min(lines) >= 1


JSONISH = st.recursive(
    st.none() | st.text("aộ 0:~'\"\\", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSONISH)
def test_any_json_of_texts_reads_back_as_it_is(data):
    assert plain(read_yaml(json.dumps(data, ensure_ascii=False), "a.json")) == data
