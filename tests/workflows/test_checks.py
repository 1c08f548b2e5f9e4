"""The linter of procedures: each finding with its line, field and words, and none too many."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.checks import MAX_STEPS, check_procedure, cycles
from workflows.problems import Problem
from workflows.procedure import Procedure, Step, procedure_from
from workflows.yamltext import read_yaml

GOOD = """\
code: "1.004873"
name: Cấp Giấy xác nhận tình trạng hôn nhân
field: HT
levels: [commune]
online: full
time_limit: 3 working_days
committed_limit: 2 working_days
steps:
  - {code: intake, name: Tiếp nhận, role: one_stop, quota: 2 working_hours}
  - {code: appraise, name: Thụ lý, role: specialist, quota: 1 working_days, after: [intake]}
  - {code: sign, name: Ký, role: leader, quota: 4 working_hours, after: [appraise]}
  - {code: issue, name: Đóng dấu, role: clerk, quota: 2 working_hours, after: [sign]}
  - {code: hand, name: Trả kết quả, role: one_stop, after: [issue]}
"""
ROLES = "one_stop, specialist, leader, clerk, cashier, supervisor, auditor, admin"


def findings(text: str, day: timedelta = timedelta(hours=8)) -> tuple[Problem, ...]:
    node = read_yaml(text, "a.yaml")
    return check_procedure(procedure_from(node), node, standard_day=day)


def after_change(*changes: tuple[str, str]) -> list[tuple[int, str, str, str]]:
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return [(each.line, each.field, each.message, each.severity) for each in findings(text)]


def test_a_good_procedure_has_no_finding():
    assert findings(GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("[commune]", "[commune, ward]", 4, "levels[2]",
         "không có cấp “ward”; hãy chọn: province, department, district, commune, vertical"),
        ("[commune]", "[]", 4, "levels", "chưa có cấp nào; hãy ghi ít nhất một cấp giải quyết"),
        ("role: leader", "role: boss", 11, "steps[3].role",
         f"không có vai trò “boss”; hãy chọn: {ROLES}"),
        ("code: hand", "code: sign", 13, "steps[5].code",
         "bước “sign” đã có ở dòng 11; hãy đặt mã khác"),
        ("after: [issue]", "after: [isue]", 13, "steps[5].after[1]",
         "bước “hand” phải sau “isue”, nhưng thủ tục không có bước này; "
         "hãy sửa mã hoặc thêm bước"),
        ("2 working_days", "4 working_days", 7, "committed_limit",
         "thời hạn cam kết (4 ngày làm việc) dài hơn thời hạn luật định (3 ngày làm việc); "
         "hãy rút ngắn hoặc bỏ đi"),
        ("2 working_days", "25 working_hours", 7, "committed_limit",
         "thời hạn cam kết (25 giờ làm việc) dài hơn thời hạn luật định (3 ngày làm việc); "
         "hãy rút ngắn hoặc bỏ đi"),
    ],
)  # fmt: skip
def test_an_error_is_named_with_its_line_and_remedy(old, new, line, field, message):
    assert (line, field, message, "error") in after_change((old, new))


def test_a_loop_is_named_step_by_step():
    found = after_change(("one_stop, quota", "one_stop, after: [sign], quota"))
    assert found[0] == (
        9,
        "steps[1].after",
        "các bước chờ nhau thành vòng: intake -> appraise -> sign -> intake; "
        "hãy bỏ một “after” trong vòng",
        "error",
    )


def test_a_step_that_waits_for_itself_is_a_loop():
    found = after_change(("after: [issue]", "after: [hand]"))
    assert [(line, message.split(";")[0]) for line, _, message, _ in found] == [
        (13, "các bước chờ nhau thành vòng: hand -> hand")
    ]


def test_what_stands_behind_a_loop_is_out_of_reach():
    found = after_change(("after: [intake]", "after: [appraise]"))
    assert [(line, field) for line, field, _, _ in found] == [
        (10, "steps[2].after"),
        (11, "steps[3].after"),
        (12, "steps[4].after"),
        (13, "steps[5].after"),
    ]
    assert found[1][2] == (
        "không bao giờ tới được bước “sign”: nó chờ appraise, mà không nhánh nào làm xong hết; "
        "hãy sửa “after” hoặc “branch”"
    )


def test_a_step_that_waits_for_another_branch_is_out_of_reach():
    found = after_change(
        ("after: [sign]", "after: [sign], branch: giấy"),
        ("after: [issue]", "after: [issue], branch: điện tử"),
    )
    assert [(line, field) for line, field, _, severity in found if severity == "error"] == [
        (13, "steps[5].after")
    ]


def test_branches_that_meet_again_are_all_in_reach():
    found = after_change(
        ("after: [intake]}", "after: [intake], branch: thường}"),
        ("after: [appraise]}", "after: [intake], branch: nhanh}"),
        ("after: [sign]}", "after: [appraise, sign]}"),
    )
    assert [severity for *_, severity in found] == ["warning", "warning"]


@pytest.mark.parametrize(
    ("quota", "words"),
    [
        ("5", "17 giờ làm việc, thời hạn là 16 giờ làm việc (thừa 1 giờ làm việc)"),
        ("3.5", "15,5 giờ làm việc, thời hạn là 16 giờ làm việc (thiếu 0,5 giờ làm việc)"),
    ],
)
def test_quotas_that_do_not_add_up_are_a_warning_with_both_sums(quota, words):
    assert after_change(("4 working_hours", f"{quota} working_hours")) == [
        (
            8,
            "steps",
            f"tổng thời gian các bước là {words}; hãy sửa định mức các bước cho khớp",
            "warning",
        )
    ]


def test_quotas_are_summed_for_each_branch_by_itself():
    found = after_change(
        ("2 working_hours, after: [sign]", "2 working_hours, after: [sign], branch: giấy"),
        ("role: one_stop, after", "role: clerk, quota: 3 working_hours, branch: số, after"),
        ("after: [issue]", "after: [sign]"),
    )
    assert [(line, message.split("(")[0]) for line, _, message, _ in found] == [
        (
            8,
            "tổng thời gian các bước theo nhánh “số” là 17 giờ làm việc, "
            "thời hạn là 16 giờ làm việc ",
        )
    ]


def test_a_day_of_quota_is_the_standard_day_that_is_asked_for():
    (warning,) = findings(GOOD, timedelta(hours=7.5))
    assert "là 15,5 giờ làm việc, thời hạn là 15 giờ làm việc (thừa 0,5" in warning.message


def test_a_same_day_limit_is_one_standard_day():
    (warning,) = findings(GOOD.replace("2 working_days", "same_day"))
    assert "thời hạn là 8 giờ làm việc (thừa 8 giờ làm việc)" in warning.message


def test_the_statutory_limit_is_compared_where_nothing_is_committed():
    (warning,) = findings(GOOD.replace("committed_limit: 2 working_days\n", ""))
    assert "thời hạn là 24 giờ làm việc (thiếu 8 giờ làm việc)" in warning.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2 working_days", "20 calendar_days"),
        ("3 working_days", "1 calendar_days"),
        ("4 working_hours", "1 calendar_days"),
    ],
)
def test_calendar_days_are_compared_with_nothing_else(old, new):
    assert after_change((old, new)) == []


def test_calendar_days_are_compared_with_each_other():
    found = after_change(
        ("3 working_days", "5 calendar_days"), ("2 working_days", "6 calendar_days")
    )
    assert [(line, field) for line, field, _, _ in found] == [(7, "committed_limit")]


def test_steps_without_any_quota_are_not_summed():
    text = "\n".join(GOOD.splitlines()[:8]) + "\n  - {code: a, name: A, role: leader}\n"
    assert findings(text) == ()


def test_a_procedure_without_steps_has_no_finding():
    assert findings("\n".join(GOOD.splitlines()[:7])) == ()


def test_a_procedure_without_limit_is_a_warning():
    text = "\n".join(GOOD.splitlines()[:5])
    (warning,) = findings(text)
    assert str(warning) == (
        "a.yaml:1: tệp: cảnh báo: không có time_limit lẫn committed_limit; "
        "mỗi hồ sơ sẽ phải ghi ngày hẹn trả (due_at)"
    )


def test_too_many_steps_are_the_only_finding():
    steps = "".join(f"  - {{code: s{n}, name: S, role: boss}}\n" for n in range(MAX_STEPS + 1))
    (error,) = findings("\n".join(GOOD.splitlines()[:8]) + "\n" + steps)
    assert (error.line, error.field) == (8, "steps")
    assert error.message == "có quá 500 bước; hãy gộp bớt các bước"


PAPERS = """\
papers:
  - {name: Tờ khai, kind: original}
  - {name: Giấy chứng sinh, kind: original, count: 1}
