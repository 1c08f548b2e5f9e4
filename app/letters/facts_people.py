"""Who did what at the office, as the log recorded it, and how the applicant is addressed."""

from app.letters.facts_source import E, Source, Values
from workflows import events as ev

PERSON = "Ông/Bà"
_BODY = "quý tổ chức"
# How names of organisations begin; an applicant has no other mark of being one.
_BODIES = tuple(
    f"{words} "
    for words in (
        "ban quản lý",
        "bệnh viện",
        "chi nhánh",
        "công ty",
        "doanh nghiệp",
        "giáo xứ",
        "hợp tác xã",
        "hội đồng",
        "liên hiệp",
        "ngân hàng",
        "quỹ",
        "tập đoàn",
        "tổ chức",
        "tổng công ty",
        "trung tâm",
        "trường",
        "ubnd",
        "văn phòng",
        "ủy ban",
    )
)


def doer_values(source: Source) -> Values:
    """Who accepted, refused, took the money and handed out the result.

    What the log does not say is the doing of whoever makes the letter.
    """
    return {
        "accepted_by": _doer(source, ev.Accepted),
        "refused_by": _doer(source, ev.Refused),
        "paid_to": _doer(source, ev.FeePaid),
        "handed_by": _doer(source, ev.Delivered),
    }


def address_values(source: Source) -> Values:
    """How the letter calls the applicant: a person with "Ông/Bà", an organisation by its name."""
    who = source.case.applicant
    if who is None:
        return {"you": PERSON, "addressee": ""}
    if is_body(who.name):
        return {"you": _BODY, "addressee": who.name}
    return {"you": PERSON, "addressee": f"{PERSON} {who.name}"}


def is_body(name: str) -> bool:
    """Whether a name is an organisation's."""
    return " ".join(name.lower().split()).startswith(_BODIES)


def _doer(source: Source, kind: type[E]) -> str:
    told = zip(source.case.log, source.recorded_by(), strict=True)
    found = [by for event, by in told if isinstance(event, kind)]
    return (source.name(found[-1]) if found else "") or source.issue.by_name
