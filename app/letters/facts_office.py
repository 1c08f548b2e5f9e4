"""What a letter says of itself and of the office it comes from."""

from collections.abc import Mapping
from datetime import date

from app.letters.facts_source import Issue, Values
from app.letters.facts_words import LEVELS, day_official, in_full, instant_official
from app.letters.versions import versions
from app.store.setup import Setup
from sla.zone import local, local_date
from workflows.agency import Agency
from workflows.desk_rights import step_agency
from workflows.procedure import Step


def issue_values(issue: Issue) -> Values:
    """The letter itself."""
    return {
        "number": issue.number or "",
        "today": day_official(local_date(issue.at)),
        "issued_at": instant_official(issue.at),
        "year": str(local(issue.at).year),
        "by": issue.by_name,
        "replaces": issue.replaces or "",
    }


def look_up_values(issue: Issue, code: str) -> Values:
    """How the citizen finds the case on the public page; what stands after "#" reaches no server.

    Without a site or a code of the look-up, the square code only says the code of the case; the
    words name what there is.
    """
    known = f"; mã tra cứu: {issue.lookup}" if issue.lookup else ""
    words = f"Mã hồ sơ: {code}{known}"
    if not issue.site or not issue.lookup:
        return {"lookup": issue.lookup or "", "qr": code, "track": words}
    page = f"{issue.site}/track"
    to_scan = f"{page}#{code}.{issue.lookup}"
    return {"lookup": issue.lookup, "qr": to_scan, "track": f"Tra cứu tại {page}\n{words}"}


def office_values(office: Agency, setup: Setup, *, day: date, issued: date | None = None) -> Values:
    """The office; its desk is called as the circular of that day calls it.

    Args:
        office: whose letterhead.
        setup: with the office above.
        day: whose circular holds.
        issued: the day of the letter where that is a later one.
    """
    return {
        "agency_code": office.code,
        "office": office.name,
        "desk": office.desk or versions().on(day).desk(office.level),
        "superior": office.superior or _parent(office, setup, issued or day),
        "place": office.place or "",
        "head_title": (office.head_title or "").upper(),
        "office_address": office.address or "",
        "office_phone": office.phone or "",
    }


def elsewhere(step: Step | None, office: Agency, agencies: Mapping[str, Agency]) -> str | None:
    """What the other office that a step is done at is called; None for a step of the own one.

    One that nobody loaded is named by its code as it was recorded, or by its level.
    """
    wanted = step.refer_to if step else None
    if step is None or wanted is None:
        return None
    code = step_agency(step, office.code, agencies)
    if code != office.code:
        return agencies[code].name
    return None if wanted in (office.code, office.level) else LEVELS.get(wanted, wanted)


def notice_of(office: Agency, *, training: bool = False) -> str:
    """What must stand on every letter: of a training case, and of an office of made-up data."""
    return ". ".join(filter(None, (TRAINING if training else "", office.notice)))


TRAINING = "HỒ SƠ TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"


def _parent(office: Agency, setup: Setup, day: date) -> str:
    """The office above, where a letterhead has one: not above a people's committee or council."""
    parent = setup.agencies.get(office.parent or "")
    if parent is None or (parent.valid_to and parent.valid_to < day):
        return ""
    return "" if in_full(office.name).startswith(_ALONE) else parent.name


# NĐ 30/2020/NĐ-CP, phụ lục I (recalled): these stand in their letterhead without one above them.
_ALONE = ("Ủy ban nhân dân", "Uỷ ban nhân dân", "Hội đồng nhân dân")
