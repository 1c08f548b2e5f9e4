"""This morning before acceptance: the eight-hour countdown, supplements, refusals, practice."""

from collections.abc import Iterator

from app.sample.stage import Stage
from app.sample.tale import DESK, Tale
from app.sample.ward import NEIGHBOUR
from workflows import events as ev

COPY, BIRTH, DEATH, SINGLE = "2.000635", "1.001193", "1.000656", "1.004873"
BLURRED = ("Bản chụp rõ nét Căn cước công dân", "Bản chụp mờ, không đọc được số")
UNSIGNED = ("Tờ khai có chữ ký của người yêu cầu", "Tờ khai thiếu chữ ký")
HOME = ("Giấy tờ chứng minh nơi cư trú", "Chưa kèm giấy tờ chứng minh nơi cư trú")


def before_acceptance(stage: Stage) -> Iterator[Tale]:
    """Every case nobody has taken in yet, and those that just were."""
    yield from waiting(stage)
    yield from asked(stage)
    yield from answered(stage)
    yield from practice(stage)
    yield from next_door(stage)


def waiting(stage: Stage) -> Iterator[Tale]:
    """Sent, and the eight working hours run: six hours left, two, twenty minutes, none."""
    yield stage.case("Nguyễn Văn An", COPY).wishing("online").submitted(2)
    yield stage.case("Nguyễn Văn An", SINGLE).submitted(6)
    yield stage.case("Trần Thị Hường", BIRTH).submitted(8 - 1 / 3)
    yield stage.case("Lê Hữu Phước", COPY).submitted(9.5)
    yield stage.case("Trần Thị Hương", SINGLE).submitted(0.4)
    yield stage.case("Phạm Ngọc Diễm", COPY).submitted("2024-01-23T20:14")
    yield stage.case("Huỳnh Quốc Khánh", "LT.KS01").submitted("2024-01-23T22:41")
    yield stage.case("Đỗ Thu Hạnh", DEATH).submitted("2024-01-24T06:52")
    yield stage.case("Võ Đình Lộc", "1.001731").wishing("post").submitted(4.5)
    yield stage.case("Bùi Kim Oanh", COPY).wishing("post").submitted(0.1)
    parcel = stage.case("Phan Công Toàn", SINGLE, "post").wishing("post")
    yield parcel.submitted(0.6)
    yield stage.case("Hồ Thị Sương", COPY, "post").wishing("post").submitted(3.2)
    child = stage.case("Đặng Thanh Vinh", BIRTH).through(stage.person("Đặng Thị Nhung"))
    yield child.submitted(5.1)


def asked(stage: Stage) -> Iterator[Tale]:
    """The citizen has to bring something before the case can be taken in."""
    first = stage.case("Ngô Mỹ Quỳnh", COPY).submitted(7)
    yield first.asked(3, *BLURRED, until="2024-01-31T17:30")
    second = stage.case("Dương Hữu Trí", SINGLE).submitted(30)
    yield second.asked(26, *UNSIGNED, until="2024-01-26T17:30", by="minh.mc")
    past = stage.case("Lý Thanh Trang", "1.004859").submitted(70)
    yield past.asked(66, *HOME, until="2024-01-19T17:30")


def answered(stage: Stage) -> Iterator[Tale]:
    """The citizen brought it: the eight hours run again; and one case was not for this office."""
    soon = stage.case("Trương Thị Liễu", COPY).submitted(28)
    yield soon.asked(24, *BLURRED, until="2024-01-29T17:30").brought(6.9)
    fresh = stage.case("Đinh Quốc Thịnh", SINGLE).submitted(20)
    asking = fresh.asked(17.5, *UNSIGNED, until="2024-01-30T17:30", by="minh.mc")
    yield asking.brought("2024-01-23T19:30")
    elsewhere = stage.case("Nguyễn Thị Cúc", "1.001699").submitted(5.5)
    refused = ev.Refused(
        at=elsewhere.at(0.7),
        reason="Người yêu cầu cư trú ở huyện khác",
        ground="Không thuộc thẩm quyền giải quyết của UBND cấp xã",
    )
    yield elsewhere.add(refused, DESK)


def practice(stage: Stage) -> Iterator[Tale]:
    """Two cases for practice: own numbers, in no table."""
    yield stage.case("Hồ sơ tập huấn số 1", COPY).in_training().submitted(3)
    worked = stage.case("Hồ sơ tập huấn số 2", SINGLE, "direct").in_training().accepted(2.5)
    yield worked.worked("intake", since=2.4, until=2.2).begun("appraise", 2.1, "hue.tp")


def next_door(stage: Stage) -> Iterator[Tale]:
    """What lies on the desk of the neighbour, whom this ward does not show its own."""
    for name, before in (("Lâm Thị Mẫu", 1.5), ("Châu Văn Mẫu", 5.0)):
        yield stage.case(name, COPY, agency=NEIGHBOUR).submitted(before)
    taken = stage.case("Tạ Thị Mẫu", SINGLE, "direct", agency=NEIGHBOUR)
    yield taken.accepted(4, fee=15_000, by="son.tm")
