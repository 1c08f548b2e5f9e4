"""What happens to the cases of `tests.letters.wards`, each told up to the instant of its letter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from app.letters.forms import form_named
from app.sample.ward import AGENCY
from tests.letters.folk import ANH, BINH, GIANG, HOA, PAPERS, PHUONG, SINGLE, THAO
from tests.letters.wards import (
    CASHIER,
    CLERK,
    DESK,
    FORMS,
    LEADER,
    NAMES,
    RECEIPTS,
    SPECIALIST,
    Entry,
    Told,
    World,
)
from workflows import commands as cmd
from workflows.events import Applicant, LetterKind


def cases_of(world: World) -> dict[LetterKind, Told]:
    """A case for each kind of letter, told up to the instant of that letter."""
    at, desk = world.at, _desk(world)
    paid = (CASHIER, cmd.RecordFee(at=at(0, "08:25"), amount=15_000, method="cash",
                                   receipt_no="BL-0034219"))  # fmt: skip

    def brought(kind: LetterKind, by: Applicant, **more: Any) -> Iterator[Entry]:
        yield DESK, replace(desk, applicant=by, **more)
        if kind != "receipt":
            yield receipt(world, RECEIPTS[kind])

    return {
        "receipt": world.told(12, *brought("receipt", THAO, agent=BINH)),
        "fee": world.told(7, *brought("fee", PHUONG), paid),
        "supplement": world.told(14, *_asked(world)),
        "refusal": world.told(15, *_refused(world)),
        "stop": world.told(9, *brought("stop", HOA), *_withdrawn(world)),
        "apology": world.told(10, *brought("apology", GIANG), *_late(world)),
        "result": world.told(11, *brought("result", THAO, agent=BINH), paid, *_worked(world)),
    }


def _desk(world: World) -> cmd.AcceptCase:
    return cmd.AcceptCase(
        at=world.at(0, "08:10"),
        agency=AGENCY,
        procedure=SINGLE,
        channel="direct",
        applicant=THAO,
        papers=PAPERS,
        fee=15_000,
        result_channel="direct",
    )


def _sent(world: World, hour: str) -> cmd.SubmitCase:
    return cmd.SubmitCase(
        at=world.at(0, hour),
        agency=AGENCY,
        procedure=SINGLE,
        channel="online",
        applicant=ANH,
        papers=PAPERS[:2],
    )


def _asked(world: World) -> Iterator[Entry]:
    yield None, _sent(world, "08:31")
    yield (
        DESK,
        cmd.RequestSupplement(
            at=world.at(0, "09:40"),
            items=(
                "Tờ khai: ghi đủ nơi cư trú của thời gian từ năm 2019 đến nay và ký tên",
                "Trích lục ghi chú ly hôn (bản sao)",
            ),
            reason="Tờ khai chưa có chữ ký; bản chụp kèm theo không đọc được số quyết định",
            until=world.at(5, "17:30"),
        ),
    )


def _refused(world: World) -> Iterator[Entry]:
    yield None, _sent(world, "14:02")
    yield (
        DESK,
        cmd.RefuseCase(
            at=world.at(0, "15:20"),
            reason="Người đề nghị đăng ký thường trú ở phường khác, nên hồ sơ thuộc thẩm quyền của "
            "Ủy ban nhân dân nơi thường trú",
            ground="Nghị định số 123/2015/NĐ-CP, Điều 21, khoản 1",
        ),
    )


def _withdrawn(world: World) -> Iterator[Entry]:
    yield _begun(world, "intake", 0, "08:30", DESK)
    yield (
        DESK,
        cmd.WithdrawCase(
            at=world.at(1, "10:15"),
            reason="Người nộp hồ sơ không còn nhu cầu vì đã được cấp giấy ở nơi đăng ký khác",
            document=f"Đơn xin rút hồ sơ ngày {date.fromisoformat(world.days[1]):%d/%m/%Y}",
        ),
    )


def _late(world: World) -> Iterator[Entry]:
    """Checked too slowly, so that nothing is there at the hour that was promised."""
    yield from _stepped(world, "intake", ("08:12", "09:20"), DESK)
    yield _begun(world, "appraise", 0, "09:25", SPECIALIST)
    reason = (
        "Chờ trả lời xác minh tình trạng hôn nhân của Ủy ban nhân dân nơi cư trú trước đây; bước "
        "thụ lý kéo dài hơn thời gian quy định"
    )
    due = world.at(6, "17:30")
    yield (
        SPECIALIST,
        cmd.DraftApology(
            at=world.at(3, "14:10"),
            reason=reason,
            new_due_at=due,
            public_reason="chờ xác minh của nơi cư trú trước đây",
            step="appraise",
            run=1,
            unit=AGENCY,
            officer=SPECIALIST,
        ),
    )
    yield (
        LEADER,
        cmd.SignApology(
            at=world.at(3, "15:40"),
            draft=len(("accepted", "receipt", "started", "completed", "started", "drafted")),
            name=NAMES[LEADER],
            title="Chủ tịch",
            text_hash="3f1c9a0277b1e5d4" * 4,
        ),
    )


def _worked(world: World) -> Iterator[Entry]:
    """Through all steps, one of them sent back and done anew by somebody else."""
    yield from _stepped(world, "intake", ("08:25", "10:00"), DESK)
    yield _begun(world, "appraise", 0, "10:05", SPECIALIST)
    yield SPECIALIST, cmd.CompleteStep(at=world.at(1, "10:30"), step="appraise")
    yield _begun(world, "sign", 1, "10:40", LEADER)
    back = "Ghi sai ngày cấp của quyết định ly hôn"
    yield LEADER, cmd.ReturnStep(at=world.at(1, "14:05"), step="appraise", reason=back)
    yield _begun(world, "appraise", 1, "14:20", "dung.tp")
    yield "dung.tp", cmd.CompleteStep(at=world.at(1, "16:00"), step="appraise")
    yield _begun(world, "sign", 1, "16:05", LEADER)
    yield LEADER, cmd.CompleteStep(at=world.at(2, "09:15"), step="sign")
    yield _begun(world, "issue", 2, "09:20", CLERK)
    yield CLERK, cmd.CompleteStep(at=world.at(2, "10:05"), step="issue")
    number = f"57/{date.fromisoformat(world.days[0]).year}/XNHN"
    yield CLERK, cmd.ResolveCase(at=world.at(2, "10:10"), outcome="granted", result_no=number)
    proof = "Ký nhận vào sổ giao trả"
    given = cmd.DeliverResult(
        at=world.at(3, "07:50"), channel="direct", collected_by=THAO.name, proof=proof
    )
    yield DESK, given


def receipt(world: World, serial: int) -> Entry:
    """The receipt, two minutes after the acceptance."""
    form = form_named(FORMS[world.version]["receipt"])
    year = date.fromisoformat(world.days[0]).year
    return (
        DESK,
        cmd.IssueLetter(
            at=world.at(0, "08:12"),
            kind="receipt",
            form=form.name,
            number=form.number(serial),
            serial=serial,
            year=year,
            file="0" * 64,
            media="application/pdf",
            size=1,
            template=form.ref,
        ),
    )


def _stepped(world: World, step: str, hours: tuple[str, str], by: str) -> Iterator[Entry]:
    """A step begun and done on the first day."""
    yield _begun(world, step, 0, hours[0], by)
    yield by, cmd.CompleteStep(at=world.at(0, hours[1]), step=step)


def _begun(world: World, step: str, day: int, hour: str, by: str) -> Entry:
    return by, cmd.StartStep(at=world.at(day, hour), step=step, assignee=by)
