"""Every list of the morning screen: its title, who has it, what stands in it, in which order."""

from dataclasses import dataclass
from typing import Literal

from app.errors import Unknown
from app.lists import conditions as when
from app.lists.asked import choice
from app.lists.conditions import Condition
from workflows.agency import Role
from workflows.events import ClockName
from workflows.officer import Officer

OrderColumn = Literal[
    "intake_due_at",
    "due_at",
    "step_due_at",
    "waits_since",
    "closed_at",
    "accepted_at",
    "settled_at",
]

DESK, STAFF, HEAD = Role.ONE_STOP, Role.SPECIALIST, Role.LEADER
CLERK, CASHIER = Role.CLERK, Role.CASHIER
WATCH = (Role.SUPERVISOR, Role.AUDITOR)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskList:
    """One list.

    Attributes:
        code: its name in addresses.
        title: what stands on the badge.
        roles: who has it.
        where: the one condition of badge, list and sheet.
        order: the instant it is sorted by, nearest first; `newest` turns that round.
        empty: the sentence for a list with nothing in it.
        clock: whose time is left is told; None where no clock runs any more.
        live: whether only cases with something left to do can be in it.
    """

    code: str
    title: str
    roles: tuple[Role, ...]
    where: Condition
    order: OrderColumn
    empty: str
    clock: ClockName | None = "case"
    newest: bool = False
    live: bool = True


