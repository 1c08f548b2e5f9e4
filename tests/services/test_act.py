"""An act from a page: only what is seen and allowed, once for each press of a button."""

import pytest

from app.errors import BadInput, CaseChangedMeanwhile, NeedsSecondPerson, Refused, Unknown
from app.projections.rows import case_rows
from app.services.act import Press, act, must_be_allowed, open_by_officer
from app.store import event_log
from app.store.acts import ACTS
from app.store.engine import Database
from app.store.setup import read_setup
from tests.services.hands import ADMIN, AUDITOR, HUNG, LAN, MINH, SON, YEN, officer, press
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows import events as ev
from workflows.agency import Role

START = do.StartStep(at=MONDAY, step="appraise", assignee="minh")
DONE = do.CompleteStep(at=MONDAY, step="appraise")
FEE = do.RecordFee(at=MONDAY, amount=8_000, method="cash")


def log_of(opened: Database, code: str) -> event_log.CaseLog:
    """The log, after a look at the rows the projections made of it."""
    with opened.reading() as connection:
        log = event_log.load(connection, code)
        assert desk.held(connection) == desk.wanted(case_rows(log, read_setup(connection)))
    return log


def kept_presses(opened: Database) -> list[object]:
    with opened.reading() as connection:
        return desk.held(connection, [ACTS])["acts"]


def begun(opened: Database) -> str:
    """A case whose first step Minh works on."""
    return open_by_officer(opened, press(LAN), [desk.acceptance(), START]).code


def test_a_case_is_accepted_and_its_first_step_begun_in_one_go(database_url):
    opened = desk.loaded(database_url)

    outcome = open_by_officer(opened, press(LAN), [desk.acceptance(), START])

    assert (outcome.code, outcome.version) == ("H32.PL-240304-0001", 2)
    assert [type(event) for event in outcome.events] == [ev.Accepted, ev.StepStarted]
    assert [line.by for line in log_of(opened, outcome.code).lines] == ["lan", "lan"]


