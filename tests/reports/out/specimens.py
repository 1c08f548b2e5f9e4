"""Tables to write: the seeds' own, a roll-up, shares, and names that mean harm."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.reports.forms import form_of
from app.reports.layout import Column, Group, Layout
from app.reports.out.office import Office
from app.reports.period import Period
from app.reports.switches import CONTRACT
from app.reports.table import Cells, Table, TableRow, added
from app.store.scope import Scope
from sla.zone import VIETNAM

MADE = datetime(2023, 9, 20, 8, 15, tzinfo=VIETNAM)
LATER = datetime(2024, 5, 21, 9, 0, tzinfo=VIETNAM)
SIMULATED = "SỐ LIỆU MÔ PHỎNG – không phải số liệu thật của cơ quan nào"
OFFICE = Office(
    name="UBND phường Phước Long",
    superior="UBND thành phố Nha Trang",
    place="Nha Trang",
    signer_title="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
)
II06A = form_of("II.06a").layout()
STANDARD = form_of("II.06a").layout("chuan")
ISSUED = "Ban hành theo Thông tư số 01/2020/TT-VPCP"
CELLS = tuple(column.cell for column in II06A.columns)

# Seed 002: (3)–(13), Dừng tính, HS hủy.
SEED_002 = {
    "Giáo dục mầm non": "0 0 0 0 0 0 0 0 0 0 0 0 0",
    "Giáo dục và đào tạo": "0 0 0 0 0 0 0 0 0 0 0 0 0",
    "Giáo dục và đào tạo thuộc hệ thống giáo dục": "0 0 0 0 0 0 0 0 0 0 0 0 0",
    "Bảo trợ xã hội (LĐTBXH)": "31 21 10 0 31 31 0 0 0 0 0 0 0",
    "Người có công (LĐTBXH)": "5 0 4 1 3 3 0 0 2 2 0 0 0",
    "Thi đua khen thưởng": "1 0 0 1 1 1 0 0 0 0 0 0 0",
    "Chứng thực": "1587 0 1587 0 1587 1587 0 0 0 0 0 0 0",
    "Hộ tịch": "358 276 0 82 304 304 0 0 54 54 0 0 0",
    "Liên thông các TTHC": "92 87 0 5 85 85 0 0 7 7 0 0 0",
    "Nuôi con nuôi": "0 0 0 0 0 0 0 0 0 0 0 0 0",
    "Văn hóa cơ sở": "0 0 0 0 0 0 0 0 0 0 0 0 0",
    "Đất đai": "0 0 0 0 0 0 0 0 0 0 0 0 0",
}
# Seed 003, with the twenty online cases its print lost: (3)–(13).
SEED_003 = {
    "Chứng thực": "675 675 0 0 675 674 1 0 0 0 0",
    "Hộ tịch": "949 941 8 0 949 940 9 0 0 0 0",
    "TĐ-KT": "4 4 0 0 4 4 0 0 0 0 0",
    "BTXH": "14 14 0 0 14 14 0 0 0 0 0",
    "NCC": "7 6 1 0 7 7 0 0 0 0 0",
    "Đất đai": "2 0 2 0 2 2 0 0 0 0 0",
    "Tiếp dân và xử lý đơn thư": "1 0 1 0 1 1 0 0 0 0 0",
}
HOSTILE = (
    '=HYPERLINK("http://x";"y")',
    "+1+1",
    "@SUM(A1)",
    "#set page(width: 1pt) #panic() $x^2$ *đậm* `mã`",
    "<w:p/>&amp; ]]> \" ' \\",
    "\u202egnơưht\u2066 \x00\x1b\ufffe \u200b\ufeffẨn",
    "漢字 ไทย 🙂 ﷽",
    "Dòng một\r\nDòng hai\tcách",
    "Siêu" + "dài" * 60,
    "Thủ tục hành chính " * 12,
    "",
    "{{ 7*7 }} {% raw %}",
)


def row(name: str, values: str | Sequence[int], layout: Layout = II06A, **more: str) -> TableRow:
    figures = map(int, values.split()) if isinstance(values, str) else values
    cells = dict(zip((column.cell for column in layout.columns), figures, strict=True))
    return TableRow(field=name, cells=cells, key=name, section=more.get("section", ""))


def table(
    rows: Sequence[TableRow], form: str = "II.06a", total: Cells | None = None, **more: Any
) -> Table:
    counted = [one.cells for one in rows if one.kind == "row"]
    names = tuple(dict.fromkeys(name for cells in counted for name in cells))
    made = Table(
        form=form,
        scope=Scope(agency="H32.PL"),
        period=Period(first=date(2023, 6, 15), last=date(2023, 9, 14)),
        as_known_at=None,
        rows=tuple(rows),
        total=added(iter(counted), names) if total is None else total,
        identities=(),
        notices=(SIMULATED,),
        switches=CONTRACT,
        made_at=MADE,
        known_position=12_345,
    )
    return replace(made, **more)


def seed_002() -> tuple[Table, Layout]:
    rows = [row(name, values) for name, values in SEED_002.items()]
    return table(rows), replace(II06A, issued=ISSUED)


def seed_003() -> tuple[Table, Layout]:
    rows = [row(name, values, STANDARD) for name, values in SEED_003.items()]
    days = Period(first=date(2023, 12, 15), last=date(2024, 5, 19))
    return table(rows, variant="chuan", period=days, made_at=LATER), replace(
        STANDARD, issued=ISSUED
    )


def many(count: int) -> tuple[Table, Layout]:
    """So many rows whose figures differ."""
    rows = [row(f"Lĩnh vực thứ {at}", _figures(at)) for at in range(count)]
    return table(rows), II06A


def _figures(at: int) -> list[int]:
    online, direct, carried = at * 37 % 1200, at * 11 % 300, at % 7
    received = online + direct + carried
    late = at % 5 and received // 40
    open_late = at % 3 and received // 50
    open_total = received // 10 + open_late
    solved = received - open_total
    on_time = solved // 3
    early = solved - on_time - late
    return [
        *(received, online, direct, carried, solved, early, on_time, late),
        *(open_total, open_total - open_late, open_late, 0, at % 2),
    ]


def roll_up(agencies: int = 2, fields: int = 14) -> tuple[Table, Layout]:
    """Sections with rows of their own and a subtotal below each."""
    rows: list[TableRow] = []
    names = ["A. CẤP HUYỆN", "B. CẤP XÃ"] if agencies == 2 else _communes(agencies)
    for number, head in enumerate(names):
        rows.append(TableRow(field=head, cells={}, key=head, section=head, kind="section"))
        inner = [_field(number, at, head) for at in range(fields)]
        total = added((one.cells for one in inner), CELLS)
        rows += [*inner, TableRow(field="Cộng", cells=total, section=head, kind="subtotal")]
    layout = replace(
        II06A,
        form="II.06b",
        number="Biểu số II.06b/VPCP/KSTT",
        title="TỔNG HỢP TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        verified=False,
        notes=("Số của cấp xã là số của các xã, phường, thị trấn đã gửi báo cáo.",),
    )
    return table(rows, "II.06b"), layout


def _communes(count: int) -> list[str]:
    return [f"Ủy ban nhân dân xã thứ {at}" for at in range(count)]


_FIELDS = (
    "Hộ tịch", "Chứng thực", "Đất đai", "Bảo trợ xã hội", "Người có công", "Thi đua, khen thưởng",
    "Nuôi con nuôi", "Hoạt động xây dựng", "Thành lập và hoạt động của hộ kinh doanh",
    "Lưu thông hàng hóa trong nước", "Văn hóa cơ sở", "Giáo dục và đào tạo", "Tôn giáo Chính phủ",
    "Phòng, chống thiên tai",
)  # fmt: skip


def _field(number: int, at: int, head: str) -> TableRow:
    name = _FIELDS[at % len(_FIELDS)]
    return row(name, _figures(number * 100 + at), section=head)


def catalogue() -> tuple[Table, Layout]:
    """II.07b of seed 002 with its blanks, and shares."""
    heads = (
        ("Tổng số TTHC thuộc thẩm quyền giải quyết của địa phương", "owned"),
        ("TTHC được thực hiện theo CCMC, MCLT", "shared"),
        ("Quy trình nội bộ giải quyết TTHC theo CCMC, MCLT được ban hành", "steps"),
    )
    levels = (("Cấp tỉnh", "province"), ("Cấp huyện", "district"), ("Cấp xã", "commune"))
    columns: list[Column] = []
    for group, name in heads:
        at = len(columns) + 3
        parts = tuple(f"{name}.{level}" for _, level in levels)
        columns.append(
            Column(
                cell=f"{name}.total",
                head="Tổng số",
                groups=(Group(head=group),),
                number=f"({at})=({at + 1})+({at + 2})+({at + 3})",
                formula=parts,
            )
        )
        columns += [
            Column(cell=cell, head=level, groups=(Group(head=group),), number=f"({number})")
            for number, (cell, (level, _)) in enumerate(zip(parts, levels, strict=True), at + 1)
        ]
    columns.append(Column(cell="share", head="Tỷ lệ có quy trình", number="(15)", kind="percent"))
    cells = {"owned.total": 178, "owned.commune": 178, "shared.total": 178, "shared.commune": 178}
    cells |= {"steps.total": 81, "steps.commune": 81, "share": 4551}
    rows = [TableRow(field="Tất cả các lĩnh vực", cells=cells)]
    layout = Layout(
        form="II.07b",
        number="Biểu số II.07b/VPCP/KSTT",
        title="TỔNG HỢP SỐ LƯỢNG THỦ TỤC HÀNH CHÍNH VÀ KẾT QUẢ THỰC HIỆN “4 TẠI CHỖ”",
        field_head="Lĩnh vực",
        unit="Đơn vị tính: TTHC, %",
        total="TỔNG CỘNG",
        columns=tuple(columns),
        notes=("Ô trống: cấp không có trong phạm vi báo cáo.",),
        issued=ISSUED,
        counts_cases=False,
    )
    return table(rows, "II.07b", total=cells), layout


def hostile() -> tuple[Table, Layout]:
    rows = [row(name, _figures(at + 40)) for at, name in enumerate(HOSTILE)]
    layout = replace(II06A, title="#TIÊU & <đề> =1+1", notes=("=1+1 #x", "*a* _b_"))
    return table(rows, notices=("=CẢNH &BÁO #pagebreak()",)), layout


HARMFUL_OFFICE = Office(
    name="=UBND & <xã> #panic()", superior="+Cấp trên", place="@Nơi", signer_title="CHỦ & TỊCH"
)
