"""The life of an apology from list to list: each officer sees it where it waits for them."""

from datetime import datetime
from typing import Any

from app.lists.read import counts
from tests.lists.office import EVERYBODY, HUNG, KIEM, LAN, TAM, accepted, after, codes, loaded
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from tests.store.letters import letter
from workflows import commands as do
from workflows.commands import Command
from workflows.officer import Officer

# The deadline of ten working days lies at this hour of Monday the 18th.
DUE = MONDAY + 14 * DAY
NEW = DUE + 4 * DAY
APOLOGIES = {
    "apology_owed",
    "apology_drafts",
    "apology_to_issue",
    "apology_unpublished",
    "promise_over",
}


def draft(at: datetime, **more: Any) -> do.DraftApology:
    return do.DraftApology(at=at, **{"reason": "thiếu người", "new_due_at": NEW, **more})


def signed(at: datetime, number: int) -> do.SignApology:
    return do.SignApology(at=at, draft=number, name="Hùng", title="Chủ tịch", text_hash="0" * 64)


def issued(at: datetime) -> tuple[Command, ...]:
    sorry = do.IssueApology(at=at, reason="thiếu người", new_due_at=NEW, signed_by="hung")
    return sorry, letter(1, "apology", at, number="1/PXL")


def waiting(opened: Any, code: str, now: datetime) -> dict[str, set[str]]:
    """For each officer the lists of apologies a case stands in."""
    with opened.reading() as connection:
        shown = {who.login: set(counts(connection, who, now)) & APOLOGIES for who in EVERYBODY}
    people = {who.login: who for who in EVERYBODY}
    return {
        login: {one for one in lists if code in codes(opened, people[login], one, now)}
        for login, lists in shown.items()
    }


def listed(opened: Any, who: Officer, now: datetime) -> set[str]:
    with opened.reading() as connection:
        found = counts(connection, who, now)
    return {code for code, count in found.items() if count and code in APOLOGIES}


def test_an_apology_goes_from_the_officer_to_the_leader_the_clerk_and_the_public_page(
    database_url,
):
    opened = loaded(database_url)
    code = accepted(opened)
    assert listed(opened, HUNG, DUE - 3 * DAY - HOUR) == set()

    owed = DUE - 2 * DAY  # Saturday; the last working day began on Friday at nine
    assert waiting(opened, code, owed)["minh"] == {"apology_owed"}
    assert waiting(opened, code, owed)["tam"] == set()

    after(opened, code, draft(owed))
    assert waiting(opened, code, owed)["minh"] == set()
    assert waiting(opened, code, owed)["hung"] == {"apology_drafts"}

    after(opened, code, signed(owed, 2))
    assert waiting(opened, code, owed)["hung"] == {"apology_to_issue"}
    assert waiting(opened, code, owed)["tam"] == {"apology_to_issue"}

    after(opened, code, *issued(owed))
    unpublished = {"apology_unpublished"}
    assert waiting(opened, code, owed)["lan"] == unpublished
    assert waiting(opened, code, owed)["tam"] == waiting(opened, code, owed)["kiem"] == unpublished
    assert waiting(opened, code, owed)["minh"] == set()

    after(opened, code, do.PublishLetter(at=owed, kind="apology", number="1/PXL"))
    assert not any(waiting(opened, code, NEW).values())
    assert waiting(opened, code, NEW + HOUR)["kiem"] == {"promise_over"}
    assert waiting(opened, code, NEW + HOUR)["minh"] == {"promise_over"}
    # The old deadline stays the yardstick.
    assert codes(opened, KIEM, "overdue", NEW) == [code]


def test_what_the_forecast_sees_in_time_owes_nothing_before_its_deadline(database_url):
    opened, friday = loaded(database_url), DUE - 3 * DAY
    # Four hours of the clerk's are ahead, and the leader has had it since Thursday.
    code = accepted(opened, do.StartStep(at=friday - DAY, step="sign"))
    evening = friday + 7.5 * HOUR
    assert waiting(opened, code, friday + HOUR)["minh"] == set()
    assert waiting(opened, code, evening)["minh"] == {"apology_owed"}

    signed = do.CompleteStep(at=evening, step="sign")
    after(opened, code, signed, do.CompleteStep(at=evening, step="issue"))
    assert waiting(opened, code, evening)["minh"] == set()
    assert waiting(opened, code, DUE - MINUTE)["minh"] == set()
    assert waiting(opened, code, DUE)["minh"] == {"apology_owed"}


def test_a_new_draft_waits_for_a_new_signature(database_url):
    opened = loaded(database_url)
    code = accepted(opened, draft(DUE), signed(DUE, 2), draft(DUE + HOUR, reason="mất điện"))

    assert codes(opened, HUNG, "apology_drafts", DUE + HOUR) == [code]
    assert codes(opened, TAM, "apology_to_issue", DUE + HOUR) == []


def test_what_is_closed_waits_for_no_draft_and_no_signature_but_still_to_be_published(
    database_url,
):
    opened = loaded(database_url)
    done = do.ResolveCase(at=DUE + DAY, outcome="granted")
    given = do.DeliverResult(at=DUE + DAY, channel="direct")
    accepted(opened, done)
    accepted(opened, draft(DUE), done)
    accepted(opened, draft(DUE), signed(DUE, 2), done)
    told = accepted(opened, *issued(DUE), done, given)

    assert listed(opened, HUNG, NEW + DAY) == {"apology_unpublished"}
    assert codes(opened, LAN, "apology_unpublished", NEW + DAY) == [told]
    after(opened, told, do.VoidCase(at=NEW, reason="trùng", approved_by="hung"))
    assert listed(opened, HUNG, NEW + DAY) == set()


def test_a_corrected_letter_is_to_be_published_again(database_url):
    opened = loaded(database_url)
    public = do.PublishLetter(at=DUE, kind="apology", number="1/PXL")
    mended = letter(2, "apology", DUE + HOUR, number="2/PXL", replaces="1/PXL")
    code = accepted(opened, *issued(DUE), public, mended)

    assert codes(opened, LAN, "apology_unpublished", DUE + HOUR) == [code]
    after(opened, code, do.PublishLetter(at=DUE + HOUR, kind="apology", number="2/PXL"))
    assert codes(opened, LAN, "apology_unpublished", DUE + HOUR) == []


def test_an_apology_on_paper_of_before_has_no_letter_that_could_be_published(database_url):
    opened = loaded(database_url)
    sorry, _ = issued(DUE)
    accepted(opened, sorry)

    assert codes(opened, LAN, "apology_unpublished", DUE + HOUR) == []


def test_practice_apologises_to_nobody(database_url):
    opened = loaded(database_url)
    accepted(opened, draft(DUE), training=True)
    accepted(opened, *issued(DUE), training=True)

    assert listed(opened, HUNG, NEW + DAY) == set()
