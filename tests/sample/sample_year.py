"""The sample for tests: its journal read once, and the quarter as the ward printed it."""

import json
from collections import defaultdict
from functools import cache
from typing import Any

from app.reports.period import Period
from app.sample import SEED, journal
from app.sample.plan import QUARTERS

# Form II.06a of the ward, 15/6/2023 to 14/9/2023: total, online, direct, carried | total, early,
# on time, late | total, in time, late, paused | voided. The paper numbers two rows 11.
PUBLISHED = """
Giáo dục mầm non|0 0 0 0|0 0 0 0|0 0 0 0|0
Giáo dục và đào tạo|0 0 0 0|0 0 0 0|0 0 0 0|0
Giáo dục và đào tạo thuộc hệ thống giáo dục|0 0 0 0|0 0 0 0|0 0 0 0|0
Bảo trợ xã hội (LĐTBXH)|31 21 10 0|31 31 0 0|0 0 0 0|0
Người có công (LĐTBXH)|5 0 4 1|3 3 0 0|2 2 0 0|0
Thi đua khen thưởng|1 0 0 1|1 1 0 0|0 0 0 0|0
Chứng thực|1587 0 1587 0|1587 1587 0 0|0 0 0 0|0
Hộ tịch|358 276 0 82|304 304 0 0|54 54 0 0|0
Liên thông các TTHC|92 87 0 5|85 85 0 0|7 7 0 0|0
Nuôi con nuôi|0 0 0 0|0 0 0 0|0 0 0 0|0
Văn hóa cơ sở|0 0 0 0|0 0 0 0|0 0 0 0|0
Đất đai|0 0 0 0|0 0 0 0|0 0 0 0|0
"""
PUBLISHED_TOTAL = [2074, 384, 1601, 89, 2011, 2011, 0, 0, 63, 63, 0, 0, 0]
PERIODS = [Period(first=quarter.first, last=quarter.last) for quarter in QUARTERS]

Line = dict[str, Any]


def published() -> dict[str, list[int]]:
    """The printed rows in their order."""
    rows = (line.split("|", 1) for line in PUBLISHED.strip().splitlines())
    return {name: [int(cell) for cell in cells.replace("|", " ").split()] for name, cells in rows}


@cache
def texts(seed: int = SEED) -> tuple[str, ...]:
    """The lines of the journal."""
    return tuple(journal(seed))


@cache
def lines(seed: int = SEED) -> tuple[Line, ...]:
    """The same, read."""
    return tuple(json.loads(text) for text in texts(seed))


@cache
def cases(seed: int = SEED) -> dict[str, list[Line]]:
    """The same by case."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines(seed):
        found[line["case"]].append(line)
    return found
