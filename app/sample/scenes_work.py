"""This morning at work: hand-over, the running steps of each officer, pauses, lateness."""

from collections.abc import Iterator

from app.sample.scenes_intake import BIRTH, COPY, DEATH, HOME, SINGLE, UNSIGNED
from app.sample.stage import Stage
from app.sample.tale import DESK, LEADER, Tale
from workflows import events as ev

AMEND, BACK_THEN, MARRIAGE = "1.004859", "1.004884", "1.000894"
PAPER_COPY, SIGNATURE = "2.000815", "2.000884"
FUNERAL, ALLOWANCE, DISABLED, HONOUR = "1.001731", "1.001776", "1.001699", "1.010833"
PRAISE, CHAIN, LAND = "1.000775", "LT.KS01", "DD.LD01"


def at_work(stage: Stage) -> Iterator[Tale]:
    """Every accepted case that is not finished."""
    yield from to_hand_over(stage)
    yield from with_specialists(stage)
    yield from with_nobody(stage)
    yield from with_leaders(stage)
    yield from outside(stage)
    yield from sent_back(stage)
    yield from standing(stage)
    yield from waiting_for_papers(stage)
    yield from late(stage)


def to_hand_over(stage: Stage) -> Iterator[Tale]:
    """Taken in, and most still on the desk; two were taken in too late."""
    yield stage.case("Nguyễn Văn An", PAPER_COPY, "direct").accepted(0.9, fee=12_000)
    family = stage.person("Trần Quốc Cường")
    yield stage.case(family, BIRTH, "direct").wishing("direct").accepted(0.7)
    yield stage.case(family, COPY, "direct").wishing("direct").accepted(0.68, fee=16_000)
    yield stage.case("Lê Ngọc Thảo", SIGNATURE, "direct").accepted(0.3, fee=10_000, by="minh.mc")
    late = stage.case("Phạm Đình Nghĩa", SINGLE).wishing("online").submitted(14)
    yield late.accepted(2, fee=15_000).scanned(1.9, 3)
    later = stage.case("Dương Thị Phượng", AMEND).wishing("direct").submitted(31)
    later.accepted(20.5, fee=28_000).paid(20, 28_000, "online")
    yield later.worked("intake", since=19, until=18).begun("appraise", 9, "dung.tp")
    begun = stage.case("Võ Thị Tuyết", COPY).submitted(4).accepted(0.8, fee=8_000)
    yield begun.begun("intake", 0.7)


def with_specialists(stage: Stage) -> Iterator[Tale]:
    """In the hands of Huệ, Dung and Nga, with all the time in the world or nearly none."""
    taken = stage.case("Huỳnh Văn Phúc", BIRTH, "direct").accepted(2.8)
    yield taken.worked("intake", since=2.7, until=2.2).begun("appraise", 2, "hue.tp")
    plenty = stage.case("Đặng Thị Lan", AMEND, "direct").accepted(7, fee=28_000)
    yield plenty.worked("intake", since=6.8, until=6).begun("appraise", 5.5, "hue.tp")
    soon = stage.case("Bùi Hữu Tài", SINGLE).submitted(26).accepted(23, fee=15_000)
    soon.paid(22.9, 15_000, "online").worked("intake", since=22, until=21)
    yield soon.begun("appraise", 10, "hue.tp")
    today = stage.case("Đỗ Thanh Nga", MARRIAGE, "direct").accepted(3.3)
    yield today.worked("intake", since=3.2, until=2.6).begun("appraise", 2.5, "dung.tp")
    yield _given_over(stage)
    again = stage.case("Hồ Quốc Quang", BACK_THEN, "direct").accepted(18, fee=8_000)
    again.paid(17.9, 8_000, "cash").worked("intake", since=17.8, until=16)
    yield again.begun("appraise", 15, "dung.tp")
    funeral = stage.case("Ngô Thu Hương", FUNERAL, "direct").accepted(12)
    yield funeral.scanned(11.8, 4).worked("intake", since=11.5, until=9).begun("appraise", 6)
    month = stage.case("Dương Kim Nhung", ALLOWANCE, "direct").accepted(60)
    yield month.scanned(59, 5).worked("intake", since=59, until=57).begun("appraise", 56)
    kin = stage.case("Lý Công Lâm", HONOUR, "direct").accepted(9.5)
    kin.worked("intake", since=9.4, until=8).begun("appraise", 7)
    kin.paused(6, "verification", "CV số 10/UBND-MP", "Xác minh quan hệ thân nhân")
    yield kin.resumed(2.5)
    yield _council(stage)


