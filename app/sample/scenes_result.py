"""This morning at the end: results at the desk, what was handed out, and what was put right."""

from collections.abc import Iterator

from app.sample.scenes_intake import BIRTH, COPY, DEATH, SINGLE
from app.sample.scenes_work import AMEND, FUNERAL, PAPER_COPY, SIGNATURE
from app.sample.stage import Stage
from app.sample.tale import DESK, LEADER, MORNING, Plea, Tale
from workflows import commands as cmd
from workflows import events as ev
from workflows.events import Channel

HOME = ("intake", "appraise", "sign", "issue")
TWO_STEPS = ("appraise", "sign")


def finished(stage: Stage) -> Iterator[Tale]:
    """Every case that was worked through."""
    yield from at_the_desk(stage)
    yield from uncollected(stage)
    yield from handed_out(stage)
    yield from put_right(stage)
    yield from to_be_put_right(stage)


def _through(
    stage: Stage, name: str, procedure: str, channel: Channel, *, since: float, until: float
) -> Tale:
    """A case from its acceptance to its result."""
    told = stage.case(name, procedure, channel)
    if channel != "direct":
        told.submitted(since + 2)
    return told.accepted(since).worked(*HOME, since=since - 0.1, until=until).resolved(until)


def at_the_desk(stage: Stage) -> Iterator[Tale]:
    """Results that wait for somebody, by each way of handing them over; two cost money first."""
    for name, procedure in (("Lê Thanh Hạnh", COPY), ("Nguyễn Văn An", BIRTH)):
        told = stage.case(name, procedure, "direct").wishing("direct").accepted(3.4)
        yield told.worked(*HOME, since=3.3, until=0.4).resolved(0.4)
    owing = stage.case("Trần Ngọc Sương", PAPER_COPY, "direct").accepted(3, fee=20_000)
    yield owing.worked(*TWO_STEPS, since=2.9, until=1.4).resolved(1.4)
    owing = stage.case("Phạm Hữu Quang", SIGNATURE, "direct").accepted(3.2, fee=20_000)
    yield owing.worked(*TWO_STEPS, since=3.1, until=1.8).resolved(1.8)
    for name, procedure, until in (("Huỳnh Mỹ Vy", SINGLE, 3), ("Võ Quốc Nghĩa", AMEND, 1.5)):
        mailed = stage.case(name, procedure).wishing("post").submitted(21).accepted(18, fee=15_000)
        mailed.paid(17.5, 15_000, "online")
        yield mailed.worked(*HOME, since=17, until=until).resolved(until)
    for name, until in (("Đặng Kim Liễu", 0.9), ("Bùi Đình Phát", 2.1)):
        wired = stage.case(name, COPY).wishing("online").submitted(4.6).accepted(3.4, fee=8_000)
        wired.paid(3.3, 8_000, "online")
        yield wired.worked(*HOME, since=3.2, until=until).resolved(until)


def uncollected(stage: Stage) -> Iterator[Tale]:
    """Results nobody has come for: two of the old year, and one that is only a little old."""
    for name, procedure, before in (
        ("Đỗ Thị Nhung", SINGLE, 190),
        ("Hồ Công Bình", AMEND, 182),
        ("Ngô Thị Lan", FUNERAL, 90),
    ):
        told = stage.case(name, procedure, "direct").wishing("direct").accepted(before + 20)
        steps = HOME if procedure != FUNERAL else HOME[:3]
        yield told.worked(*steps, since=before + 19, until=before).resolved(before)


def handed_out(stage: Stage) -> Iterator[Tale]:
    """Delivered this morning and yesterday, each with a proof; one citizen says how it was."""
    rated = _through(stage, "Dương Thị Hương", DEATH, "direct", since=3.3, until=1.1)
    rated.delivered(0.5, collected_by="Dương Thị Hương", proof="Ký nhận vào sổ giao trả")
    yield rated.add(ev.Rated(at=rated.at(0.3), score=5, comment="Cán bộ hướng dẫn tận tình"), None)
    son = _through(stage, "Lý Hữu Hải", COPY, "direct", since=3.2, until=1.2)
    yield son.delivered(0.2, collected_by="Lý Quốc Tài", proof="Giấy ủy quyền ngày 22/01/2024")
    wired = _through(stage, "Phan Mỹ Trâm", COPY, "online", since=3.1, until=1.3)
    yield wired.delivered(0.8, collected_by=None, proof="Gửi bản điện tử vào tài khoản người nộp")
    mailed = _through(stage, "Trương Văn Lộc", SINGLE, "post", since=22, until=8)
    yield mailed.delivered(3, collected_by=None, proof="Bưu gửi MP000190124VN")
    rude = _through(stage, "Đinh Ngọc Oanh", SINGLE, "online", since=26, until=12)
    rude.wishing("direct").delivered(6, collected_by="Đinh Ngọc Oanh", proof="Ký nhận vào sổ")
    yield rude.add(ev.Rated(at=rude.at(4), score=2, comment="Phải đi lại hai lần"), None)


