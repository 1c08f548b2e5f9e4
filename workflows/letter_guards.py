"""What forbids the events of letters and apologies: one apology, a known draft, a known letter."""

from collections.abc import Callable, Mapping
from typing import Any

from sla.law import law_on
from sla.zone import local, local_date
from workflows import events as ev
from workflows.case import Case
from workflows.events import Event
from workflows.issued import is_published, issued_as, standing_letter, successor, to_correct
from workflows.refusal import Refusal
from workflows.setting import Setting
from workflows.words import LETTERS

FIRST_YEAR, LAST_YEAR = 1990, 9999  # of the rows of numbers
_Any = ev.ApologyDrafted | ev.ApologySigned | ev.ApologyIssued


def apologised(case: Case, event: _Any, setting: Setting) -> Refusal | None:
    """Why the case may not be apologised for once more, nor one be drafted or signed."""
    # NĐ 61/2018, Đ. 19 ("không quá một lần"; unverified): the number stands in sla/data/law.yaml.
    issued = sum(isinstance(told, ev.ApologyIssued) for told in case.log)
    if issued < law_on(local_date(event.at)).apologies_allowed:
        return None
    return Refusal(message="hồ sơ đã được xin lỗi, hẹn lại một lần; không được hẹn lại lần nữa")


def _draft(case: Case, event: ev.ApologyDrafted, setting: Setting) -> Refusal | None:
    refusal = apologised(case, event, setting)
    if refusal is not None or event.step is None or setting.procedure.step(event.step):
        return refusal
    words = f"thủ tục {setting.procedure.code} không có bước “{event.step}”"
    return Refusal(field="data.step", message=words)


def _sign(case: Case, event: ev.ApologySigned, setting: Setting) -> Refusal | None:
    refusal = apologised(case, event, setting) or _signed_already(case)
    if refusal is not None or event.draft == case.drafted_as:
        return refusal
    if case.drafted_as is None:
        words = "hồ sơ chưa có dự thảo thư xin lỗi để ký"
    else:
        words = f"dự thảo đã đổi: bản mới nhất là sự kiện số {case.drafted_as}; hãy xem lại rồi ký"
    return Refusal(field="data.draft", message=words)


def _signed_already(case: Case) -> Refusal | None:
    """Nobody's signature makes way for another one without a word."""
    if case.signature is None:
        return None
    whose, when = case.signature.name, f"{local(case.signature.at):%H:%M ngày %d/%m/%Y}"
    words = f"dự thảo đã được {whose} ký lúc {when}; muốn ký lại thì soạn lại"
    return Refusal(field="data.draft", message=words)


def _letter(case: Case, event: ev.LetterIssued, setting: Setting) -> Refusal | None:
    for name in ("serial", "size"):
        if getattr(event, name) < 1:
            return Refusal(field=f"data.{name}", message="phải là số lớn hơn 0")
    if not FIRST_YEAR <= event.year <= LAST_YEAR:
        words = f"phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}"
        return Refusal(field="data.year", message=words)
    return _twice(case, event) or _correction(case, event) or _of_apology(case, event)


def _twice(case: Case, event: ev.LetterIssued) -> Refusal | None:
    """A number, as printed and as counted, is that of one letter of its office, kind and year."""
    name = LETTERS[event.kind]
    if issued_as(case, event.kind, event.number, event.agency, year=event.year):
        words = f"hồ sơ đã có {name} số {event.number}"
        return Refusal(field="data.number", message=words)
    if _place(case, event) in {_place(case, one) for one in case.letters}:
        words = f"hồ sơ đã có {name} mang số thứ tự {event.serial} của năm {event.year}"
        return Refusal(field="data.serial", message=words)
    return None


def _place(case: Case, letter: ev.LetterIssued) -> tuple[str, str, int, int]:
    return letter.agency or case.agency, letter.kind, letter.year, letter.serial


def _correction(case: Case, event: ev.LetterIssued) -> Refusal | None:
    if event.replaces is None:
        return None
    if to_correct(case, event) is not None:
        return None
    old, name = issued_as(case, event.kind, event.replaces, event.agency), LETTERS[event.kind]
    newer = successor(case, old) if old else None
    if newer is None:
        words = f"hồ sơ không có {name} số {event.replaces} để thay"
    else:
        words = f"{name} số {event.replaces} đã được thay bằng số {newer.number}"
    return Refusal(field="data.replaces", message=words)


def _of_apology(case: Case, event: ev.LetterIssued) -> Refusal | None:
    """A letter of apology says what the case's one apology says, so there is one that holds."""
    if event.kind != "apology":
        return None
    if case.apology is None:
        words = "phải ghi “xin lỗi, hẹn lại” trước khi phát hành thư xin lỗi"
        return Refusal(field="data.kind", message=words)
    holding = standing_letter(case, "apology")
    if holding is None or event.replaces is not None:
        return None
    words = f"hồ sơ đã có thư xin lỗi số {holding.number}; chỉ phát hành bản thay cho số đó"
    return Refusal(field="data.replaces", message=words)


def _publish(case: Case, event: ev.LetterPublished, setting: Setting) -> Refusal | None:
    letter, name = issued_as(case, event.kind, event.number, event.agency), LETTERS[event.kind]
    if letter is None:
        words = f"hồ sơ không có {name} số {event.number}"
    elif is_published(case, letter):
        words = f"{name} số {event.number} đã được công khai"
    else:
        return None
    return Refusal(field="data.number", message=words)


LETTER_GUARDS: Mapping[type[Event], Callable[[Any, Any, Setting], Refusal | None]] = {
    ev.ApologyDrafted: _draft,
    ev.ApologySigned: _sign,
    ev.ApologyIssued: apologised,
    ev.LetterIssued: _letter,
    ev.LetterPublished: _publish,
}
