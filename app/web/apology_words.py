"""The apology of a case in words: its stops on the way, what comes next, and whom it waits for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.services.apology import ApologyPage
from app.services.apology_cause import Cause
from app.services.case_page import CasePage
from sla.spec import SlaError
from sla.zone import day_number, local_date
from workflows.apology import Proposal, Stage, stage
from workflows.case import Case
from workflows.desk import ActName
from workflows.issued import standing_letter

# What is said of each stage, and the mood of its tag.
STAGES: Mapping[Stage, tuple[str, str]] = {
    "none": ("Chưa phải xin lỗi", "calm"),
    "owed": ("Cần thư xin lỗi", "late"),
    "drafted": ("Chờ lãnh đạo ký", "near"),
    "signed": ("Chờ cấp số, phát hành", "near"),
    "issued": ("Đã phát hành, chưa đăng công khai", "near"),
    "published": ("Đã đăng công khai", "good"),
    "exhausted": ("Đã hẹn lại mà vẫn quá", "late"),
    "lapsed": ("Không còn phải xin lỗi", "calm"),
    "voided": ("Hồ sơ đã hủy, thư xin lỗi không đăng công khai", "calm"),
}
# Of an apology that came in with a log from elsewhere: it has no letter that could be published.
FROM_ELSEWHERE = ("Đã xin lỗi", "calm")
NEVER_MADE = ("Kết thúc trễ, không có thư xin lỗi", "late")
# Which act leads on from a stage, and who is waited for.
_NEXT: Mapping[Stage, tuple[ActName, str]] = {
    "none": ("draft_apology", ""),
    "owed": ("draft_apology", "Chờ công chức đang xử lý hồ sơ soạn dự thảo."),
    "drafted": ("sign_apology", "Chờ lãnh đạo đọc và ký."),
    "signed": ("apologise", "Chờ văn thư cấp số và phát hành."),
    "issued": ("publish_letter", "Chờ văn thư, một cửa hoặc lãnh đạo đăng công khai."),
    "exhausted": ("publish_letter", ""),
}
MESSAGES: Mapping[str, tuple[str, str]] = {
    "waiting": ("chờ gửi", "near"),
    "sent": ("đã gửi", "good"),
    "dead": ("không gửi được", "late"),
    "dropped": ("đã bỏ", "calm"),
}
_SHORT = "Dự báo hồ sơ sẽ trễ hạn: {} làm việc so với định mức các bước còn lại."
_SENDING = "Gửi người nộp"
CHANNELS: Mapping[str, str] = {"mail": "Thư điện tử", "sms": "Tin nhắn SMS", "zalo": "Zalo"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """One stop of the way; `state` is done, now, next, or none where there is nothing to do."""

    name: str
    state: str
    at: datetime | None = None
    who: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Banner:
    """The apology in one line, on the page of its case."""

    words: str
    mood: str
    waits: str
    href: str


def head_of(page: ApologyPage) -> tuple[str, str]:
    """How far it has come, and the mood of that."""
    return _head(page.stage, page.case)


def banner(page: CasePage) -> Banner | None:
    """What the page of a case says of its apology; None where none is near."""
    case = page.view.case
    try:
        here = stage(case, page.view.setting, now=page.view.at)
    except SlaError:
        return None  # Beyond the calendar's years nothing is known of it.
    if here == "none":
        return None
    words, mood = _head(here, case)
    href = url_for("apologies.show", code=case.code)
    return Banner(words=words, mood=mood, waits=_waits(here, case), href=href)


def next_act(page: ApologyPage) -> ActName | None:
    """The one act by which this officer leads it on; None where that is somebody else's."""
    name, _ = _NEXT.get(page.stage, (None, ""))
    if page.stage == "signed" and not page.as_signed:
        # A letter that reads otherwise than what was signed is written and signed anew.
        name = "draft_apology"
    return name if name is not None and page.acts[name].allowed else None


def waits_for(page: ApologyPage) -> str:
    """Whom it waits for, in a sentence; empty where it waits for nobody."""
    return _waits(page.stage, page.case)


