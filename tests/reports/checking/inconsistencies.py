"""The faults of domain.md 6.4 that stand in tables, or can be told as small ones, by number.

Of the forty-two: 1, 10 (periods above a table), 2, 3, 5, 11, 13 to 15, 17 to 26, 28 to 39. The
others stand in sentences: test_in_words.py, which sees to it that none is forgotten.
"""

from dataclasses import dataclass

from tests.reports.checking.seeds import (
    T1,
    T2,
    T3,
    TITLE_002,
    TITLE_003,
    TITLE_07B,
    Lines,
    rows,
)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A fault: where it is found, and what has to be said of it.

    `says` are words of one complaint; `weight` whether it is a fault or worth a look only.
    """

    number: str
    tables: tuple[Lines, ...]
    says: tuple[str, ...]
    weight: str = "fault"
    title: tuple[tuple[str, ...], ...] = ()


def small(number: str, text: str, *says: str, weight: str = "fault", more: str = "") -> Wrong:
    tables = tuple(rows(each) for each in (text, more) if each)
    return Wrong(number=number, tables=tables, says=says, weight=weight)


def headed(title: Lines) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line) for line in title)


NAR_002 = """
Nội dung|Số hồ sơ
Số hồ sơ trực tuyến đã tiếp nhận|383
Số hồ sơ đã giải quyết|2011
"""
NUMBERED_WRONG = [
    Wrong(
        number="1",
        tables=(rows("Đơn vị|Số hồ sơ\nXã|1765\nHuyện|287\nTổng cộng|2052"),),
        title=(("Kỳ báo cáo: Quý II (từ ngày 15/03/2022 đến ngày 14/06/2023)",),),
        says=("15 tháng", "15/03/2022", "14/06/2023"),
    ),
    small(
        "2", "Đơn vị|Quá hạn\nXã|\nHuyện|\nTổng cộng|25",
        "trống", "cột “Quá hạn”", "in 25", "tính ra 0",
    ),
    small(
        "3", "Mức độ|Đã giải quyết trên tiếp nhận|Tỷ lệ\n3|990/1001|98,9%\n4|762/264|99,77%",
        "762 lớn hơn mẫu số 264",
    ),
    small(
        "3b", "Mức độ|Đúng hạn|Số hồ sơ|Tỷ lệ\nMức độ 4|762|764|99,77%",
        "99,77%", "762/764", "99,74%", weight="remark",
    ),
    small("5", "Mức độ|Đã xong\nMức độ 3|990\nMức độ 4|762\nTổng số|1765", "1.752", "1765"),
    Wrong(
        number="10",
        tables=(rows("Đơn vị|Số hồ sơ\nXã|1|\nTổng cộng|1"),),
        title=(("từ ngày 01/01/2023 đến ngày 18/8/2022",),),
        says=("kết thúc (18/08/2022) trước khi bắt đầu (01/01/2023)",),
    ),
    Wrong(
        number="11", tables=(T1, rows(NAR_002)), title=headed(TITLE_002),
        says=("Số hồ sơ trực tuyến đã tiếp nhận", "in 383", "tính ra 384", "hai giá trị"),
    ),
    small(
        "13", "Nội dung|Số hồ sơ|Tỷ lệ\nNhận, trả qua bưu chính|29/393|7,37%",
        "29/393", "cắt bớt", "7,38%", weight="remark",
    ),
    small(
        "14", "Nội dung|Hồ sơ|Đã giải quyết|Tỷ lệ\nSớm hạn và đúng hạn|2011|2011|97%",
        "97%", "100%", weight="remark",
    ),
    small(
        "15", "Nội dung|Số hồ sơ\nTiếp nhận trực tuyến|384\nTiếp nhận trực tiếp|1601\n"
        "Thanh toán trực tuyến|1858",
        "Thanh toán trực tuyến", "nhiều hơn", "384", weight="remark",
    ),
    Wrong(
        number="17", tables=(T1,), title=headed(TITLE_002), weight="remark",
        says=("“Dừng tính”", "“HS hủy”", "không có số thứ tự"),
    ),
    Wrong(
        number="18", tables=(T1,), title=headed(TITLE_002), weight="remark",
        says=("STT “11” xuất hiện 2 lần",),
    ),
    Wrong(
        number="18b", tables=(T3,), title=headed(TITLE_07B), weight="remark",
        says=("cột (11)", "thiếu dấu ngoặc"),
    ),
    Wrong(
        number="19", tables=(T3,), title=headed(TITLE_07B),
        says=("dòng TỔNG CỘNG", "cột (3)", "trống", "178"),
    ),
    Wrong(
        number="19b", tables=(T3,), title=headed(TITLE_07B),
        says=("dòng 1 (Tất cả các Lĩnh vực)", "cột (11)", "trống", "81"),
    ),
    Wrong(
        number="19c", tables=(T3,), title=headed(TITLE_07B), weight="remark",
        says=("cột (14)", "81 trên 178"),
    ),
    Wrong(
        number="20", tables=(T2,), title=headed(TITLE_003),
        says=("dòng 4 (Lĩnh vực BTXH)", "cột (3)", "in 14", "tính ra 0"),
    ),
    Wrong(
        number="20b", tables=(T2,), title=headed(TITLE_003),
        says=("dòng 5 (Lĩnh vực NCC)", "cột (3)", "tính ra 1"),
    ),
    Wrong(
        number="20c", tables=(T2,), title=headed(TITLE_003),
        says=("dòng TỔNG CỘNG", "cột (4)", "in 1.640", "tính ra 1.620"),
    ),
    small(
        "21", "Nội dung|Số hồ sơ\nMột phần|695\nToàn trình|951\nTổng hồ sơ trực tuyến|1640",
        "in 1640", "tính ra 1.646",
    ),
    small(
        "22",
        "TT|Chỉ tiêu|ĐVT|Mục tiêu|Kết quả\n1|Tỷ lệ cung cấp dịch vụ công trực tuyến toàn "
        "trình trên "
        "tổng số TTHC có đủ điều kiện|%|Tối thiểu 80|98,8%",
        "2,17%", "98,8%",
        more="TT|Chỉ tiêu|ĐVT|Mục tiêu|Kết quả\n1|Tỷ lệ cung cấp dịch vụ công trực "
        "tuyến toàn trình "
        "trên tổng số TTHC có đủ điều kiện|%|Tối thiểu 80|2,17%",
    ),
    small(
        "23",
        "TT|Chỉ tiêu|Kết quả\n1|Tỷ lệ thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia trên "
        "tổng số giao dịch|95,55%\n2|Tỷ lệ kết quả xử lý hồ sơ TTHC của địa phương được "
        "đồng bộ đầy "
        "đủ trên Cổng Dịch vụ công quốc gia.|99,19%",
        "84,39%", "95,55%",
        more="TT|Chỉ tiêu|Kết quả\n1|Tỷ lệ thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia "
        "trên tổng số giao dịch thanh toán của dịch vụ công.|84,39%\n2|Tỷ lệ kết quả xử lý hồ sơ "
        "TTHC của Sở, ngành, địa phương được đồng bộ đầy đủ trên Cổng Dịch vụ công quốc "
        "gia.|99,79%",
    ),
    small(
        "24", "TT|Chỉ tiêu|Kết quả\n1|Tỷ lệ số hóa hồ sơ, kết quả giải quyết thủ tục "
        "hành chính|82,4%",
        "82,4%", "100%",
        more="TT|Chỉ tiêu|Kết quả\n4|Tỷ lệ số hóa hồ sơ, kết quả giải quyết thủ tục "
        "hành chính|100%",
    ),
    small(
        "25", "TT|Chỉ tiêu|Kết quả|Ghi chú\n3|Tỷ lệ hồ sơ trực tuyến|57,56%|951/1.652",
        "951/1.652", "cắt bớt", "57,57%", weight="remark",
    ),
    small(
        "26", "Chỉ tiêu|Kết quả|Số hồ sơ\nTái sử dụng|0,07%|02/1.652",
        "0,07%", "0,12%",
    ),
    small(
        "28", "Phương án|Số TTHC\nGiữ nguyên|0\nBãi bỏ|6\nSửa đổi|32\nThay thế|25\nLiên thông|0\n"
        "Tổng số|68",
        "in 68", "tính ra 63",
    ),
    Wrong(
        number="29", tables=(T2,), title=headed(TITLE_003), weight="remark",
        says=("cột (12)", "“Đúng hạn”", "“Trong hạn”"),
    ),
    Wrong(
        number="29b", tables=(T2,), title=headed(TITLE_003), weight="remark",
        says=("kỳ báo cáo", "để trống"),
    ),
    small(
        "30", "Cấp|Đã tiếp nhận|Đã giải quyết trước và đúng hạn|Đã giải quyết quá hạn|"
        "Đang giải quyết\nCấp huyện|29.357|28.116|668|573\nCấp xã|231.848|230.615|743|498",
        "dòng 2 (Cấp xã)", "in 231.848", "tính ra 231.856",
    ),
    small(
        "30b", "Cấp|Đã giải quyết\nCấp tỉnh|86.363\nCấp huyện|28.784\nCấp xã|231.358\n"
        "Toàn tỉnh|346.497",
        "in 346.497", "tính ra 346.505",
    ),
    small(
        "31", "Lĩnh vực|Quá hạn\nTài nguyên và Môi trường|572 h/s\nLao động|66 h/s\n"
        "Xây dựng|33 h/s\nTổng cộng|668",
        "in 668", "tính ra 671",
    ),
    small(
        "32", "Huyện|Quá hạn\nYên Dũng|50\nLục Ngạn|1726\nYên Dũng|91\nTổng cộng|1.411",
        "in 1.411", "tính ra 1.867",
    ),
    small(
        "32b", "Huyện|Quá hạn\nYên Dũng|50\nLục Ngạn|1726\nYên Dũng|91\nTổng cộng|1.411",
        "“Yên Dũng” xuất hiện 2 lần", weight="remark",
    ),
    small(
        "33", "Sở|Quá hạn\nSở A|400\nSở B|291\nTổng cộng|",
        "trống", "691",
    ),
    small(
        "34", "Cấp|TTHC một cửa\nCấp tỉnh|1.474\nCấp huyện|244\nCấp xã|107\nTổng cộng|1.839",
        "in 1.839", "tính ra 1.825",
    ),
    small("35", "Ngoài một cửa|TTHC\nCông an|8\nQuân sự|9\nTổng cộng|19", "in 19", "tính ra 17"),
    small("36", "PAKN|Số\nHuyện|4\nSở|2\nXã|1\nTổng cộng|09", "Tổng cộng", "tính ra 7"),
    small("37", "Dịch vụ cấp tỉnh|Số\nMức độ 3|399\nMức độ 4|799\nTổng số|1.128", "tính ra 1.198"),
    small("37b", "Dịch vụ|Số\nMức độ 3|513\nMức độ 4|877\nTổng số|1.380", "tính ra 1.390"),
    small("38", "Trung tâm|Trực tuyến\nSở|17.886\nNgành dọc|28.085\nTổng|45.284", "tính ra 45.971"),
    small(
        "38b", "Nội dung|Trực tuyến|Tiếp nhận|Tỷ lệ\nTrung tâm|45.284|192.272|37%",
        "37%", "45.284/192.272", "24%", weight="remark",
    ),
    small(
        "39", "Nội dung|Số hồ sơ|Tiếp nhận|Tỷ lệ\nNăm tại chỗ|5.357|88.539|3,95%",
        "3,95%", "6,05%", weight="remark",
    ),
]  # fmt: skip
