"""The tables of the seeds (domain.md 6), as rows of texts; no private persons in them."""

Lines = list[list[str]]

TITLE_002 = [
    ["Biểu số II.06a/VPCP/KSTT"],
    ["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI UBND PHƯỜNG PHƯỚC LONG"],
    ["Kỳ báo cáo: Quý III năm 2023"],
    ["(Từ ngày 15/6/2023 đến ngày 14/9/2023)"],
    [],
    ["Đơn vị tính: Số hồ sơ TTHC"],
]
# Merged heads as a document shows them: "<" belongs to the cell on the left, "^" to the one above.
HEADS_002 = [
    ["STT", "Lĩnh vực giải quyết", "Số lượng hồ sơ tiếp nhận", "<", "<", "<",
     "Số lượng hồ sơ đã giải quyết", "<", "<", "<", "Số lượng hồ sơ đang giải quyết", "<", "<", "<",
     "HS hủy"],
    ["^", "^", "Tổng số", "Trong kỳ", "<", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn",
     "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn", "Dừng tính", "^"],
    ["^", "^", "^", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "^", "^", "^", "^", "^", "^", "^",
     "^", "^", "^"],
    ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)",
     "(11)=(12)+(13)", "(12)", "(13)", "", ""],
]  # fmt: skip
ROWS_002 = """
1|Giáo dục mầm non|0|0|0|0|0|0|0|0|0|0|0|0|0
2|Giáo dục và đào tạo|0|0|0|0|0|0|0|0|0|0|0|0|0
3|Giáo dục và đào tạo thuộc hệ thống giáo dục|0|0|0|0|0|0|0|0|0|0|0|0|0
4|Bảo trợ xã hội (LĐTBXH)|31|21|10|0|31|31|0|0|0|0|0|0|0
5|Người có công (LĐTBXH)|5|0|4|1|3|3|0|0|2|2|0|0|0
6|Thi đua khen thưởng|1|0|0|1|1|1|0|0|0|0|0|0|0
7|Chứng thực|1587|0|1587|0|1587|1587|0|0|0|0|0|0|0
8|Hộ tịch|358|276|0|82|304|304|0|0|54|54|0|0|0
9|Liên thông các TTHC|92|87|0|5|85|85|0|0|7|7|0|0|0
10|Nuôi con nuôi|0|0|0|0|0|0|0|0|0|0|0|0|0
11|Văn hóa cơ sở|0|0|0|0|0|0|0|0|0|0|0|0|0
11|Đất đai|0|0|0|0|0|0|0|0|0|0|0|0|0
TỔNG CỘNG|<|2074|384|1601|89|2011|2011|0|0|63|63|0|0|0
"""
TITLE_003 = [
    ["Biểu số II.06a/VPCP/KSTT"],
    ["TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"],
    ["Kỳ báo cáo: Quý.../Năm 2024"],
    ["(Từ ngày 15/12/2023 đến ngày 19/5/2024)"],
    [],
]
HEADS_003 = [
    ["STT", "Lĩnh vực giải quyết", "Số lượng hồ sơ tiếp nhận", "<", "<", "<",
     "Số lượng hồ sơ đã giải quyết", "<", "<", "<", "Số lượng hồ sơ đang giải quyết", "<", "<"],
    ["^", "^", "Tổng số", "Trong kỳ", "<", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn",
     "Quá hạn", "Tổng số", "Đúng hạn", "Quá hạn"],
    ["^", "^", "^", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "^", "^", "^", "^", "^", "^", "^",
     "^"],
    ["(1)", "(2)", "(3)=(4)\n+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)\n+(9)+(10)", "(8)", "(9)",
     "(10)", "(11)=\n(12)+(13)", "(12)", "(13)"],
]  # fmt: skip
ROWS_003 = """
1|Lĩnh vực Chứng thực|675|675|0|0|675|674|1|0|0|0|0
2|Lĩnh vực Hộ tịch|949|941|08|0|949|940|9|0|0|0|0
3|Lĩnh vực TĐ-KT|04|04|0|0|04|04|0|0|0|0|0
4|Lĩnh vực BTXH|14|0|0|0|14|14|0|0|0|0|0
5|Lĩnh vực NCC|07|0|01|0|07|07|0|0|0|0|0
6|Lĩnh vực Đất đai|02|0|02|0|02|02|0|0|0|0|0
7|Tiếp dân và xử lý đơn thư|01|0|01|0|01|01|0|0|0|0|0
TỔNG CỘNG|<|1.652|1.640|12|0|1.652|1.642|10|0|0|0|0
"""
TITLE_07B = [
    ["Biểu số II.07b/VPCP/KSTT"],
    ["Kỳ báo cáo: Quý III năm 2023"],
    ["(Từ ngày 15/6/2023 đến ngày 14/9/2023)"],
    [],
]
HEADS_07B = [
    ["STT", "Lĩnh vực", "Tổng số TTHC thuộc thẩm quyền giải quyết của địa phương", "<", "<", "<",
     "TTHC được thực hiện theo CCMC, MCLT", "<", "<", "<",
     "Quy trình nội bộ giải quyết TTHC theo CCMC, MCLT được ban hành", "<", "<", "<"],
    ["^", "^", "Tổng số TTHC", "Cấp tỉnh", "Cấp huyện", "Cấp xã", "Tổng số TTHC",
     "Tại BPMC cấp tỉnh", "Tại BPMC cấp huyện", "Tại BPMC cấp xã", "Tổng số quy trình", "Cấp tỉnh",
     "Cấp huyện", "Cấp xã"],
    ["(1)", "(2)", "(3)=(4)+(5)+ (6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+ (10)", "(8)", "(9)",
     "(10)", "(11)=(12)+ (13)+14)", "(12)", "(13)", "(14)"],
]  # fmt: skip
ROWS_07B = """
1|Tất cả các Lĩnh vực|178|||178||||178||||81
TỔNG CỘNG|<||||178||||178||||81
"""


def rows(text: str) -> Lines:
    """The lines of a table written with bars."""
    return [line.split("|") for line in text.strip().splitlines()]


T1 = HEADS_002 + rows(ROWS_002)
T2 = HEADS_003 + rows(ROWS_003)
T3 = HEADS_07B + rows(ROWS_07B)