def why(page: ApologyPage) -> str:
    """Why an apology is owed, or why one may be written though none is; empty for the rest."""
    if page.case.draft is not None or not page.case.is_open:
        return ""
    if page.stage == "owed":
        return _why_owed(page)
    if page.stage != "none" or not page.may_be_drafted:
        return ""
    if _will_miss(page):
        return f"{_SHORT.format(_slack(page))} Chưa đến ngày làm việc cuối; soạn trước được."
    return "Chưa phải xin lỗi: dự báo hồ sơ còn kịp hạn. Soạn trước cũng được."


def stops(page: ApologyPage) -> tuple[Stop, ...]:
    """The way of an apology, from owed to published."""
    found = list(_stops(page))
    first = next((one for one in found if one.state == "next"), None)
    over = page.stage in {"none", "lapsed", "voided"} or _is_over(page.stage, page.case)
    return tuple(
        Stop(name=one.name, state="now") if one is first and not over else one for one in found
    )


def new_due(page: ApologyPage) -> datetime | None:
    """The date promised anew: as issued, as drafted, else as proposed."""
    told = page.case.apology or page.case.draft or proposal(page)
    return told.new_due_at if told else None


def proposal(page: ApologyPage) -> Proposal | None:
    """What an apology would say, once it is time for one."""
    return page.proposal if page.stage == "owed" or page.may_be_drafted else None


def days_between(page: ApologyPage) -> int | None:
    """Days from the old date to the new one, by the calendar on the wall."""
    again = new_due(page)
    if again is None or page.due_at is None:
        return None
    return day_number(local_date(again)) - day_number(local_date(page.due_at))


def blamed(page: ApologyPage, cause: Cause) -> bool:
    """Whether a visit to a step is what the letter names as the cause."""
    told = page.case.draft or proposal(page)
    return told is not None and (cause.step, cause.run) == (told.step, told.run)


def _why_owed(page: ApologyPage) -> str:
    if page.late_by:
        return f"Hồ sơ đã quá hạn {page.late_by} làm việc."
    if page.due_at is not None and page.due_at <= page.now:
        return "Đã đến hạn trả mà hồ sơ chưa xong."
    if _will_miss(page):
        return _SHORT.format(_slack(page))
    told = "; các bước còn lại không có định mức nên không dự báo được" if page.seen else ""
    return f"Đã vào ngày làm việc cuối trước hạn{told}."


def _will_miss(page: ApologyPage) -> bool:
    return page.seen is not None and page.seen.prospect == "will_miss"


def _slack(page: ApologyPage) -> str:
    return page.seen.slack_in_words() if page.seen else ""


def _head(here: Stage, case: Case) -> tuple[str, str]:
    if here == "issued" and _is_over(here, case):
        return FROM_ELSEWHERE
    return NEVER_MADE if _is_over(here, case) else STAGES[here]


def _is_over(here: Stage, case: Case) -> bool:
    """Whether nothing more can be done: closed late without one, or none of our letters."""
    if here == "owed":
        return not case.is_open
    return here == "issued" and standing_letter(case, "apology") is None


def _waits(here: Stage, case: Case) -> str:
    return "" if _is_over(here, case) else _NEXT.get(here, (None, ""))[1]


def _stops(page: ApologyPage) -> Iterator[Stop]:
    owed, begun = page.owed_since, page.stage != "none"
    yield _stop("Phải xin lỗi", owed if begun and owed and owed <= page.now else None, done=begun)
    apology, letter = page.case.apology, page.letter
    for name, line in (("Dự thảo", page.drafted), ("Ký", page.signed)):
        at, who = (line.event.at, page.who(line.by)) if line else (None, "")
        # One that came in with a log from elsewhere was never drafted here.
        yield _stop(name, at, who, done=apology is not None)
    issued = letter.issued_at if letter else apology.at if apology else None
    yield _stop("Cấp số, phát hành", issued, f"số {letter.number}" if letter else "")
    yield _sending(page)
    yield _stop("Đăng công khai", letter.published_at if letter else None)


def _sending(page: ApologyPage) -> Stop:
    """Done by the program; where no channel takes it, no stop to wait at."""
    messages = [one.message for one in page.channels if one.message]
    if page.case.apology is not None and not messages:
        return Stop(name=_SENDING, state="none", who="không có kênh nào")
    sent = [one.sent_at or one.at for one in messages if one.state == "sent"]
    return _stop(_SENDING, min(sent, default=None))


def _stop(name: str, at: datetime | None, who: str = "", *, done: bool = False) -> Stop:
    return Stop(name=name, state="done" if at or done else "next", at=at, who=who)
