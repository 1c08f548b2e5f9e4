"""Days, instants, limits and sums as official Vietnamese letters spell them."""

from collections.abc import Mapping
from datetime import date, datetime

from sla.limits import TimeLimit, Unit
from sla.zone import local
from workflows.agency import Level

NOTHING = "–"  # in a table, where something has not happened; never a hole to be written in
_FULL = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
UNTOLD = "không khai báo"
# An office of which only the level is known.
LEVELS: Mapping[str, str] = {
    Level.PROVINCE: "cơ quan cấp tỉnh",
    Level.DEPARTMENT: "cơ quan chuyên môn cấp tỉnh",
    Level.DISTRICT: "cơ quan cấp huyện",
    Level.COMMUNE: "cơ quan cấp xã",
    Level.VERTICAL: "cơ quan ngành dọc",
}


def day_official(day: date) -> str:
    """As "ngày 05 tháng 02 năm 2024": days and the months 1 and 2 have a zero before them."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day:%d} tháng {month} năm {day.year}"


def instant_official(instant: datetime) -> str:
    """As "09 giờ 10 phút, ngày 05 tháng 02 năm 2024", on Vietnamese clocks."""
    here = local(instant)
    return f"{here:%H} giờ {here:%M} phút, {day_official(here.date())}"


def day_short(day: date) -> str:
    """As "05/02/2024"."""
    return f"{day:%d/%m/%Y}"


def limit_official(limit: TimeLimit) -> str:
    """As "03 ngày làm việc"; whole numbers below ten have a zero before them."""
    words = limit.in_words()
    if limit.unit is Unit.SAME_DAY:
        return f"{words} làm việc"
    number, _, rest = words.partition(" ")
    return f"{number.zfill(2)} {rest}" if number.isdecimal() else words


def dong(amount: int) -> str:
    """A sum as "120.000 đồng"."""
    return f"{amount:,} đồng".replace(",", ".")


def capital(words: str) -> str:
    """The words with a capital first letter; the rest stays."""
    return words[:1].upper() + words[1:]


def in_full(office: str) -> str:
    """An office's name as a letterhead spells it: "UBND phường" as "Ủy ban nhân dân phường"."""
    first, blank, rest = office.partition(" ")
    return _FULL.get(first, first) + blank + rest


def sentence(words: str) -> str:
    """The words with a full stop, where they do not end as a sentence already."""
    words = words.rstrip()
    return words if not words or words[-1] in ".!?…" else f"{words}."