def _given_over(stage: Stage) -> Tale:
    """Huệ had it; since this morning it is Dung's."""
    moved = stage.case("Trần Thị Hương", COPY).submitted(5).accepted(3.4, fee=8_000)
    moved.worked("intake", since=3.3, until=3).begun("appraise", 2.9, "hue.tp")
    event = ev.StepAssigned(
        at=moved.at(0.6), step="appraise", assignee="dung.tp", reason="Chị Huệ đi tập huấn"
    )
    return moved.add(event, LEADER)


def _council(stage: Stage) -> Tale:
    told = stage.case("Nguyễn Mỹ Duyên", DISABLED, "direct").accepted(90)
    told.through(stage.person("Nguyễn Hữu Dũng"))
    return told.worked("intake", since=89, until=84).begun("council", 80)


def with_nobody(stage: Stage) -> Iterator[Tale]:
    """Steps that run and have no officer: the leader is to name one."""
    first = stage.case("Phan Thị Phượng", SINGLE).submitted(9).accepted(5, fee=15_000)
    yield first.worked("intake", since=4.8, until=4).begun("appraise", 3.9, None)
    second = stage.case("Trương Đình Sơn", PRAISE).submitted(40).accepted(36)
    yield second.worked("intake", since=35, until=30).begun("appraise", 29, None)
    third = stage.case("Đinh Thị Trâm", CHAIN).submitted(4.2).accepted(2.4)
    yield third.worked("intake", since=2.3, until=1.9).begun("appraise", 1.8, None)
    desk = stage.case("Phạm Kim Hạnh", SIGNATURE, "direct").accepted(0.55, fee=10_000)
    yield desk.begun("intake", 0.5, None)
    signing = stage.case("Lê Văn Bình", AMEND, "post").submitted(16).accepted(13, fee=28_000)
    signing.wishing("post").worked("intake", "appraise", since=12.8, until=3)
    yield signing.begun("sign", 2.7, None, on="hue.tp")


def with_leaders(stage: Stage) -> Iterator[Tale]:
    """Waiting for a signature, then for the seal."""
    signing = (
        ("Phạm Văn Hải", PAPER_COPY, "binh.ld"),
        ("Huỳnh Thị Vy", COPY, "binh.ld"),
        ("Võ Thanh Khoa", DEATH, "binh.ld"),
        ("Nguyễn Văn Anh", BIRTH, "thao.ld"),
        ("Đặng Ngọc Hạnh", SIGNATURE, "thao.ld"),
    )
    for number, (name, procedure, leader) in enumerate(signing):
        since = 3.4 - 0.2 * number
        told = stage.case(name, procedure, "direct").accepted(since, fee=8_000)
        told.paid(since - 0.05, 8_000, "cash")
        told.worked("intake", "appraise", since=since - 0.1, until=1.2)
        yield told.begun("sign", 1 - 0.1 * number, leader)
    for name, procedure in (("Bùi Quốc Vinh", COPY), ("Đỗ Thị Oanh", PAPER_COPY)):
        sealed = stage.case(name, procedure, "direct").accepted(3.1, fee=4_000)
        sealed.paid(3, 4_000, "cash").worked("intake", "appraise", "sign", since=2.9, until=0.6)
        yield sealed.begun("issue", 0.5)
    late_seal = stage.case("Hồ Hữu Phát", HONOUR, "direct").accepted(21).wishing("direct")
    late_seal.worked("intake", "appraise", "sign", since=20.5, until=7)
    yield late_seal.begun("issue", 6.5)


