"""Every page of the desk with somebody who opens it; where a case is wanted, by its applicant."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.lists.catalogue import LISTS
from app.sample import MORNING, accounts, desk_journal, pleas
from app.services.act import Press
from app.services.proposals import Draft, propose
from app.store.engine import Database
from workflows.agency import Role

_NAMED = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """A page to be looked at.

    Attributes:
        name: of its picture.
        path: where it is; `{Lê Văn A}` stands for the code of that applicant's case.
        status: what it is answered with.
        kept: which further pictures are kept: `dark`, `phone`.
    """

    name: str
    path: str
    status: int = 200
    kept: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The path with the codes in it."""
        return _NAMED.sub(lambda found: codes()[found[1]], self.path)


@cache
def codes() -> Mapping[str, str]:
    """The case of each applicant of the morning, the latest; of one ended so by the word of it."""
    found: dict[str, str] = {}
    for line in map(json.loads, desk_journal()):
        found[line["type"]] = line["case"]
        if applicant := line["data"].get("applicant"):
            found[applicant["name"]] = line["case"]
    return found


def propose_all(database: Database) -> None:
    """What the demonstration's officers ask a second person for."""
    people = {one.login: one for one in accounts()}
    for code, version, plea in pleas():
        key = hashlib.sha256(f"{plea.kind} {code}".encode()).hexdigest()
        draft = Draft(
            kind=plea.kind, commands=(plea.command,), reason=plea.reason, evidence=plea.evidence
        )
        press = Press(officer=people[plea.by], key=key, now=MORNING)
        propose(database, press, code, draft, expected_version=version)


def _act(case: str, name: str, *kept: str, status: int = 200) -> Look:
    number = "" if status == 200 else "-no"
    path = f"/cases/{{{case}}}/acts/{name}"
    return Look(name=f"act-{name}{number}".replace("_", "-"), path=path, status=status, kept=kept)


def _case(name: str, applicant: str, *kept: str) -> Look:
    return Look(name=f"case-{name}", path=f"/cases/{{{applicant}}}", kept=kept)


def _lists(*titles: str) -> tuple[Look, ...]:
    return tuple(
        Look(
            name=f"list-{code}".replace("_", "-"),
            path=f"/lists/{code}",
            kept=LIST_KEPT.get(code, ()),
        )
        for code in titles
    )


LIST_KEPT = {"to_accept": ("dark", "phone"), "overdue": ("phone",)}
_DESK = tuple(one.code for one in LISTS if Role.ONE_STOP in one.roles)
# The code that the records of nobody have.
_NOBODY = "H32.PL-240124-9999"

# The statutory quarter of the morning.
_RUNNING = "agency=H32.PL&first=2023-12-15&last=2024-03-14"

