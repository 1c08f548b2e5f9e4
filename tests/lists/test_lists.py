"""The morning screens of a ward: which case stands in whose lists, and in which order."""

import pytest

from app.lists.catalogue import LISTS, first_list, lists_of
from app.lists.read import counts, page
from tests.lists.office import (
    EVERYBODY,
    HUNG,
    KIEM,
    LAN,
    MINH,
    TAM,
    THANH,
    YEN,
    accepted,
    after,
    begun,
    codes,
    loaded,
    officer,
    standing,
    submitted,
)
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY, TU
from workflows import commands as do
from workflows.agency import Role


def test_the_day_begins_with_the_list_of_the_role():
    assert [first_list(who) for who in EVERYBODY] == [
        "to_accept", "mine", "to_approve", "to_issue", "to_pay", "overdue", "overdue",
    ]  # fmt: skip
    assert first_list(officer("a", Role.CLERK, Role.ONE_STOP)) == "to_accept"
    assert first_list(officer("admin", Role.ADMIN)) is None
    assert all(first_list(who) in {one.code for one in lists_of(who)} for who in EVERYBODY)


def test_an_unassigned_step_waits_for_the_leader_and_for_its_role(database_url):
    opened = loaded(database_url)
    code = accepted(opened, begun("appraise"))

    found = standing(opened, code, MONDAY + MINUTE)

    assert found["minh"] == {"to_assign"}
    assert found["hung"] == {"to_assign", "accepted_today"}
    assert found["tam"] == found["yen"] == found["kiem"] == set()


def test_an_assigned_step_is_somebodys(database_url):
    opened = loaded(database_url)
    code = accepted(opened, begun("appraise", assignee="minh"))

    assert standing(opened, code, MONDAY + MINUTE)["minh"] == {"mine"}
    assert codes(opened, officer("lý", Role.SPECIALIST), "mine", MONDAY) == []
    stand_in = officer("lý", Role.SPECIALIST, stands_for=("minh",))
    assert codes(opened, stand_in, "mine", MONDAY) == [code]


def test_a_step_that_is_given_to_another_moves_to_their_list(database_url):
    opened = loaded(database_url)
    moved = do.AssignStep(at=MONDAY, step="appraise", assignee="lý")
    code = accepted(opened, begun("appraise", assignee="minh"), moved)

    assert codes(opened, MINH, "mine", MONDAY) == []
    assert codes(opened, officer("lý", Role.SPECIALIST), "mine", MONDAY) == [code]


def test_what_comes_back_is_shown_with_the_reason(database_url):
    opened = loaded(database_url)
    code = accepted(
        opened,
        begun("appraise", assignee="minh"),
        do.CompleteStep(at=MONDAY, step="appraise"),
        begun("sign"),
        do.ReturnStep(at=MONDAY, step="appraise", reason="sai tên"),
        begun("appraise", assignee="minh"),
    )

    assert standing(opened, code, MONDAY + MINUTE)["minh"] == {"mine", "sent_back"}
    with opened.reading() as connection:
        (row,) = page(connection, MINH, "sent_back", now=MONDAY).rows
    assert [step.sent_back for step in row.steps] == ["sai tên"]


def test_signing_is_the_leaders_and_sealing_the_clerks(database_url):
    opened = loaded(database_url)
    signing, sealing = accepted(opened, begun("sign")), accepted(opened, begun("issue"))

    assert "to_approve" in standing(opened, signing, MONDAY)["hung"]
    assert standing(opened, signing, MONDAY)["tam"] == set()
    assert standing(opened, sealing, MONDAY)["tam"] == {"to_issue"}
    assert "to_approve" not in standing(opened, sealing, MONDAY)["hung"]


def test_a_step_may_be_late_while_the_case_is_in_time(database_url):
    opened = loaded(database_url)
    code = accepted(opened, begun("appraise", assignee="minh"))

    assert "step_late" not in standing(opened, code, MONDAY + DAY)["minh"]
    assert standing(opened, code, MONDAY + DAY + MINUTE)["minh"] == {"mine", "step_late"}
    assert standing(opened, code, MONDAY + 15 * DAY)["minh"] == {"mine", "overdue", "apology_owed"}


def test_an_apology_is_owed_once(database_url):
    opened = loaded(database_url)
    late = MONDAY + 15 * DAY
    sorry = do.IssueApology(at=late, reason="thiếu", new_due_at=late + DAY, signed_by="hung")
    code = accepted(opened, begun("sign"), sorry)

    assert standing(opened, code, late)["kiem"] == {"overdue"}


def test_a_fee_is_collected_until_it_is_paid(database_url):
    opened = loaded(database_url)
    owed = accepted(opened, fee=8_000)
    part = accepted(opened, do.RecordFee(at=MONDAY, amount=3_000, method="cash"), fee=8_000)
    accepted(opened, do.RecordFee(at=MONDAY, amount=8_000, method="cash"), fee=8_000)
    accepted(opened)
    ready = accepted(opened, do.ResolveCase(at=MONDAY, outcome="granted"), fee=8_000)
    accepted(opened, do.WithdrawCase(at=MONDAY, reason="đổi ý"), fee=8_000)

    assert set(codes(opened, YEN, "to_pay", MONDAY)) == {owed, part, ready}
    assert set(codes(opened, LAN, "to_pay", MONDAY)) == {owed, part, ready}


@pytest.mark.parametrize("channel", ["direct", "post", "online", None])
def test_a_result_waits_where_it_is_to_go_out(database_url, channel):
    opened = loaded(database_url)
    code = accepted(opened, do.ResolveCase(at=MONDAY, outcome="granted"), result_channel=channel)

    lists = {f"result_{channel or 'direct'}"}
    assert standing(opened, code, MONDAY + DAY)["lan"] == lists
    assert standing(opened, code, MONDAY + 30 * DAY)["lan"] == lists
    assert standing(opened, code, MONDAY + 31 * DAY)["lan"] == lists | {"uncollected"}


