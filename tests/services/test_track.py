"""The public look-up: what a receipt opens, what nobody learns without one, and how often."""

import time
from datetime import datetime
from pathlib import Path

import pytest

from app.services.record import record_all
from app.services.track import TooManyLookups, Track, track
from app.services.track_attempts import TRACK_LIMIT, subject
from app.store import sessions
from app.store.counting import counted
from app.store.engine import Database
from app.store.lookup_codes import lookup_code
from app.store.sessions import TALLIES
from sla.zone import later
from tests.services.apologising import AGAIN, DUE, LAST_DAY, late_case, march, public, ward
from tests.store import desk
from workflows.commands import (
    CompleteStep,
    PauseCase,
    ReceiveSupplement,
    RequestSupplement,
    ResolveCase,
    StartStep,
    VoidCase,
)  # fmt: skip
from workflows.lockout import Tally

HERE = "203.0.113.7"


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


def code_of(opened: Database, case: str) -> str:
    with opened.writing() as connection:
        return lookup_code(connection, case, now=LAST_DAY)


def looked(
    opened: Database, case: str, lookup: str, *, now: datetime = LAST_DAY, address: str = HERE
) -> Track | None:
    return track(opened, case, lookup, address=address, now=now)


def seen(opened: Database, case: str, *, now: datetime = LAST_DAY) -> Track:
    found = looked(opened, case, code_of(opened, case), now=now)
    assert found is not None
    return found


def test_a_receipt_tells_how_the_case_stands(opened: Database) -> None:
    case = late_case(opened)
    found = seen(opened, case)
    assert found.case == case
    assert found.state == "Hồ sơ đang được giải quyết"
    assert (found.due_at, found.late, found.again_at) == (DUE, False, None)
    assert (found.standing_since, found.missing, found.closed_at) == (None, (), None)
    assert found.result_by == "trực tiếp"
    assert seen(opened, case, now=march(8, "08:00")).late


def test_nobody_is_named(opened: Database) -> None:
    case = late_case(opened)
    shown = str(seen(opened, case))
    for secret in ("Tư", "minh", "Lan", "900", "example.com", "Hoa Mẫu", "000000000004"):
        assert secret not in shown


def test_codes_are_read_as_people_type_them(opened: Database) -> None:
    case = late_case(opened)
    code = code_of(opened, case)
    typed = f" {code[:4].lower()}-{code[4:].lower()} "
    assert looked(opened, f" {case.lower()} ", typed.replace("0", "o")) is not None


def test_it_says_what_is_missing_and_since_when(opened: Database) -> None:
    case = late_case(opened)
    ask = RequestSupplement(
        at=LAST_DAY,
        items=("Bản sao hộ khẩu", "Tờ khai của bà Nguyễn Thị Tư"),
        reason="thiếu",
        until=march(20, "17:00"),
    )
    record_all(opened, case, [ask], by="minh", now=LAST_DAY)
    found = seen(opened, case, now=march(12, "08:00"))
    assert found.state == "Hồ sơ đang tạm dừng giải quyết"
    assert (found.standing_since, found.standing_why) == (LAST_DAY, "chờ bổ sung giấy tờ")
    assert found.missing == ("Bản sao hộ khẩu", "giấy tờ ghi trên phiếu yêu cầu bổ sung")
    assert (found.until, found.late) == (march(20, "17:00"), False)
    brought = ReceiveSupplement(at=march(12, "09:00"))
    record_all(opened, case, [brought], by="lan", now=brought.at)
    found = seen(opened, case, now=march(12, "10:00"))
    assert (found.standing_since, found.missing) == (None, ())


def test_before_acceptance_too(opened: Database) -> None:
    case = desk.opened_case(opened, desk.submission()).code
    assert seen(opened, case, now=desk.MONDAY).due_at is None
    ask = RequestSupplement(at=desk.MONDAY + desk.HOUR, items=("Ảnh",), reason="thiếu")
    record_all(opened, case, [ask], by="lan", now=ask.at)
    found = seen(opened, case)
    assert found.state == "Hồ sơ chưa được tiếp nhận vì còn thiếu giấy tờ"
    assert (found.standing_since, found.missing) == (ask.at, ("Ảnh",))


def test_another_pause_says_why(opened: Database) -> None:
    case = late_case(opened)
    pause = PauseCase(at=LAST_DAY, reason="verification", note="hỏi bà Tư")
    record_all(opened, case, [pause], by="minh", now=LAST_DAY)
    found = seen(opened, case)
    assert (found.standing_since, found.standing_why) == (LAST_DAY, "chờ xác minh")
    assert found.missing == ()