LOOKS: Mapping[str, tuple[Look, ...]] = {
    "": (
        Look(name="sign-in", path="/sign-in", kept=("dark", "phone")),
        Look(name="sign-in-next", path=f"/cases/{_NOBODY}"),
        Look(name="track", path="/track", kept=("dark", "phone")),
        Look(name="apologies", path="/apologies"),
        Look(name="apologies-none", path="/apologies/2023-05"),
    ),
    "lan.mc lists": _lists(*_DESK),
    "lan.mc cases": (
        _case("submitted", "Lê Hữu Phước", "dark", "phone"),
        _case("asked", "Ngô Mỹ Quỳnh"),
        _case("supplemented", "Trương Thị Liễu"),
        _case("accepted-late", "Phạm Đình Nghĩa"),
        _case("paused", "Nguyễn Đình Toàn", "dark"),
        _case("asked-again", "Võ Văn Dũng"),
        _case("resolved", "Lê Thanh Hạnh"),
        _case("delivered", "Dương Thị Hương"),
        _case("corrected", "Huỳnh Thanh Toàn"),
        _case("ticked-late", "Phạm Thị Duyên"),
        _case("returned", "Lê Đình Cường"),
        _case("refused", "Nguyễn Thị Cúc"),
        _case("withdrawn", "Trần Văn Khoa"),
        _case("voided", "voided"),
        _case("reopened", "Võ Thị Thảo"),
        _case("training", "Hồ sơ tập huấn số 2"),
        _case("linked", "Lê Quốc Lâm", "phone"),
        _case("apology", "Dương Quốc Sơn"),
        Look(name="hand-over-sheet", path="/cases/{Lê Quốc Lâm}/handover"),
        Look(name="error-no-case", path=f"/cases/{_NOBODY}", status=404),
        Look(name="error-no-page", path="/khong-co", status=404, kept=("dark", "phone")),
        Look(name="error-not-allowed", path="/accounts", status=403),
    ),
    "lan.mc acts": (
        _act("Lê Hữu Phước", "accept", "dark", "phone"),
        _act("Lê Hữu Phước", "request_supplement"),
        _act("Lê Hữu Phước", "refuse"),
        _act("Ngô Mỹ Quỳnh", "receive_supplement"),
        _act("Trần Quốc Cường", "start_step"),
        _act("Lê Thanh Hạnh", "deliver", "phone"),
        _act("Trần Ngọc Sương", "pay_fee"),
        _act("Lý Hữu Hải", "rate"),
        _act("Đặng Thị Lan", "return_case"),
        _act("Đặng Thị Lan", "withdraw"),
        _act("Đặng Thị Lan", "reopen", status=422),
        Look(name="files", path="/cases/{Đặng Thị Lan}/files"),
        Look(name="intake-choose", path="/intake", kept=("dark", "phone")),
        Look(name="intake-search", path="/intake?q=khai sinh"),
        Look(name="intake-nothing", path="/intake?q=zzz"),
        Look(name="intake", path="/intake/1.004873", kept=("dark", "phone")),
        Look(name="intake-like", path="/intake/1.001193?like={Đặng Thanh Vinh}"),
        Look(name="intake-no-limit", path="/intake/DD.LD01"),
        Look(name="intake-done", path="/intake/done?code={Trần Quốc Cường}&code={Lý Thị Diễm}"),
        Look(name="search", path="/search?q=nguyen van", kept=("dark", "phone")),
        Look(name="search-nothing", path="/search?q=zzz"),
        Look(name="search-empty", path="/search"),
        Look(name="letters-empty", path="/letters"),
        Look(name="letters-nothing", path="/letters?q=99/TNHS"),
        Look(name="letters-wrong", path="/letters?from=2024-01-05&to=2024-01-02", status=422),
        Look(name="letters-batch", path="/letters/batch", kept=("dark", "phone")),
        Look(name="letter-stop", path="/cases/{Trần Văn Khoa}/letters/stop", kept=("phone",)),
        Look(name="letter-no", path="/cases/{Lê Hữu Phước}/letters/result", status=422),
        Look(name="register", path="/register", kept=("dark", "phone")),
        Look(name="register-empty", path="/register?from=2024-01-01&to=2024-01-01"),
        Look(name="register-wrong", path="/register?from=2024-01-05&to=2024-01-02", status=422),
        Look(name="handovers", path="/handovers", kept=("dark", "phone")),
        Look(name="petitions-empty", path="/petitions"),
        Look(name="petitions-new", path="/petitions/new", kept=("phone",)),
        Look(name="clock", path="/demo/clock", kept=("phone",)),
        Look(name="notices-empty", path="/notices"),
        Look(name="notices-choices-closed", path="/notices/choices"),
        Look(name="password", path="/password"),
    ),
    "hue.tp": (
        Look(name="specialist", path="/lists/mine"),
        Look(name="handovers-specialist", path="/handovers"),
        _case("processing", "Đặng Thị Lan", "dark", "phone"),
        _case("late", "Hồ Ngọc Trang"),
        Look(name="apology-draft", path="/cases/{Hồ Ngọc Trang}/apology", kept=("dark", "phone")),
        Look(name="apology-none", path="/cases/{Đặng Thị Lan}/apology"),
        _case("sent-back", "Phan Quốc Khánh"),
        _act("Đặng Thị Lan", "complete_step"),
        _act("Đặng Thị Lan", "return_step"),
        _act("Đặng Thị Lan", "pause", "dark", "phone"),
        _act("Đặng Thị Lan", "resolve"),
        _act("Lê Thị Tuyết", "resume"),
        _act("Đặng Thị Lan", "correct"),
        _act("Đặng Thị Lan", "void"),
        Look(name="proposals-mine", path="/proposals"),
    ),
    "binh.ld": (
        *_lists("to_approve", "apology_drafts"),
        _act("Phan Thị Phượng", "assign_step"),
        _act("Dương Thị Hương", "reopen"),
        Look(name="apology-elsewhere", path="/cases/{Dương Quốc Sơn}/apology"),
        Look(name="apology-ledger", path="/apologies/ledger", kept=("dark", "phone")),
        Look(name="apology-ledger-cases", path="/apologies/ledger/cases?number=waiting"),
        Look(name="apology-ledger-none", path="/apologies/ledger?first=2030-01-01&last=2030-01-31"),
        Look(name="proposals", path="/proposals", kept=("dark", "phone")),
        Look(name="proposal-late", path="/proposals/1", kept=("dark", "phone")),
        Look(name="proposal-correction", path="/proposals/2"),
        Look(name="proposal-voiding", path="/proposals/3"),
        Look(name="forecast", path="/forecast", kept=("dark", "phone")),
        Look(name="absences", path="/absences", kept=("phone",)),
        Look(name="hand-over-list", path="/absences/handover/hue.tp"),
    ),
    "tam.vt": _lists("to_issue", "apology_to_issue"),
    "yen.kt": (Look(name="cashier", path="/lists/to_pay?field=CT"),),
    "thanh.tra": (
        Look(name="auditor", path="/lists/overdue"),
        Look(name="apology-watched", path="/cases/{Hồ Ngọc Trang}/apology"),
        Look(name="auditor-case", path="/cases/{Đặng Thị Lan}"),
        Look(name="auditor-proposals", path="/proposals"),
    ),
    "kiem.soat reports": (
        Look(name="reports", path="/reports", kept=("dark", "phone")),
        Look(name="reports-table", path=f"/reports/II.06a?{_RUNNING}", kept=("dark", "phone")),
        Look(name="reports-known", path=f"/reports/II.06a?{_RUNNING}&known=2024-01-10T09:00"),
        Look(name="reports-roll-up", path=f"/reports/II.06c?{_RUNNING}"),
        Look(name="reports-catalogue", path=f"/reports/II.07b?{_RUNNING}"),
        Look(name="reports-gate", path=f"/reports/II.06a/gate?{_RUNNING}"),
        Look(
            name="reports-cases",
            path=f"/reports/II.06a/cases?{_RUNNING}&cell=open.late",
            kept=("dark", "phone"),
        ),
        Look(
            name="reports-cases-none",
            path=f"/reports/II.06a/cases?{_RUNNING}&cell=voided&row=VHCS",
        ),
        Look(name="reports-sealed-none", path="/reports/sealed"),
        Look(name="reports-check", path="/reports/check", kept=("phone",)),
    ),
    "quantri.pl": (
        Look(name="accounts", path="/accounts", kept=("dark", "phone")),
        Look(name="accounts-search", path="/accounts?q=zzz"),
        Look(name="account", path="/accounts/hue.tp", kept=("dark", "phone")),
        Look(name="account-new", path="/accounts/new", kept=("phone",)),
        Look(name="account-changes", path="/accounts/changes"),
        Look(name="sign-ins", path="/accounts/sign-ins"),
        Look(name="absences-admin", path="/absences"),
        Look(name="letter-templates", path="/letters/templates", kept=("dark", "phone")),
    ),
    "quantri.pl operations": (
        Look(name="operations", path="/operations", kept=("dark", "phone")),
        Look(name="operations-messages", path="/operations/messages", kept=("phone",)),
        Look(name="operations-drop", path="/operations/messages/2/drop"),
        Look(name="operations-templates", path="/operations/templates", kept=("dark", "phone")),
    ),
}
