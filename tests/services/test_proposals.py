"""Proposals: what one officer says waits for another one, who is told what it would do."""

import io
from dataclasses import replace

import pytest

from app.errors import BadInput, CaseChangedMeanwhile, Refused, Unknown
from app.services import attachments, proposals
from app.services.act import Press, act
from app.services.attachments import Upload
from app.services.proposal_page import effect_of, told
from app.services.proposals import Draft, propose
from sla.zone import VIETNAM
from tests.services import papers, pressing
from tests.services.hands import (
    ADMIN,
    BINH,
    HUNG,
    LAN,
    MINH,
    OTHER_WARD,
    SON,
    STRANGE_LEADER,
    YEN,
    officer,
    press,
)
from tests.services.proposing import (
    DONE,
    LATE,
    MOVED,
    STRUCK,
    TUESDAY,
    begun,
    log_of,
    proposed,
)
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows.agency import Role


def test_a_proposal_waits_and_the_log_says_nothing_yet(database_url):
    base = desk.loaded(database_url)
    code = begun(base)

    made = proposed(base, code)

    assert (made.case_code, made.agency, made.kind, made.outcome) == (code, "H32.PL", "late", None)
    assert (made.commands, made.proposed_by, made.applicant) == ((DONE,), "minh", "Bà Tư")
    (sentence,) = told(base, made)
    assert sentence.startswith("Hoàn thành bước Thụ lý (ghi muộn: lý do mất điện;")
    assert sentence.endswith("người thứ hai duyệt)")
    assert log_of(base, code).version == 2
    assert proposals.waiting(base, LAN) == proposals.own(base, MINH) == (made,)
    assert proposals.of_case(base, YEN, code) == (made,)
    assert proposals.one(base, HUNG, made.id) == made


def test_a_proposal_sent_again_is_one_proposal(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    form = press(MINH, TUESDAY)
    first = propose(base, form, code, LATE, expected_version=2)

    again = Press(officer=MINH, key=form.key, now=TUESDAY + MINUTE)
    assert propose(base, again, code, LATE, expected_version=2) == first
    with pytest.raises(Refused, match="đã được ghi rồi"):
        propose(base, again, code, STRUCK, expected_version=2)
    with pytest.raises(Refused, match="đã được ghi rồi"):
        act(base, form, code, [do.RecordDigitisation(at=TUESDAY)])
    assert len(proposals.own(base, MINH)) == 1


def test_a_page_of_an_older_version_makes_no_proposal(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    act(base, press(YEN), code, [pressing.FEE])

    with pytest.raises(CaseChangedMeanwhile) as caught:
        proposed(base, code)
    assert caught.value.since == ("09:00 ngày 04/03/2024, yen: Nộp 8.000 đồng tiền mặt",)
    assert proposals.own(base, MINH) == ()


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft(kind="late", commands=[DONE], reason=" ", evidence="sổ"), "lý do và căn cứ"),
        (Draft(kind="late", commands=[DONE], reason="quên", evidence=""), "lý do và căn cứ"),
        (Draft(kind="late", commands=[], reason="quên", evidence="sổ"), "không phải là ghi muộn"),
        (
            Draft(kind="late", commands=STRUCK.commands, reason="quên", evidence="sổ"),
            "không phải là ghi muộn",
        ),
        (
            Draft(kind="voiding", commands=[DONE], reason="quên", evidence="sổ"),
            "không phải là hủy hồ sơ",
        ),
    ],
    ids=["reason", "evidence", "nothing", "other", "ordinary"],
)
def test_half_a_proposal_is_none(database_url, draft, words):
    base = desk.loaded(database_url)
    code = begun(base)

    with pytest.raises(BadInput, match=words):
        proposed(base, code, draft)
    with pytest.raises(BadInput, match=words):
        proposals.preview(base, press(MINH, TUESDAY), code, draft)


