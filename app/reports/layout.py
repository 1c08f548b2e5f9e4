"""How a form is laid out: its heads and the cell under each, for every writer alike."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A heading over several columns; `short` for the terminal, where it differs."""

    head: str
    short: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of figures.

    Attributes:
        cell: the name of the cell under it.
        head: its own heading.
        groups: the headings above it, from the top.
        number: the printed column number with its formula, or nothing.
        short: its heading on the terminal, where that differs.
    """

    cell: str
    head: str
    groups: tuple[Group, ...] = ()
    number: str = ""
    short: str = ""

    @property
    def full_head(self) -> str:
        """All headings from the top, as one line."""
        return " – ".join((*(group.head for group in self.groups), self.head))


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A form: its number, title and columns behind STT and the field."""

    form: str
    number: str
    title: str
    field_head: str
    unit: str
    total: str
    columns: tuple[Column, ...]

    def head_of(self, cell: str) -> str:
        """The full heading over a cell."""
        return next(column.full_head for column in self.columns if column.cell == cell)


_IN = Group(head="Số lượng hồ sơ tiếp nhận", short="Tiếp nhận")
_NEW = Group(head="Trong kỳ")
_DONE = Group(head="Số lượng hồ sơ đã giải quyết", short="Đã giải quyết")
_OPEN = Group(head="Số lượng hồ sơ đang giải quyết", short="Đang giải quyết")

# The variant with "Dừng tính" and "HS hủy", as printed in seed 002 (TT 01/2020/TT-VPCP).
II06A = Layout(
    form="II.06a",
    number="Biểu số II.06a/VPCP/KSTT",
    title="TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
    field_head="Lĩnh vực giải quyết",
    unit="Đơn vị tính: Số hồ sơ TTHC",
    total="TỔNG CỘNG",
    columns=(
        Column(cell="received.total", head="Tổng số", groups=(_IN,), number="(3)=(4)+(5)+(6)"),
        Column(cell="received.online", head="Trực tuyến", groups=(_IN, _NEW), number="(4)"),
        Column(
            cell="received.direct",
            head="Trực tiếp, dịch vụ bưu chính",
            groups=(_IN, _NEW),
            number="(5)",
            short="Trực tiếp, BCCI",
        ),
        Column(cell="received.carried", head="Từ kỳ trước", groups=(_IN,), number="(6)"),
        Column(cell="solved.total", head="Tổng số", groups=(_DONE,), number="(7)=(8)+(9)+(10)"),
        Column(cell="solved.early", head="Trước hạn", groups=(_DONE,), number="(8)"),
        Column(cell="solved.on_time", head="Đúng hạn", groups=(_DONE,), number="(9)"),
        Column(cell="solved.late", head="Quá hạn", groups=(_DONE,), number="(10)"),
        Column(cell="open.total", head="Tổng số", groups=(_OPEN,), number="(11)=(12)+(13)"),
        Column(cell="open.in_time", head="Trong hạn", groups=(_OPEN,), number="(12)"),
        Column(cell="open.late", head="Quá hạn", groups=(_OPEN,), number="(13)"),
        Column(cell="open.paused", head="Dừng tính", groups=(_OPEN,)),
        Column(cell="voided", head="HS hủy"),
    ),
)