def outside(stage: Stage) -> Iterator[Tale]:
    """At the police, the insurance and the city, who count by their own quotas."""
    home = ("intake", "appraise", "sign", "issue")
    police = stage.case("Ngô Công Lộc", CHAIN).submitted(16).accepted(14)
    yield police.worked(*home, since=13.5, until=9).begun("residence", 8)
    insured = stage.case("Dương Thị Thảo", CHAIN).submitted(32).accepted(29.5)
    yield insured.worked(*home, "residence", since=29, until=6).begun("insurance", 5.5)
    city = stage.case("Lý Thu Liễu", FUNERAL).submitted(32).accepted(28)
    city.worked("intake", "appraise", "sign", since=27.5, until=14)
    yield city.begun("district_appraise", 13)


def sent_back(stage: Stage) -> Iterator[Tale]:
    """Not signed but sent back with a reason: one is worked on again, one still lies there."""
    again = stage.case("Phan Quốc Khánh", SINGLE, "direct").accepted(15, fee=15_000)
    again.worked("intake", "appraise", since=14.8, until=6).begun("sign", 5, LEADER)
    again.sent_back("appraise", 2, "Sai chính tả họ tên người yêu cầu", by=LEADER)
    yield again.begun("appraise", 1.5, "hue.tp")
    still = stage.case("Trương Kim Nga", AMEND, "direct").accepted(12, fee=28_000)
    still.worked("intake", "appraise", since=11.8, until=5).begun("sign", 4, "thao.ld")
    yield still.sent_back("appraise", 0.8, "Chưa ghi căn cứ pháp lý", by="thao.ld")
    yield from sent_back_to_others(stage)


def sent_back_to_others(stage: Stage) -> Iterator[Tale]:
    """To the desk, to a leader and to the clerk: everybody has something done wrong."""
    copied = stage.case("Lý Thị Diễm", BACK_THEN, "direct").accepted(10, fee=8_000)
    copied.worked("intake", since=9.8, until=8).begun("appraise", 7.5, "hue.tp")
    copied.sent_back("intake", 2.3, "Thiếu bản chụp mặt sau Căn cước công dân", by="hue.tp")
    yield copied.begun("intake", 1.9, DESK)
    unsigned = stage.case("Đinh Công Thịnh", SIGNATURE, "direct").accepted(3.3, fee=10_000)
    unsigned.worked("intake", "appraise", since=3.2, until=2).begun("sign", 1.9, LEADER)
    unsigned.done("sign", 1.5, LEADER).begun("issue", 1.4)
    unsigned.sent_back("sign", 0.9, "Trang hai chưa có chữ ký", by="tam.vt")
    yield unsigned.begun("sign", 0.8, LEADER)
    unsealed = stage.case("Lê Quốc Lâm", CHAIN).submitted(15).accepted(13.5)
    unsealed.worked("intake", "appraise", "sign", "issue", since=13, until=8)
    unsealed.begun("residence", 7).sent_back(
        "issue", 1.6, "Bản điện tử thiếu chữ ký số của cơ quan", by="congan.nt"
    )
    yield unsealed.begun("issue", 1.3, "tam.vt")