def test_the_new_date_and_the_result(opened: Database, tmp_path: Path) -> None:
    case = late_case(opened)
    public(opened, tmp_path, case)
    assert seen(opened, case).again_at == AGAIN
    done = march(11, "09:00")
    record_all(
        opened,
        case,
        [
            CompleteStep(at=done, step="appraise"),
            StartStep(at=done, step="sign"),
            CompleteStep(at=done, step="sign"),
            ResolveCase(at=done, outcome="granted"),
        ],
        by="hung",
        now=done,
    )
    found = seen(opened, case, now=march(12, "08:00"))
    assert (found.state, found.closed_at) == ("Hồ sơ đã có kết quả", done)
    assert found.late  # The deadline stays the yardstick.


def test_a_case_struck_out_says_only_that(opened: Database) -> None:
    case = late_case(opened)
    void = VoidCase(at=LAST_DAY, reason="nhập trùng hồ sơ của bà Tư", approved_by="hung")
    record_all(opened, case, [void], by="lan", now=LAST_DAY)
    assert seen(opened, case).state == "Hồ sơ đã được hủy trong hệ thống"


def test_a_wrong_code_opens_nothing(opened: Database) -> None:
    case = late_case(opened)
    code_of(opened, case)
    for lookup in ("", "????????", "UUUUUUUU", "00000000", "0" * 5000, "\x00\ud800"):
        assert looked(opened, case, lookup) is None


def test_an_unknown_case_is_answered_like_a_wrong_code(opened: Database) -> None:
    known = late_case(opened)
    right = code_of(opened, known)
    # A first look fills what every process keeps, as any page would.
    looked(opened, known, "ZZZZZZZZ")
    with counted() as wrong:
        assert looked(opened, known, "ZZZZZZZZ") is None
    for case in ("", " ", "X" * 5000, "\x00", "khong-co", "%", "\ud800"):
        with counted() as unknown:
            assert looked(opened, case, right) is None
        assert unknown.statements == wrong.statements


def test_a_case_without_a_code_opens_for_none(opened: Database) -> None:
    case = late_case(opened)
    assert looked(opened, case, "") is None
    assert looked(opened, case, "UUUUUUUU") is None


def test_the_answer_takes_as_long_for_an_unknown_case(sqlite_url: str) -> None:
    opened = ward(sqlite_url)
    case = late_case(opened)
    code_of(opened, case)

    def took(code: str, number: int) -> float:
        begun = time.perf_counter()
        looked(opened, code, "ZZZZZZZZ", address=f"198.51.100.{number}")
        return time.perf_counter() - begun

    took(case, 0)
    # Each from an address of its own, so that the same is written for both.
    times = [
        (took(case, number), took("H32.PL-240304-9999", number + 1)) for number in range(1, 120, 2)
    ]
    # The quickest of many: whatever else the machine does only makes single ones slower.
    known, unknown = (min(each) for each in zip(*times, strict=True))
    # Nothing in between differs but the row found; a fold of the case would take much longer.
    assert 0.5 < known / unknown < 2


def failed_before(opened: Database, count: int) -> None:
    """As if so many look-ups from here had found nothing just now."""
    with opened.writing() as connection:
        sessions.held_tally(connection, subject(HERE))
        sessions.keep_tally(connection, subject(HERE), Tally(failures=count, since=LAST_DAY))


def test_too_many_failures_close_the_door_of_one_address(opened: Database) -> None:
    case = late_case(opened)
    right = code_of(opened, case)
    failed_before(opened, TRACK_LIMIT.failures - 3)
    for _ in range(3):
        assert looked(opened, case, "ZZZZZZZZ") is None
    with pytest.raises(TooManyLookups, match="thử lại sau 15:15") as closed:
        looked(opened, case, right)
    with pytest.raises(TooManyLookups, match="thử lại sau 15:15"):
        looked(opened, "khong-co", right)
    assert looked(opened, case, right, address="203.0.113.8") is not None
    assert looked(opened, case, right, now=closed.value.until) is not None


def test_what_is_found_is_not_counted(opened: Database) -> None:
    case = late_case(opened)
    right = code_of(opened, case)
    failed_before(opened, TRACK_LIMIT.failures - 1)
    for _ in range(3):
        assert looked(opened, case, right) is not None


def test_a_household_is_one_address() -> None:
    assert subject("2001:db8:1:2::1") == subject("2001:db8:1:2:ffff::9")
    assert subject("2001:db8:1:2::1") != subject("2001:db8:1:3::1")
    assert subject("203.0.113.7") != subject("203.0.113.8")
    assert subject("unknown\ud800") != subject("")


def test_old_failures_are_forgotten(opened: Database) -> None:
    for number in range(5):
        looked(opened, "khong-co", "ZZZZZZZZ", address=f"198.51.100.{number}")
    after = later(LAST_DAY, minutes=TRACK_LIMIT.forgets + 1)
    looked(opened, "khong-co", "ZZZZZZZZ", now=after)
    with opened.reading() as connection:
        kept = connection.execute(TALLIES.select()).all()
    assert [row.subject for row in kept] == [subject(HERE)]