def test_a_result_handed_over_is_shown_for_the_day(database_url):
    opened = loaded(database_url)
    done = do.ResolveCase(at=MONDAY, outcome="granted")
    handed = do.DeliverResult(at=MONDAY + DAY, channel="direct")
    code = accepted(opened, done, handed)

    assert standing(opened, code, MONDAY + DAY + HOUR)["lan"] == {"delivered_today"}
    assert not any(standing(opened, code, MONDAY + 2 * DAY).values())


def test_a_reopened_case_is_worked_on_again(database_url):
    opened = loaded(database_url)
    done = do.ResolveCase(at=MONDAY, outcome="granted")
    handed = do.DeliverResult(at=MONDAY, channel="direct")
    again = do.ReopenCase(at=MONDAY, reason="in sai", approved_by="hung")
    code = accepted(opened, done, handed, again)

    assert standing(opened, code, MONDAY + DAY)["lan"] == {"hand_over"}


def test_a_late_acceptance_is_listed_for_ninety_days(database_url):
    opened = loaded(database_url)
    late, early = MONDAY + DAY + MINUTE, MONDAY + DAY
    code = submitted(opened, do.AcceptCase(at=late))
    submitted(opened, do.AcceptCase(at=early))

    for who in (LAN, HUNG, KIEM):
        assert codes(opened, who, "accepted_late", late) == [code]
    assert codes(opened, LAN, "accepted_late", MONDAY + 91 * DAY) == [code]
    assert codes(opened, LAN, "accepted_late", MONDAY + 92 * DAY) == []


def test_practice_is_listed_as_such(database_url):
    opened = loaded(database_url)
    code = accepted(opened, training=True)

    everybody = {one.login: {"training"} for one in EVERYBODY}
    assert standing(opened, code, MONDAY + DAY) == everybody
    with opened.reading() as connection:
        (row,) = page(connection, THANH, "training", now=MONDAY).rows
    assert row.training


def test_practice_is_work_of_who_practises_and_counts_nowhere(database_url):
    opened = loaded(database_url)
    code = submitted(opened, do.AcceptCase(at=MONDAY + 2 * DAY), training=True)
    mine = after(opened, code, begun("appraise", MONDAY + 2 * DAY, assignee="minh"))

    for now in (MONDAY + 2 * DAY, MONDAY + 40 * DAY):
        found = dict(standing(opened, mine, now))
        assert found.pop("minh") == {"mine", "training"}
        assert set(map(frozenset, found.values())) == {frozenset({"training"})}
        with opened.reading() as connection:
            counted = counts(connection, LAN, now)
        assert {name for name, number in counted.items() if number} == {"training"}


def test_practice_handed_over_is_no_result_of_today(database_url):
    opened = loaded(database_url)
    handed = do.DeliverResult(at=MONDAY, channel="direct")
    done = do.ResolveCase(at=MONDAY, outcome="granted")
    code = accepted(opened, done, handed, training=True, fee=8_000)

    assert not any(standing(opened, code, MONDAY + HOUR).values())


def test_a_voided_case_stands_in_no_list(database_url):
    opened = loaded(database_url)
    void = do.VoidCase(at=MONDAY + DAY, reason="trùng", approved_by="hung")
    code = submitted(opened, do.AcceptCase(at=MONDAY + DAY), begun("sign", MONDAY + DAY), void)

    assert not any(standing(opened, code, MONDAY + DAY).values())


def test_a_step_of_the_district_is_the_districts_work(database_url):
    opened = loaded(database_url)
    code = accepted(opened, begun("district"))
    there = officer("dung", Role.SPECIALIST, agency="H32.NT")

    assert codes(opened, there, "to_assign", MONDAY) == [code]
    assert codes(opened, MINH, "to_assign", MONDAY) == []
    stranger = officer("sơn", Role.SPECIALIST, agency="H32.BD")
    with opened.reading() as connection:
        assert not any(counts(connection, stranger, MONDAY + 30 * DAY).values())


def test_the_nearest_deadline_comes_first_and_none_comes_last(database_url):
    opened = loaded(database_url)
    third = accepted(opened, begun("issue"), due_at=MONDAY + 9 * DAY)
    first = accepted(opened, begun("sign"), due_at=MONDAY + 3 * DAY)
    second = accepted(opened, begun("appraise"), due_at=MONDAY + 5 * DAY)
    accepted(opened, do.ResolveCase(at=MONDAY, outcome="granted"))

    assert codes(opened, KIEM, "overdue", MONDAY + 30 * DAY) == [first, second, third]


def test_the_newest_comes_first_where_nothing_is_due(database_url):
    opened = loaded(database_url)
    early, late = (submitted(opened, do.AcceptCase(at=MONDAY + n * MINUTE)) for n in (1, 2))

    assert codes(opened, LAN, "accepted_today", MONDAY + HOUR) == [late, early]


def test_names_that_are_no_names_come_back_as_they_were(database_url):
    opened = loaded(database_url)
    name = "\u202e<script>alert(1)</script> =1+1 😀 ' OR 1=1 --"
    accepted(opened, applicant=TU.__class__(name=name))

    with opened.reading() as connection:
        (row,) = page(connection, LAN, "accepted_today", now=MONDAY).rows
    assert row.applicant == name


def test_every_list_has_a_title_of_its_own():
    assert len({one.title for one in LISTS}) == len({one.code for one in LISTS}) == len(LISTS)
    assert TAM in EVERYBODY
