"""The forms of an apology: what the officer completes, and what the leader confirms."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from flask import request

from app.errors import BadInput, Refused
from app.letters.certificates import Certificate, trusted_roots
from app.services.apology import ApologyPage, Correction, Signing, Words
from app.services.apology_cause import Cause
from app.services.apology_correct import LONGEST as LONGEST_MISTAKE
from app.services.apology_draft import LONGEST, LONGEST_PUBLIC
from app.web.forms import Choice, Field, Filled, Form
from app.web.installed import installed
from sla.zone import local
from workflows.agency import Role
from workflows.officer import Officer

NO_STEP = "-"  # the cause is no step
_TITLE = Field(
    name="title",
    label="Chức danh in trên thư",
    longest=100,
    hint="Như “CHỦ TỊCH” hoặc “KT. CHỦ TỊCH, PHÓ CHỦ TỊCH”.",
)
_MISTAKE = Field(
    name="reason",
    label="Thư có sai sót gì",
    kind="area",
    longest=LONGEST_MISTAKE,
    hint="Ghi vào nhật ký hồ sơ, không in trên thư.",
)
SIGN = Form(
    fields=(
        _TITLE,
        Field(
            name="upload",
            label="Tệp PDF đã ký số",
            kind="file",
            required=False,
            hint="Đúng tệp vừa tải về ở đây, do chính bạn, với cùng chức danh.",
        ),
    )
)
_PUBLIC = Field(
    name="public_reason",
    label="Lý do công khai mới",
    kind="area",
    required=False,
    longest=LONGEST_PUBLIC,
    hint="Để trống nếu lý do đang công khai không có gì sai. Không ghi thông tin của người nộp.",
)
CORRECT = Form(fields=(_MISTAKE, _PUBLIC))
_ROOTS = "thư mục chứng thư gốc (MOTCUA_SIGN_ROOTS) thiếu hoặc hỏng; hãy báo quản trị viên"


def draft_form(page: ApologyPage) -> Form:
    """The questions of a draft; of which step is late, those the case has been at."""
    return Form(
        fields=(
            Field(
                name="cause",
                label="Bước để chậm",
                kind="select",
                choices=tuple(_choices(page)),
            ),
            Field(
                name="new_due_at",
                label="Hẹn lại, một lần duy nhất",
                kind="moment",
                hint="Đề xuất: hết giờ làm việc của ngày mà các bước còn lại kịp xong.",
            ),
            Field(name="reason", label="Lý do, gửi người nộp", kind="area", longest=LONGEST),
            Field(
                name="public_reason",
                label="Lý do, đăng công khai",
                kind="area",
                longest=LONGEST_PUBLIC,
                hint="Ai cũng đọc được: không ghi tên, số giấy tờ, điện thoại, địa chỉ, mã hồ sơ.",
            ),
        )
    )


def as_drafted(page: ApologyPage) -> Filled:
    """The form as it opens: the draft that holds, else what is proposed."""
    told = page.case.draft or page.proposal
    if told is None:
        return Filled()
    return Filled(
        typed={
            "cause": f"{told.step}/{told.run}" if told.step else NO_STEP,
            "new_due_at": f"{local(told.new_due_at):%Y-%m-%dT%H:%M}",
            "reason": told.reason,
            "public_reason": told.public_reason or "",
        }
    )


def as_titled(page: ApologyPage) -> Filled:
    """The leader's form as it opens."""
    return Filled(typed={"title": page.title})


def words_of(page: ApologyPage, filled: Filled) -> Words:
    """What a form that could be read says."""
    given = filled.values
    cause = _cause(page, given["cause"])
    return Words(
        reason=given["reason"],
        public_reason=given["public_reason"],
        new_due_at=given["new_due_at"],
        step=cause.step if cause else None,
        run=cause.run if cause else None,
        unit=cause.unit if cause else page.case.agency,
        officer=cause.officer if cause else None,
    )


def signing_of(filled: Filled) -> Signing:
    """What the leader confirms; the number of the draft is that of the page they read."""
    number, sent = request.form.get("draft", ""), request.files.get("upload")
    # A number that no page of ours has is that of no draft.
    known = number.isascii() and number.isdecimal() and len(number) < 9
    there = sent is not None and bool(sent.filename)
    return Signing(
        draft=int(number) if known else 0,
        title=filled.values["title"],
        read=request.form.get("read", ""),
        upload=cast(BinaryIO, sent.stream) if sent is not None and there else None,
    )


def correct_form(page: ApologyPage, officer: Officer) -> Form | None:
    """What a correcting letter asks for; None where it has to be signed and the officer may not."""
    if page.as_signed:
        return CORRECT
    if Role.LEADER in officer.roles_at(page.case.agency):
        return Form(fields=(_MISTAKE, _PUBLIC, _TITLE))
    return None


def correction_of(filled: Filled) -> Correction:
    """What is wrong with the letter, and what a leader signs who has to sign anew."""
    return Correction(
        number=request.form.get("number", ""),
        reason=filled.values["reason"],
        public_reason=filled.values.get("public_reason", ""),
        title=filled.values.get("title", ""),
        read=request.form.get("read", ""),
    )


def roots() -> tuple[Certificate, ...]:
    """The authorities this installation trusts; none where it names none.

    Raises:
        BadInput: when it names a folder that holds none, or something else.
    """
    folder = installed().config.sign_roots
    try:
        found = trusted_roots(folder)
    except (OSError, ValueError):
        raise BadInput(_ROOTS, field="upload") from None
    # Important: an empty folder must not mean that anybody's signature will do.
    if folder is not None and not found:
        raise BadInput(_ROOTS, field="upload")
    return found


def complained(filled: Filled, error: BadInput | Refused) -> Filled:
    """A form with what the service had to say, beside its field where it has that."""
    name = (error.field or "").removeprefix("data.")
    place = {"step": "cause", "unit": "cause"}.get(name, name)
    return filled.with_error(place if place in filled.typed else "", str(error))


def _choices(page: ApologyPage) -> Iterator[Choice]:
    for one in page.causes:
        again = f" (lần {one.run})" if one.run > 1 else ""
        told = f": quá {one.over} làm việc" if one.over else ""
        office = page.offices.get(one.unit, one.unit)
        yield f"{one.step}/{one.run}", f"{one.name}{again} – {office}{told}"
    yield NO_STEP, "Không do một bước nào"


def _cause(page: ApologyPage, chosen: str) -> Cause | None:
    return next((one for one in page.causes if f"{one.step}/{one.run}" == chosen), None)
