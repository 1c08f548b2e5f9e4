"""What the ward has done by this morning about cases that are late, and the receipts it printed.

The demonstration does this with the programs of the desk, one act after the other, since letters
have numbers, bytes and signatures that no journal can bring. Of those who are owed an apology each
stage is there once; whoever is not named here is simply owed one.
"""

from dataclasses import dataclass
from datetime import datetime

from sla.zone import parse_instant

SIGNER, NUMBERS, PUBLISHER = "binh.ld", "tam.vt", "lan.mc"
TITLE = "Chủ tịch"

# Brought to the desk this morning; the others of today still wait for their receipt.
RECEIPTS = (
    "H32.PL-240124-0002",
    "H32.PL-240124-0003",
    "H32.PL-240124-0004",
    "H32.PL-240124-0006",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Apology:
    """An apology on its way.

    Attributes:
        by: who drafted it.
        step: the one that the log says took too long, on its first visit; None where none did.
        officer: who held it.
        drafted: when (an instant), as the following; None for what is still to be done.
    """

    code: str
    by: str
    reason: str
    public_reason: str
    step: str | None
    officer: str | None
    new_due_at: datetime
    drafted: datetime
    signed: datetime | None = None
    issued: datetime | None = None
    published: datetime | None = None


APOLOGIES = (
    Apology(
        code="H32.PL-231212-0005",
        by="dung.tp",
        reason="Hồ sơ đã thụ lý xong nhưng bị bỏ sót khi chuyển trình ký; phường đã kiểm điểm và "
        "giao người theo dõi riêng",
        public_reason="bỏ sót khi chuyển trình ký",
        step=None,
        officer=None,
        new_due_at=parse_instant("2024-01-26T17:30"),
        drafted=parse_instant("2024-01-17T09:00"),
        signed=parse_instant("2024-01-17T14:10"),
        issued=parse_instant("2024-01-17T15:20"),
        published=parse_instant("2024-01-18T08:05"),
    ),
    Apology(
        code="H32.PL-240117-0003",
        by="hue.tp",
        reason="Bước tiếp nhận kéo dài hơn thời gian quy định vì phải đối chiếu giấy tờ của nơi cư "
        "trú trước đây rồi mới chuyển thụ lý",
        public_reason="bước tiếp nhận kéo dài vì phải đối chiếu giấy tờ",
        step="intake",
        officer="lan.mc",
        new_due_at=parse_instant("2024-01-25T17:30"),
        drafted=parse_instant("2024-01-23T08:10"),
        signed=parse_instant("2024-01-23T09:00"),
        issued=parse_instant("2024-01-23T09:40"),
    ),
    Apology(
        code="H32.PL-240119-0009",
        by="dung.tp",
        reason="Cán bộ thụ lý được điều động hai ngày, hồ sơ chưa kịp giao lại cho người khác",
        public_reason="cán bộ thụ lý được điều động, hồ sơ giao lại chậm",
        step="appraise",
        officer="dung.tp",
        new_due_at=parse_instant("2024-01-26T17:30"),
        drafted=parse_instant("2024-01-23T15:40"),
        signed=parse_instant("2024-01-24T08:10"),
    ),
    Apology(
        code="H32.PL-240118-0007",
        by="hue.tp",
        reason="Phải xác minh thêm thông tin cư trú nên bước thụ lý chưa xong trong thời hạn",
        public_reason="phải xác minh thêm thông tin cư trú",
        step="appraise",
        officer="hue.tp",
        new_due_at=parse_instant("2024-01-26T17:30"),
        drafted=parse_instant("2024-01-23T16:20"),
    ),
)