def test_what_one_may_not_do_or_need_not_propose_is_refused_at_once(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    now = do.CompleteStep(at=TUESDAY, step="appraise")
    unknown = do.CompleteStep(at=MONDAY + HOUR, step="khác")
    future = do.CompleteStep(at=TUESDAY + DAY, step="appraise")

    for who, command, words in [
        (MINH, now, "ghi được ngay"),
        (YEN, DONE, "việc này của|bước"),
        (MINH, unknown, "không có bước"),
        (MINH, future, "sau thời điểm ghi nhận"),
    ]:
        draft = Draft(kind="late", commands=[command], reason="quên", evidence="sổ")
        with pytest.raises(Refused, match=words):
            proposed(base, code, draft, who)
    with pytest.raises(Unknown):
        proposed(base, code, LATE, SON)
    assert proposals.waiting(base, HUNG) == ()


def test_what_approval_would_do_is_said_before(database_url):
    base = desk.loaded(database_url)
    code = begun(base)

    early = proposals.preview(base, press(MINH, TUESDAY), code, MOVED)
    made = proposed(base, code, STRUCK)
    struck = effect_of(base, made, now=TUESDAY)

    assert early.before.due == early.after.due == MONDAY + 3 * DAY
    assert struck.lines == ("hồ sơ bị hủy: ra khỏi mọi biểu, chỉ còn trong nhật ký",)
    with pytest.raises(Unknown):
        proposals.preview(base, press(SON, TUESDAY), code, MOVED)
    assert log_of(base, code).version == 2


def test_a_leader_is_shown_what_waits_for_them_and_strangers_nothing(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    by_minh, by_hung = proposed(base, code), proposed(base, code, STRUCK, HUNG)

    assert proposals.to_decide(base, BINH) == (by_hung, by_minh)
    assert proposals.to_decide(base, HUNG) == (by_minh,)
    assert [proposals.count_to_decide(base, who) for who in (BINH, HUNG, MINH, LAN)] == [2, 1, 0, 0]
    for stranger in (SON, ADMIN, STRANGE_LEADER):
        assert proposals.waiting(base, stranger) == proposals.to_decide(base, stranger) == ()
        assert proposals.of_case(base, stranger, code) == ()
        with pytest.raises(Unknown):
            proposals.one(base, stranger, by_minh.id)


def test_a_leader_is_offered_only_what_they_may_approve(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    proposed(base, code)
    instead = officer("binh", Role.LEADER, stands_for=("minh",))

    borrowed = replace(BINH, stands_for=("hung",), lent=BINH.grants)

    for who in (instead, borrowed):
        assert proposals.to_decide(base, who) == ()
        assert proposals.count_to_decide(base, who) == 0
        assert len(proposals.waiting(base, who)) == 1


def test_ones_own_proposals_stay_behind_after_a_transfer(database_url):
    base = desk.loaded(database_url)
    made = proposed(base, begun(base))
    paper = Draft(kind="late", commands=[desk.acceptance()], reason="mất mạng", evidence="sổ 5")
    opening = proposed(base, None, paper, LAN)

    assert proposals.own(base, MINH) == (made,)
    assert proposals.own(base, LAN) == (opening,)
    for login, role in (("minh", Role.SPECIALIST), ("lan", Role.ONE_STOP)):
        assert proposals.own(base, officer(login, role, OTHER_WARD)) == ()


def test_the_file_that_proves_it_is_shown_to_who_sees_the_case(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = begun(base)
    photo = Upload(stream=io.BytesIO(papers.JPEG), name="sổ.jpg")
    kept = attachments.kept_file(tmp_path, photo, limit=10_000)
    draft = Draft(
        kind="late",
        commands=[DONE],
        reason="mất điện",
        evidence="ảnh trang sổ",
        file=kept,
        file_name="sổ.jpg",
    )

    made = proposed(base, code, draft)

    assert (made.evidence_file, made.evidence_name) == (kept.sha256, "sổ.jpg")
    found = attachments.opened(base, tmp_path, HUNG, code, kept.sha256)
    assert (found.name, found.path.read_bytes()) == ("sổ.jpg", papers.JPEG)
    assert attachments.opened_evidence(base, tmp_path, HUNG, made.id) == found
    bare = proposed(base, code, STRUCK)
    for who, number in [(SON, made.id), (HUNG, bare.id), (HUNG, 99)]:
        with pytest.raises(Unknown):
            attachments.opened_evidence(base, tmp_path, who, number)
    with pytest.raises(Unknown):
        attachments.opened(base, tmp_path, SON, code, kept.sha256)


def test_the_times_of_a_proposal_are_vietnamese_ones(database_url):
    base = desk.loaded(database_url)
    made = proposed(base, begun(base))

    assert made.proposed_at == TUESDAY
    assert made.proposed_at.tzinfo is VIETNAM