def test_of_several_commands_all_are_written_or_none(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    sign = do.StartStep(at=MONDAY, step="sign")

    with pytest.raises(Refused, match="không thể ghi"):
        act(opened, press(MINH), code, [DONE, sign, do.ResumeCase(at=MONDAY)])
    assert log_of(opened, code).version == 2

    outcome = act(opened, press(MINH), code, [DONE, sign], expected_version=2)
    assert (outcome.version, log_of(opened, code).version) == (4, 4)


def test_a_form_sent_again_writes_nothing_and_gets_the_first_answer(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    form = press(MINH)
    first = act(opened, form, code, [DONE], expected_version=2)
    act(opened, press(YEN), code, [FEE])

    # The copy comes a minute later, so its command says another "now" than the first one did.
    later = press(MINH, MONDAY + MINUTE, form.key)
    again = act(
        opened, later, code, [do.CompleteStep(at=later.now, step="appraise")], expected_version=2
    )

    assert again.repeated
    assert not first.repeated
    assert (again.version, again.events) == (first.version, first.events) == (3, first.events)
    assert log_of(opened, code).version == 4


def test_a_new_case_sent_again_is_the_same_case(database_url):
    opened = desk.loaded(database_url)
    form = press(LAN)
    first = open_by_officer(opened, form, [desk.acceptance(), START])

    again = open_by_officer(opened, form, [desk.acceptance(), START])

    assert again.repeated
    assert (again.code, again.version, again.events) == (first.code, 2, first.events)
    assert desk.accepted(opened).code.endswith("-0002")


def test_a_form_of_somebody_else_or_with_other_words_is_no_repeat(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    form = press(YEN)
    act(opened, form, code, [FEE])
    other = [do.RecordFee(at=MONDAY, amount=80_000, method="cash")]

    for mine, commands in ((form, other), (press(LAN, key=form.key), [FEE])):
        with pytest.raises(Refused, match="đã được ghi rồi") as caught:
            act(opened, mine, code, commands)
        assert caught.value.field == "key"
    earlier = [do.RecordFee(at=MONDAY - MINUTE, amount=8_000, method="cash")]
    with pytest.raises(Refused, match="đã được ghi rồi"):
        act(opened, form, code, earlier)
    assert log_of(opened, code).version == 3


def test_what_was_refused_may_be_mended_and_sent_with_the_same_form(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    form = press(YEN)

    with pytest.raises(Refused, match="lớn hơn 0"):
        act(opened, form, code, [do.RecordFee(at=MONDAY, amount=0, method="cash")])
    outcome = act(opened, form, code, [FEE])

    assert (outcome.version, outcome.repeated) == (3, False)
    assert len(kept_presses(opened)) == 2


def test_a_form_without_a_proper_key_is_not_recorded(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)

    for key in ("", "x" * 32, "A" * 32, "a" * 31, "a" * 65, "a" * 32 + "\n", "١" * 32):
        with pytest.raises(BadInput, match="mã chống ghi trùng"):
            act(opened, Press(officer=YEN, key=key, now=MONDAY), code, [FEE])

    assert log_of(opened, code).version == 2


@pytest.mark.parametrize("who", [SON, ADMIN, LAN], ids=lambda who: who.login)
def test_a_case_one_does_not_see_is_as_unknown_as_none(database_url, who):
    opened = desk.loaded(database_url)
    hidden = begun(opened) if who is not LAN else "H32.PL-240304-0009"

    for code in (hidden, "", "x" * 80, "\0", hidden.lower()):
        with pytest.raises(Unknown, match="không có hồ sơ"):
            act(opened, press(who), code, [FEE])
        with pytest.raises(Unknown, match="không có hồ sơ"):
            must_be_allowed(opened, press(who), code, FEE)


def test_who_sees_a_case_may_not_do_everything_on_it(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)

    for who in (AUDITOR, MINH, HUNG):
        with pytest.raises(Refused, match="việc này của"):
            act(opened, press(who), code, [FEE])
    with pytest.raises(Refused, match="việc này của"):
        open_by_officer(opened, press(MINH), [desk.acceptance()])
    assert log_of(opened, code).version == 2
    assert len(kept_presses(opened)) == 1


def test_a_substitute_records_under_their_own_login(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    nga = officer("nga", Role.SPECIALIST, stands_for=("minh",))

    act(opened, press(nga), code, [DONE])

    assert log_of(opened, code).lines[-1].by == "nga"


def test_a_page_of_an_older_version_is_refused_and_told_what_came_since(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    act(opened, press(YEN, MONDAY + MINUTE), code, [FEE], expected_version=2)
    act(opened, press(MINH, MONDAY + 2 * MINUTE), code, [DONE], expected_version=3)

    with pytest.raises(CaseChangedMeanwhile) as caught:
        act(opened, press(MINH, MONDAY + HOUR), code, [DONE], expected_version=2)

    told = caught.value
    assert (told.case, told.version, told.by, told.what) == (code, 4, "minh", "step_completed")
    assert told.since == (
        "09:01 ngày 04/03/2024, yen: Nộp 8.000 đồng tiền mặt",
        "09:02 ngày 04/03/2024, minh: Hoàn thành bước Thụ lý",
    )


def test_what_no_version_matters_to_goes_in_after_others(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    act(opened, press(YEN), code, [FEE])

    assert act(opened, press(LAN), code, [do.RecordDigitisation(at=MONDAY, parts=2)]).version == 4


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (do.CompleteStep(at=MONDAY, step="appraise"), "đề nghị ghi muộn"),
        (do.VoidCase(at=MONDAY + DAY, reason="nhập trùng", approved_by="hung"), "người thứ hai"),
        (
            do.CorrectEvent(at=MONDAY + DAY, of=1, true_at=MONDAY, reason="nhầm", approved_by=""),
            "người thứ hai",
        ),
    ],
    ids=["late", "void", "correct"],
)
def test_what_takes_a_second_person_is_sent_to_a_proposal(database_url, command, words):
    opened = desk.loaded(database_url)
    code = begun(opened)

    with pytest.raises(NeedsSecondPerson, match=words):
        act(opened, press(MINH, MONDAY + DAY), code, [command])

    assert log_of(opened, code).version == 2


def test_nobody_says_that_somebody_else_approved(database_url):
    opened = desk.loaded(database_url)
    code = begun(opened)
    forged = [
        do.PauseCase(at=MONDAY, reason="payment", approved_by="hung"),
        do.CompleteStep(
            at=MONDAY,
            step="appraise",
            late=ev.Late(reason="quên", evidence="sổ", approved_by="hung"),
        ),
    ]

    for command in forged:
        with pytest.raises(Refused):
            act(opened, press(MINH), code, [command])
    assert log_of(opened, code).version == 2
