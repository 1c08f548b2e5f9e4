"""The tree of a simulated province: departments, districts and communes, numbered and nameless.

The shares are those of the province of seed 004: of 240 units 20 departments (sở), 10 districts
and 210 communes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.agency import Level

CODE = "H00"  # Codes of real provinces begin with H01.
PER_DEPARTMENT, PER_DISTRICT = 12, 24
LEAST_WITH_DEPARTMENT, LEAST_WITH_DISTRICT = 6, 3
COMMUNES = ("xã", "xã", "phường", "xã", "thị trấn")


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """An office of the province; `place` is where its citizens live."""

    code: str
    name: str
    level: Level
    parent: str | None
    place: str
    title: str


def top() -> Office:
    """The province itself, which takes in nothing."""
    return Office(
        code=CODE,
        name="UBND tỉnh Mô Phỏng",
        level=Level.PROVINCE,
        parent=None,
        place="tỉnh Mô Phỏng",
        title="CHỦ TỊCH",
    )


def offices(count: int) -> tuple[Office, ...]:
    """So many offices that take in cases: departments, then districts, then communes."""
    departments = max(count // PER_DEPARTMENT, int(count >= LEAST_WITH_DEPARTMENT))
    districts = max(count // PER_DISTRICT, int(count >= LEAST_WITH_DISTRICT))
    communes = count - departments - districts
    return (
        *_departments(departments),
        *_districts(districts),
        *_communes(communes, districts),
    )


def _departments(count: int) -> Iterator[Office]:
    for number in range(1, count + 1):
        yield Office(
            code=f"{CODE}.S{number:02d}",
            name=f"Sở mô phỏng số {number}",
            level=Level.DEPARTMENT,
            parent=CODE,
            place="tỉnh Mô Phỏng",
            title="GIÁM ĐỐC",
        )


def _districts(count: int) -> Iterator[Office]:
    for number in range(1, count + 1):
        yield Office(
            code=f"{CODE}.D{number:02d}",
            name=f"UBND huyện số {number}",
            level=Level.DISTRICT,
            parent=CODE,
            place=f"huyện số {number}, tỉnh Mô Phỏng",
            title="CHỦ TỊCH",
        )


def _communes(count: int, districts: int) -> Iterator[Office]:
    for number in range(1, count + 1):
        word = COMMUNES[number % len(COMMUNES)]
        district = 1 + (number - 1) % districts if districts else 0
        above = f"huyện số {district}, " if district else ""
        yield Office(
            code=f"{CODE}.X{number:03d}",
            name=f"UBND {word} số {number}",
            level=Level.COMMUNE,
            parent=f"{CODE}.D{district:02d}" if district else CODE,
            place=f"{word} số {number}, {above}tỉnh Mô Phỏng",
            title="CHỦ TỊCH",
        )
