"""What approval rests on: the effect that was seen, the right of whoever proposed, clean hands."""

import re
from dataclasses import replace

import pytest

from app.errors import CaseChangedMeanwhile, Refused
from app.services.accounts import disable_account, set_grants
from app.services.act import act
from app.services.proposal_page import proposal_page
from app.services.proposals import propose
from app.services.second_person import Word, approve, refuse
from app.store.absences import insert_absence
from app.store.accounts import accounts_by_login
from app.store.engine import Database
from app.store.officers import officer_on
from tests.services.hands import (
    BINH,
    HUNG,
    MINH,
    OTHER_WARD,
    WARD,
    YEN,
    officer,
    press,
)
from tests.services.proposing import (
    STRUCK,
    TUESDAY,
    begun,
    hired,
    log_of,
    proposed,
    word,
)
from tests.store import desk
from tests.store.desk import DAY, HOUR
from workflows import commands as do
from workflows.agency import Role
from workflows.officer import Grant


def test_an_effect_seen_on_an_older_version_is_not_what_is_approved(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    number = proposed(base, code).id
    act(base, press(YEN, TUESDAY), code, [do.RecordFee(at=TUESDAY, amount=8_000, method="cash")])
    seen = Word(officer=HUNG, number=number, now=TUESDAY + HOUR, expected_version=2)

    with pytest.raises(CaseChangedMeanwhile) as caught:
        approve(base, seen)

    assert caught.value.since == ("09:00 ngày 05/03/2024, yen: Nộp 8.000 đồng tiền mặt",)
    assert log_of(base, code).version == 3
    page = proposal_page(base, HUNG, number, now=TUESDAY + HOUR)
    assert (page.version, page.proposal.outcome) == (3, None)
    again = replace(seen, expected_version=page.version)
    with pytest.raises(Refused, match="lùi trước"):
        approve(base, again)


def test_what_is_approved_on_the_version_seen_is_recorded_once(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code)
    page = proposal_page(base, HUNG, made.id, now=TUESDAY + HOUR)
    seen = replace(word(HUNG, made), expected_version=page.version)

    first = approve(base, seen)

    assert page.people == {"minh": "Minh"}
    assert (page.refusal, page.why_not, page.effect is None) == ("", "", False)
    assert approve(base, seen) == first
    assert log_of(base, code).version == 3


@pytest.mark.parametrize(
    ("lose", "words"),
    [
        (lambda base: disable_account(base, "minh", by=None, now=TUESDAY), "minh.*từ chối đề nghị"),
        (lambda base: moved(base, Role.SPECIALIST, OTHER_WARD), "Minh hôm nay không còn được ghi"),
        (lambda base: moved(base, Role.CLERK, WARD), "Minh hôm nay không còn được ghi"),
    ],
    ids=["disabled", "transferred", "another role"],
)
def test_nothing_is_recorded_for_a_proposer_who_lost_the_right(database_url, lose, words):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code)
    lose(base)

    with pytest.raises(Refused, match=words):
        approve(base, word(HUNG, made))

    page = proposal_page(base, HUNG, made.id, now=TUESDAY + HOUR)
    assert re.search(words, page.refusal)
    assert page.why_not == ""
    assert log_of(base, code).version == 2
    assert refuse(base, word(HUNG, made, "người khác đề nghị lại")).outcome == "refused"


def test_whoever_stands_in_may_propose_and_no_longer_once_that_ends(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    stand_in = officer("tam", Role.CLERK)
    hired(base, stand_in)
    days = {"first_day": TUESDAY.date(), "last_day": TUESDAY.date(), "reason": "nghỉ phép"}
    with base.writing() as connection:
        ids = accounts_by_login(connection, ["minh", "tam"])
        away = {"account": ids["minh"].id, "substitute": ids["tam"].id, **days}
        insert_absence(connection, **away, made_by="hung", made_at=TUESDAY)
    with base.reading() as connection:
        today = officer_on(connection, "tam", TUESDAY.date())
    assert today is not None
    assert today.stands_for == ("minh",)
    assert today.roles_at(WARD) == {Role.CLERK, Role.SPECIALIST}
    made = proposed(base, code, who=today)

    with pytest.raises(Refused, match="Tam hôm nay không còn được ghi"):
        approve(base, word(HUNG, made, now=TUESDAY + DAY))
    assert approve(base, word(HUNG, made)).outcome == "approved"
    assert log_of(base, code).lines[-1].by == "tam"


def test_whoever_took_a_case_in_or_closed_it_does_not_let_it_disappear(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    boss = officer("hung", Role.LEADER)
    act(base, press(boss, TUESDAY), code, [do.ReturnCase(at=TUESDAY, reason="trùng")])
    made = propose(base, press(MINH, TUESDAY), code, STRUCK, expected_version=3)

    with pytest.raises(Refused, match="đã ghi"):
        approve(base, word(HUNG, made))
    assert approve(base, word(BINH, made)).outcome == "approved"


def moved(base: Database, role: Role, agency: str) -> None:
    """Minh works elsewhere, or as something else, from Tuesday on."""
    set_grants(base, "minh", [Grant(agency=agency, role=role)], by=None, now=TUESDAY)