def put_right(stage: Stage) -> Iterator[Tale]:
    """Ticked late and approved, corrected, struck out, withdrawn, handed back, opened again."""
    yield _ticked_late(stage)
    yield _corrected(stage)
    twice = stage.case("Nguyễn Văn Anh", BIRTH, "direct").accepted(3.05)
    voided = ev.Voided(at=twice.at(2.7), reason="Hồ sơ nhập trùng", approved_by=LEADER)
    yield twice.add(voided, "minh.mc")
    gone = stage.case("Trần Văn Khoa", AMEND, "direct").accepted(13)
    gone.worked("intake", since=12.8, until=11).begun("appraise", 10, "dung.tp")
    withdrawn = ev.Withdrawn(
        at=gone.at(1.5),
        reason="Người dân xin rút để nộp lại",
        document="Đơn xin rút hồ sơ ngày 24/01/2024",
    )
    yield gone.add(withdrawn, DESK)
    empty = stage.case("Lê Đình Cường", COPY, "direct").accepted(7.5)
    empty.worked("intake", since=7.4, until=7).begun("appraise", 6.8, "hue.tp")
    reason = "Không có thông tin gốc để trích lục"
    yield empty.add(ev.Returned(at=empty.at(4.8), reason=reason), DESK)
    yield _opened_again(stage)


def _ticked_late(stage: Stage) -> Tale:
    """Huệ finished yesterday at 16:40, forgot to tick, and Thảo allowed the true time."""
    told = stage.case("Phạm Thị Duyên", SINGLE, "direct").accepted(16, fee=15_000)
    told.worked("intake", since=15.8, until=14).begun("appraise", 13, "hue.tp")
    told.done("appraise", "2024-01-23T16:40", "hue.tp")
    told.ticked_late(
        0.6,
        reason="Quên bấm hoàn thành khi đi họp",
        evidence="Tờ trình số 21/TTr-MP ngày 23/01/2024",
        by="thao.ld",
    )
    return told.begun("sign", 0.5, "thao.ld")


def _corrected(stage: Stage) -> Tale:
    """Delivered on Monday, entered a day later, and put right with a second person."""
    told = _through(stage, "Huỳnh Thanh Toàn", COPY, "direct", since=18.5, until=17.5)
    told.delivered(7, collected_by="Huỳnh Thanh Toàn", proof="Ký nhận vào sổ giao trả")
    event = ev.Corrected(
        at=told.at(2),
        of=len(told.told),
        true_at=told.at(15),
        reason="Trả kết quả sáng thứ Hai, hôm sau mới nhập; giờ đúng theo sổ giao trả",
        approved_by=LEADER,
    )
    return told.add(event, "minh.mc")


def _opened_again(stage: Stage) -> Tale:
    """The result had a wrong name, so the specialist has it once more."""
    told = _through(stage, "Võ Thị Thảo", SINGLE, "direct", since=14, until=4)
    told.delivered(3, collected_by="Võ Thị Thảo", proof="Ký nhận vào sổ giao trả")
    event = ev.Reopened(
        at=told.at(1.2), reason="Kết quả in sai họ tên, phải cấp lại", approved_by=LEADER
    )
    return told.add(event, LEADER).begun("appraise", 1, "hue.tp")


def to_be_put_right(stage: Stage) -> Iterator[Tale]:
    """What waits for a second person: a late tick, a correction, a case entered twice."""
    forgotten = stage.case("Bùi Thị Tuyết", SINGLE, "direct").accepted(16, fee=15_000)
    forgotten.worked("intake", since=15.8, until=14).begun("appraise", 12, "hue.tp")
    yield forgotten.pleading(
        Plea(
            kind="late",
            by="hue.tp",
            command=cmd.CompleteStep(at=forgotten.at("2024-01-23T16:20"), step="appraise"),
            reason="Quên bấm hoàn thành khi mang hồ sơ đi trình ký",
            evidence="Tờ trình số 24/TTr-MP ngày 23/01/2024",
        )
    )
    given = _through(stage, "Đỗ Quốc Toàn", COPY, "direct", since=8.6, until=6)
    given.delivered(2.2, collected_by="Đỗ Quốc Toàn", proof="Ký nhận vào sổ giao trả")
    yield given.pleading(_true_delivery(given))
    doubled = stage.case("Lê Ngọc Thảo", SIGNATURE, "direct").accepted(0.25, fee=10_000)
    yield doubled.pleading(
        Plea(
            kind="voiding",
            by=DESK,
            command=cmd.VoidCase(at=MORNING, reason="-", approved_by="-"),
            reason="Hồ sơ nhập trùng với hồ sơ anh Minh vừa tiếp nhận",
            evidence="Sổ tiếp nhận ngày 24/01/2024, dòng 4",
        )
    )


def _true_delivery(told: Tale) -> Plea:
    # The approval puts its own instant, reason and name in place of these.
    command = cmd.CorrectEvent(
        at=MORNING, of=len(told.told), true_at=told.at(5), reason="-", approved_by="-"
    )
    return Plea(
        kind="correction",
        by=DESK,
        command=command,
        reason="Trả kết quả đầu giờ chiều, cuối giờ mới bấm",
        evidence="Sổ giao trả ngày 23/01/2024, dòng 12",
    )
