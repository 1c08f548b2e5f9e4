"""A case, things to propose about it, and how to decide on them."""

from app.projections.rows import case_rows
from app.services.act import open_by_officer
from app.services.proposals import Draft, propose
from app.services.second_person import Word
from app.store import event_log
from app.store.accounts import accounts_by_login
from app.store.engine import Database
from app.store.proposals import Proposal
from app.store.setup import read_setup
from tests.services.hands import LAN, MINH, press
from tests.services.who import made
from tests.store import desk
from tests.store.desk import DAY, HOUR, MONDAY
from workflows import commands as do
from workflows.officer import Officer

TUESDAY = MONDAY + DAY
START = do.StartStep(at=MONDAY, step="appraise", assignee="minh")
DONE = do.CompleteStep(at=MONDAY + HOUR, step="appraise")
LATE = Draft(kind="late", commands=[DONE], reason="mất điện", evidence="sổ giao nhận, trang 12")
MOVED = Draft(
    kind="correction",
    commands=[do.CorrectEvent(at=TUESDAY, of=1, true_at=MONDAY - HOUR, reason="", approved_by="")],
    reason="bấm nhầm giờ",
    evidence="phiếu hẹn",
)
STRUCK = Draft(
    kind="voiding",
    commands=[do.VoidCase(at=TUESDAY, reason="", approved_by="")],
    reason="nhập trùng",
    evidence="sổ tiếp nhận",
)


def hired(base: Database, *officers: Officer) -> None:
    """Accounts for those who are to propose: what is approved is recorded in their name."""
    with base.reading() as connection:
        known = accounts_by_login(connection, [one.login for one in officers])
    for one in officers:
        if one.login not in known:
            made(base, one.login, *one.grants, name=one.name)


def begun(base: Database) -> str:
    """A case whose first step Minh has worked on since Monday at nine."""
    hired(base, MINH)
    return open_by_officer(base, press(LAN), [desk.acceptance(), START]).code


def log_of(base: Database, code: str) -> event_log.CaseLog:
    """The log, after a look at the rows the projections made of it."""
    with base.reading() as connection:
        log = event_log.load(connection, code)
        assert desk.held(connection) == desk.wanted(case_rows(log, read_setup(connection)))
    return log


def proposed(base: Database, code: str | None, draft: Draft = LATE, who=MINH) -> Proposal:
    hired(base, who)
    return propose(base, press(who, TUESDAY), code, draft, expected_version=2 if code else 0)


def word(who, proposal, note=None, now=TUESDAY + HOUR) -> Word:
    return Word(officer=who, number=proposal.id, now=now, note=note)
