"""Whose the public pages are, and what everybody may know of an office."""

from datetime import datetime

from app.services.public_office import PublicOffice, house
from sla.zone import VIETNAM
from tests.store import desk

IN_2024 = datetime(2024, 3, 4, 8, tzinfo=VIETNAM)
IN_2026 = datetime(2026, 3, 4, 8, tzinfo=VIETNAM)


def agencies(*rows: str) -> str:
    """A pack of the calendar and some offices, one a row."""
    return f"{desk.CALENDAR}agencies:\n" + "".join(
        f"  - {{{row}, calendar: default}}\n" for row in rows
    )


CITY = "code: H32.NT, name: Thành phố Nha Trang, level: district, valid_to: 2025-06-30"
WARD = (
    "code: H32.PL, name: UBND phường Phước Long, level: commune, parent: H32.NT, "
    'phone: "0258 000 0000", address: "Số 0 đường Ví Dụ", notice: Số liệu mô phỏng'
)
NEIGHBOUR = "code: H32.TM, name: UBND xã Tân Mẫu, level: commune, parent: H32.NT"


def named(url: str, *rows: str, now: datetime = IN_2024) -> PublicOffice | None:
    return house(desk.loaded(url, agencies(*rows)), now=now)


def test_of_one_office_its_own(database_url: str) -> None:
    found = named(database_url, CITY, WARD)

    assert found is not None
    assert (found.name, found.phone) == ("UBND phường Phước Long", "0258 000 0000")
    assert (found.address, found.notice) == ("Số 0 đường Ví Dụ", "Số liệu mô phỏng")
    assert found.desk == "Bộ phận Tiếp nhận và Trả kết quả"
    assert "thứ Hai đến thứ Sáu" in found.hours


def test_of_several_the_one_above_them_while_it_is_there(sqlite_url: str) -> None:
    found = named(sqlite_url, CITY, WARD, NEIGHBOUR)
    assert found is not None
    assert found.name == "Thành phố Nha Trang"

    assert named(sqlite_url, CITY, WARD, NEIGHBOUR, now=IN_2026) is None


def test_of_none_nobodys(sqlite_url: str) -> None:
    assert house(desk.loaded(sqlite_url, desk.CALENDAR), now=IN_2024) is None
