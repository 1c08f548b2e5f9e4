"""What a procedure says of itself: its limit, its steps, and which of them may come next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.limits import TimeLimit
from workflows.pack import digest, procedure_from_plain
from workflows.procedure import ListedPaper, Procedure, Step, procedure_plain

THREE_DAYS = TimeLimit.parse("3 working_days")
# Of the procedure below as the version before papers and fees kept it.
DIGEST = "c70dd83ff102f614af98467e77edf4d8be60a7338993ef31dacbb26901a3cc00"
TWO_DAYS = TimeLimit.parse("2 working_days")


def step(code: str, *after: str, branch: str | None = None) -> Step:
    return Step(code=code, name=code.upper(), role="one_stop", after=after, branch=branch)


def procedure(
    *steps: Step, time_limit: TimeLimit | None = None, committed_limit: TimeLimit | None = None
) -> Procedure:
    return Procedure(
        code="1.001193",
        name="Đăng ký khai sinh",
        field="HT",
        levels=("commune",),
        online="full",
        steps=steps,
        time_limit=time_limit,
        committed_limit=committed_limit,
    )


def next_codes(one: Procedure, *done: str) -> str:
    return " ".join(each.code for each in one.next_steps(frozenset(done)))


@pytest.mark.parametrize(
    ("statutory", "committed", "limit"),
    [
        (THREE_DAYS, TWO_DAYS, TWO_DAYS),
        (THREE_DAYS, None, THREE_DAYS),
        (None, TWO_DAYS, TWO_DAYS),
        (None, None, None),
    ],
)
def test_the_committed_limit_goes_before_the_statutory_one(statutory, committed, limit):
    assert procedure(time_limit=statutory, committed_limit=committed).limit == limit


def test_a_step_is_found_by_its_code():
    one = procedure(step("a"), step("b"))
    assert one.step("b") == step("b")
    assert one.step("c") is None


def test_without_after_every_step_that_is_not_done_may_come_next():
    one = procedure(step("a"), step("b"), step("c"))
    assert next_codes(one) == "a b c"
    assert next_codes(one, "b") == "a c"


def test_after_makes_the_order_binding():
    one = procedure(step("sign", "appraise"), step("appraise", "intake"), step("intake"))
    assert [next_codes(one), next_codes(one, "intake")] == ["intake", "appraise"]
    assert next_codes(one, "intake", "appraise") == "sign"


def test_a_step_names_those_it_still_waits_for():
    one = procedure(step("a"), step("b"), step("sign", "a", "b"))
    assert one.waits_for(one.steps[2], frozenset("b")) == ("a",)


def test_a_branch_once_taken_closes_the_others():
    one = procedure(step("in"), step("land", branch="đất"), step("house", branch="nhà"))
    assert next_codes(one, "in") == "land house"
    assert next_codes(one, "in", "land") == ""


def test_where_branches_meet_the_way_not_taken_is_not_waited_for():
    one = procedure(
        step("land", branch="đất"), step("house", branch="nhà"), step("sign", "land", "house")
    )
    assert next_codes(one) == "land house"
    assert next_codes(one, "house") == "sign"


def test_a_step_of_a_branch_waits_for_what_it_names_even_elsewhere():
    one = procedure(step("land", branch="đất"), step("house", "land", branch="nhà"))
    assert one.waits_for(one.steps[1], frozenset()) == ("land",)
    assert next_codes(one) == "land"


def test_a_procedure_without_steps_has_nothing_next():
    one = procedure(time_limit=THREE_DAYS)
    assert next_codes(one) == ""
    assert one.step("intake") is None


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=10))
def test_steps_that_only_wait_for_earlier_ones_can_all_be_done_in_turn(before):
    steps = [
        step(str(n), *(str(one) for one in waits if one < n)) for n, waits in enumerate(before)
    ]
    one, done = procedure(*steps), frozenset[str]()
    while ready := one.next_steps(done):
        assert set(ready[0].after) <= done
        done |= {ready[0].code}
    assert done == {each.code for each in steps}


def test_papers_and_fee_come_back_as_they_were_kept():
    papers = (
        ListedPaper(name="Tờ khai", kind="original"),
        ListedPaper(name="Ảnh", kind="copy", count=2, required=False, note="nếu có"),
    )
    one = replace(procedure(), papers=papers, fee=0, fee_note="miễn", result="Giấy khai sinh")
    plain = procedure_plain(one)

    assert plain["papers"] == [
        {"name": "Tờ khai", "kind": "original"},
        {"name": "Ảnh", "kind": "copy", "count": "2", "required": "false", "note": "nếu có"},
    ]
    assert plain["fee"] == "0"
    assert procedure_from_plain(plain) == one


def test_a_procedure_from_before_there_were_papers_keeps_its_digest():
    assert digest(procedure_plain(procedure(step("a"), time_limit=THREE_DAYS))) == DIGEST