def standing(stage: Stage) -> Iterator[Tale]:
    """Paused, once on every ground there is."""
    land = stage.case("Đinh Văn Tài", LAND, "direct").accepted(70, fee=100_000)
    land.worked("intake", since=69, until=67).begun("appraise", 66, "dung.tp")
    yield land.paused(30, "payment", "CV số 07/UBND-MP", "Chờ nộp nghĩa vụ tài chính")
    asked = stage.case("Lê Thị Tuyết", BIRTH).submitted(12).accepted(9.2)
    asked.worked("intake", since=9.1, until=8.6).begun("appraise", 8.5, "hue.tp")
    yield asked.paused(7, "consultation", "CV số 11/UBND-MP", "Chờ mã định danh cá nhân")
    proved = stage.case("Nguyễn Đình Toàn", SINGLE).submitted(24).accepted(22, fee=15_000)
    proved.worked("intake", since=21.5, until=20).begun("appraise", 19, "dung.tp")
    yield proved.paused(16, "verification", "CV số 09/UBND-MP", "Xác minh nơi cư trú trước đây")
    flood = stage.case("Trần Hữu Thịnh", ALLOWANCE, "direct").accepted(50)
    flood.worked("intake", since=49, until=47).begun("appraise", 45)
    yield flood.paused(20, "force_majeure", "BC số 02/UBND-MP", "Kho hồ sơ bị ngập, chờ phục hồi")
    down = stage.case("Phạm Thanh Trí", COPY).submitted(4).accepted(2.9, fee=8_000)
    down.worked("intake", since=2.8, until=2.4).begun("appraise", 2.2, "hue.tp")
    yield down.paused(1.7, "system_failure", "BB số 03/BPMC-MP", "Mất kết nối phần mềm hộ tịch")
    other = stage.case("Huỳnh Kim Cúc", HONOUR, "direct").accepted(14)
    other.worked("intake", since=13.8, until=12).begun("appraise", 11)
    yield other.paused(5, "other", "ĐĐN ngày 23/01/2024", "Người yêu cầu xin hoãn vì nằm viện")


def waiting_for_papers(stage: Stage) -> Iterator[Tale]:
    """Accepted, and then something was missing after all."""
    first = stage.case("Võ Văn Dũng", AMEND).submitted(22).accepted(19, fee=28_000)
    first.worked("intake", since=18.8, until=17).begun("appraise", 16, "hue.tp")
    yield first.asked(11, *HOME, until="2024-01-30T17:30", by="hue.tp")
    second = stage.case("Đặng Thị Quỳnh", FUNERAL, "direct").accepted(34)
    second.worked("intake", since=33, until=30).begun("appraise", 29)
    yield second.asked(25, *UNSIGNED, until="2024-01-23T17:30", by="nga.xh")


def late(stage: Stage) -> Iterator[Tale]:
    """A step over its quota in a case that is in time; cases over their deadline."""
    slow = stage.case("Bùi Thị Hương", SINGLE, "direct").accepted(20, fee=15_000)
    yield slow.worked("intake", since=19.8, until=18).begun("appraise", 17, "dung.tp")
    slower = stage.case("Đỗ Công Lâm", FUNERAL, "direct").accepted(24)
    yield slower.worked("intake", since=23.5, until=21).begun("appraise", 19)
    gone = stage.case("Hồ Ngọc Trang", COPY, "direct").accepted(8, fee=8_000)
    yield gone.worked("intake", since=7.9, until=7.3).begun("appraise", 7, "hue.tp")
    longer = stage.case("Ngô Văn Cường", SINGLE).submitted(37).accepted(34, fee=15_000)
    longer.worked("intake", "appraise", since=33, until=12)
    yield longer.begun("sign", 10, LEADER)
    sorry = stage.case("Dương Quốc Sơn", AMEND, "direct").accepted(38, fee=28_000)
    sorry.worked("intake", since=37, until=34).begun("appraise", 33, "dung.tp")
    apology = ev.ApologyIssued(
        at=sorry.at(16),
        reason="Chờ kết quả xác minh của nơi cư trú trước đây",
        new_due_at=sorry.ward.office.at(sorry.ward.office.past(sorry.at(0)) + 20 * 3_600),
        signed_by=LEADER,
    )
    yield sorry.add(apology, LEADER)
