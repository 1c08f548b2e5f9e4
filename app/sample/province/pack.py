"""The setup pack of a simulated province: calendar, tree, fields and procedures, one a line.

Calendar and procedures of communes and districts are those the program ships, word for word, so
that loading them beside it changes nothing; the departments' are invented (`data/sample/mo-phong`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.sample.province.plan import Plan
from app.sample.province.tree import Office, offices, top
from app.sample.ward import CALENDAR, ROOT
from workflows.pack import Located, Pack, read_pack

NOTICE = (
    "Số liệu mô phỏng do máy tạo ra (motcua simulate); không có cơ quan, hồ sơ, tên người hay "
    "tài khoản nào là thật."
)
DEFINITIONS = ROOT / "workflows" / "definitions"
INVENTED = ROOT / "data" / "sample" / "mo-phong" / "so-nganh.yaml"


@lru_cache(maxsize=1)
def packs() -> tuple[Pack, ...]:
    """What the province is built of: the calendar, the shipped procedures, the invented ones."""
    files = (CALENDAR, *sorted(DEFINITIONS.glob("*.yaml")), INVENTED)
    return tuple(read_pack(path.read_bytes(), path.name) for path in files)


def pack_text(plan: Plan) -> str:
    """The pack as YAML in UTF-8, a record a line."""
    read = packs()
    keys: Mapping[str, Sequence[object]] = {
        "calendars": _contents([one for pack in read for one in pack.calendars]),
        "agencies": [_agency(office) for office in (top(), *offices(plan.agencies))],
        "fields": _contents([one for pack in read for one in pack.fields]),
        "procedures": _contents([one for pack in read for one in pack.procedures]),
    }
    lines = (line for key, records in keys.items() for line in _section(key, records))
    return "\n".join([f"# {NOTICE}", *lines, ""])


def _contents(records: Sequence[Located[Any]]) -> list[object]:
    return [record.content for record in records]


def _section(key: str, records: Sequence[object]) -> Iterator[str]:
    yield f"{key}:"
    for record in records:
        # JSON is YAML.
        yield f"  - {json.dumps(record, ensure_ascii=False)}"


def _agency(office: Office) -> dict[str, str]:
    plain = {
        "code": office.code,
        "name": office.name,
        "level": office.level.value,
        "calendar": "default",
        "notice": NOTICE,
        "place": office.place.split(",")[0].capitalize(),
        "head_title": office.title,
    }
    return plain | ({"parent": office.parent} if office.parent else {})
