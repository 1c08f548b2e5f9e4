"""The lists of results, of what was done lately, and of practice."""

from app.lists import conditions as when
from app.lists.asked import choice
from app.lists.desk_list import CASHIER, CLERK, DESK, HEAD, STAFF, WATCH, DeskList

OUTCOMES: tuple[DeskList, ...] = (
    DeskList(
        code="result_direct",
        title="Kết quả chờ trả tại quầy",
        roles=(DESK,),
        holds=when.at_desk("direct"),
        order="closed_at",
        empty="Không có kết quả nào chờ trả tại quầy.",
        clock=None,
    ),
    DeskList(
        code="result_post",
        title="Kết quả chờ gửi bưu chính",
        roles=(DESK,),
        holds=when.at_desk("post"),
        order="closed_at",
        empty="Không có kết quả nào chờ gửi qua bưu chính.",
        clock=None,
    ),
    DeskList(
        code="result_online",
        title="Kết quả chờ trả trực tuyến",
        roles=(DESK,),
        holds=when.at_desk("online"),
        order="closed_at",
        empty="Không có kết quả nào chờ trả trực tuyến.",
        clock=None,
    ),
    DeskList(
        code="uncollected",
        title="Lâu chưa đến nhận",
        roles=(DESK, HEAD, *WATCH),
        holds=when.uncollected,
        order="closed_at",
        empty=f"Không có kết quả nào để quá {choice('uncollected_days')} ngày chưa có người nhận.",
        clock=None,
    ),
    DeskList(
        code="accepted_late",
        title="Tiếp nhận quá 8 giờ làm việc",
        roles=(DESK, HEAD, *WATCH),
        holds=when.accepted_late,
        order="accepted_at",
        empty=f"{choice('accepted_late_days')} ngày qua không có hồ sơ nào tiếp nhận muộn.",
        newest=True,
        live=False,
    ),
    DeskList(
        code="accepted_today",
        title="Tiếp nhận hôm nay",
        roles=(DESK, HEAD),
        holds=when.accepted_today,
        order="accepted_at",
        empty="Hôm nay chưa tiếp nhận hồ sơ nào.",
        newest=True,
        live=False,
    ),
    DeskList(
        code="delivered_today",
        title="Đã trả hôm nay",
        roles=(DESK, HEAD),
        holds=when.delivered_today,
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
        holds=when.training,
        practice=True,
        order="due_at",
        empty="Không có hồ sơ tập huấn nào đang mở.",
    ),
)