LISTS: tuple[DeskList, ...] = (
    DeskList(
        code="to_accept",
        title="Chờ tiếp nhận",
        roles=(DESK, *WATCH),
        where=when.to_accept,
        order="intake_due_at",
        empty="Không có hồ sơ nào chờ tiếp nhận.",
        clock="intake",
    ),
    DeskList(
        code="supplemented",
        title="Đã bổ sung, chờ tiếp nhận lại",
        roles=(DESK,),
        where=when.supplemented,
        order="intake_due_at",
        empty="Không có hồ sơ nào vừa bổ sung.",
        clock="intake",
    ),
    DeskList(
        code="mine",
        title="Việc của tôi",
        roles=(DESK, STAFF, HEAD, CLERK, CASHIER),
        where=when.mine,
        order="step_due_at",
        empty="Không có bước nào đang giao cho bạn.",
        clock="step",
    ),
    DeskList(
        code="sent_back",
        title="Bị trả lại cho tôi",
        roles=(DESK, STAFF, HEAD, CLERK),
        where=when.sent_back,
        order="step_due_at",
        empty="Không có hồ sơ nào bị trả lại để làm lại.",
        clock="step",
    ),
    DeskList(
        code="to_assign",
        title="Chờ phân công",
        roles=(DESK, STAFF, HEAD),
        where=when.to_assign,
        order="step_due_at",
        empty="Mọi bước đang chạy đều đã có người làm.",
        clock="step",
    ),
    DeskList(
        code="to_approve",
        title="Chờ duyệt, ký",
        roles=(HEAD,),
        where=when.to_approve,
        order="step_due_at",
        empty="Không có hồ sơ nào chờ duyệt hoặc ký.",
        clock="step",
    ),
    DeskList(
        code="to_issue",
        title="Chờ phát hành, đóng dấu",
        roles=(CLERK,),
        where=when.to_issue,
        order="step_due_at",
        empty="Không có kết quả nào chờ phát hành.",
        clock="step",
    ),
    DeskList(
        code="to_pay",
        title="Chờ thu phí",
        roles=(CASHIER, DESK),
        where=when.to_pay,
        order="due_at",
        empty="Không có hồ sơ nào còn phải thu phí.",
    ),
    DeskList(
        code="hand_over",
        title="Chờ bàn giao",
        roles=(DESK, STAFF, HEAD),
        where=when.hand_over,
        order="due_at",
        empty="Mọi hồ sơ đã tiếp nhận đều đang có người làm.",
    ),
    DeskList(
        code="overdue",
        title="Quá hạn",
        roles=(DESK, STAFF, HEAD, CLERK, *WATCH),
        where=when.overdue,
        order="due_at",
        empty="Không có hồ sơ nào quá hạn.",
    ),
    DeskList(
        code="due_soon",
        title="Sắp đến hạn",
        roles=(DESK, STAFF, HEAD, *WATCH),
        where=when.due_soon,
        order="due_at",
        empty="Không có hồ sơ nào sắp đến hạn.",
    ),
    DeskList(
        code="step_late",
        title="Chậm bước, hồ sơ còn hạn",
        roles=(DESK, STAFF, HEAD, *WATCH),
        where=when.step_late,
        order="step_due_at",
        empty="Không có bước nào chậm trong hồ sơ còn hạn.",
        clock="step",
    ),
    DeskList(
        code="apology_owed",
        title="Cần thư xin lỗi",
        roles=(DESK, STAFF, HEAD, *WATCH),
        where=when.apology_owed,
        order="due_at",
        empty="Không có hồ sơ nào phải gửi thư xin lỗi.",
    ),
    DeskList(
        code="awaiting_supplement",
        title="Chờ bổ sung",
        roles=(DESK, STAFF, HEAD, *WATCH),
        where=when.awaiting_supplement,
        order="waits_since",
        empty="Không có hồ sơ nào đang chờ công dân bổ sung.",
    ),
    DeskList(
        code="paused",
        title="Đang tạm dừng",
        roles=(DESK, STAFF, HEAD, *WATCH),
        where=when.paused,
        order="waits_since",
        empty="Không có hồ sơ nào đang tạm dừng.",
    ),
    DeskList(
        code="result_direct",
        title="Kết quả chờ trả tại quầy",
        roles=(DESK,),
        where=when.at_desk("direct"),
        order="closed_at",
        empty="Không có kết quả nào chờ trả tại quầy.",
        clock=None,
    ),
    DeskList(
        code="result_post",
        title="Kết quả chờ gửi bưu chính",
        roles=(DESK,),
        where=when.at_desk("post"),
        order="closed_at",
        empty="Không có kết quả nào chờ gửi qua bưu chính.",
        clock=None,
    ),
    DeskList(
        code="result_online",
        title="Kết quả chờ trả trực tuyến",
        roles=(DESK,),
        where=when.at_desk("online"),
        order="closed_at",
        empty="Không có kết quả nào chờ trả trực tuyến.",
        clock=None,
    ),
    DeskList(
        code="uncollected",
        title="Lâu chưa đến nhận",
        roles=(DESK, HEAD, *WATCH),
        where=when.uncollected,
        order="closed_at",
        empty=f"Không có kết quả nào để quá {choice('uncollected_days')} ngày chưa có người nhận.",
        clock=None,
    ),
    DeskList(
        code="accepted_late",
        title="Tiếp nhận quá 8 giờ làm việc",
        roles=(DESK, HEAD, *WATCH),
        where=when.accepted_late,
        order="accepted_at",
        empty=f"{choice('accepted_late_days')} ngày qua không có hồ sơ nào tiếp nhận muộn.",
        newest=True,
        live=False,
    ),
    DeskList(
        code="accepted_today",
        title="Tiếp nhận hôm nay",
        roles=(DESK, HEAD),
        where=when.accepted_today,
        order="accepted_at",
        empty="Hôm nay chưa tiếp nhận hồ sơ nào.",
        newest=True,
        live=False,
    ),
    DeskList(
        code="delivered_today",
        title="Đã trả hôm nay",
        roles=(DESK, HEAD),
        where=when.delivered_today,
        order="settled_at",
        empty="Hôm nay chưa trả kết quả nào.",
        clock=None,
        newest=True,
        live=False,
    ),
    DeskList(
        code="training",
        title="Hồ sơ tập huấn",
        roles=(DESK, STAFF, HEAD, CLERK, CASHIER, *WATCH),
        where=when.training,
        order="due_at",
        empty="Không có hồ sơ tập huấn nào đang mở.",
    ),
)

# The first screen of each role; of somebody with several the first of these.
FIRST: dict[Role, str] = {
    DESK: "to_accept",
    STAFF: "mine",
    HEAD: "to_approve",
    CLERK: "to_issue",
    CASHIER: "to_pay",
    Role.SUPERVISOR: "overdue",
    Role.AUDITOR: "overdue",
}
_BY_CODE = {one.code: one for one in LISTS}


def lists_of(officer: Officer) -> tuple[DeskList, ...]:
    """The lists of an officer's roles, in the order of the screen."""
    held = {grant.role for grant in officer.grants}
    return tuple(one for one in LISTS if not held.isdisjoint(one.roles))


def list_of(officer: Officer, code: str) -> DeskList:
    """One list of an officer.

    Raises:
        Unknown: for a list that is not there, or not for the officer's roles.
    """
    if one := next((one for one in lists_of(officer) if one.code == code), None):
        return one
    title = _BY_CODE[code].title if code in _BY_CODE else code[:40]
    raise Unknown("list", f"không có danh sách “{title}” cho vai trò của bạn")


def first_list(officer: Officer) -> str | None:
    """The list an officer's morning begins with; None for somebody without any."""
    held = {grant.role for grant in officer.grants}
    return next((code for role, code in FIRST.items() if role in held), None)