fee: 0
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("count: 1", "count: 0", 16, "papers[2].count",
         "phải có ít nhất một bản; hãy sửa số bản hoặc bỏ giấy tờ"),
        ("Giấy chứng sinh", "Tờ khai", 16, "papers[2].name",
         "giấy tờ “Tờ khai” đã có ở dòng 15; hãy gộp hai mục làm một"),
        ("fee: 0", "fee: -1", 17, "fee", "phí, lệ phí không được âm; hãy ghi 0 nếu không thu"),
    ],
)  # fmt: skip
def test_what_a_list_of_papers_and_a_fee_cannot_be(old, new, line, field, message):
    assert findings(GOOD + PAPERS) == ()
    (error,) = findings((GOOD + PAPERS).replace(old, new))
    assert (error.line, error.field, error.message) == (line, field, message)
    assert error.severity == "error"


def test_a_procedure_made_in_the_program_is_checked_too():
    step = Step(code="a", name="A", role="boss")
    made = Procedure(
        code="1.1", name="A", field="HT", levels=("commune",), online="info", steps=(step,)
    )
    assert [(each.source, each.line, each.field) for each in check_procedure(made)] == [
        ("1.1", 0, "tệp"),
        ("1.1", 0, "steps[1].role"),
    ]


def test_loops_without_a_common_step_are_all_found():
    assert cycles({"d": ["c"], "c": ["d"], "b": ["a", "c"], "a": ["b"]}) == [
        ("d", "c", "d"),
        ("b", "a", "b"),
    ]


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    size = draw(st.integers(2, 12))
    earlier = [draw(st.sets(st.integers(0, n - 1))) if n else set() for n in range(size)]
    names = draw(st.permutations([f"s{n}" for n in range(size)]))
    return {names[n]: [names[one] for one in before] for n, before in enumerate(earlier)}


@given(graphs())
def test_steps_that_wait_only_for_earlier_ones_have_no_loop(after):
    assert cycles(after) == []


@given(graphs(), st.data())
def test_one_way_back_makes_one_loop_that_holds_it(after, data):
    last = data.draw(st.sampled_from([code for code in after if after[code]] or [*after]))
    first = data.draw(st.sampled_from(after[last] or [last]))
    (loop,) = cycles({**after, first: [*after[first], last]})
    steps = list(pairwise(loop))
    assert (last, first) in steps
    assert all(one in after[other] or (one, other) == (last, first) for one, other in steps)
