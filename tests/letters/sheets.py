"""Letters to try the writers on: every block, every mark, all of the alphabet, long names."""

from datetime import datetime

from app.letters.sheet import (
    Block,
    Column,
    Head,
    Items,
    Line,
    Marks,
    Sheet,
    Signature,
    Table,
    Text,
)
from sla.zone import VIETNAM

AT = datetime(2024, 2, 5, 9, 10, tzinfo=VIETNAM)
CODE = "000.00.16.H10-240205-0012"
SITE = "https://motcua.phuoclong.gov.vn/track"

PAPERS = (
    "Tờ khai đăng ký khai sinh theo mẫu",
    "Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp; trường hợp không có giấy chứng sinh thì "
    "nộp văn bản của người làm chứng xác nhận về việc sinh",
    "Giấy chứng nhận kết hôn của cha, mẹ trẻ em",
    "Căn cước công dân của người đi đăng ký khai sinh",
    "Giấy xác nhận thông tin về cư trú",
    "Văn bản ủy quyền được chứng thực theo quy định của pháp luật trong trường hợp ủy quyền",
    "Tờ khai thay đổi thông tin cư trú",
    "Tờ khai tham gia, điều chỉnh thông tin bảo hiểm xã hội, bảo hiểm y tế",
)
HEAD = Head(
    superior="Ủy ban nhân dân thị xã Phước Long",
    office="Ủy ban nhân dân phường Long Thủy",
    desk="Bộ phận Tiếp nhận và Trả kết quả",
    number="12/TNHS",
    place_date="Long Thủy, ngày 05 tháng 02 năm 2024",
)
MARKS = Marks(
    barcode=CODE,
    qr=f"{SITE}#{CODE}.7K3M9QZX",
    hint=f"Tra cứu tình trạng hồ sơ tại {SITE} (hoặc quét mã bên)\n"
    f"Mã hồ sơ: {CODE} – Mã tra cứu: 7K3M9QZX",
)
HAND = "(ký, ghi rõ họ tên)"
UNVERIFIED = "Bố cục theo trí nhớ, chưa đối chiếu với bản in của Thông tư"


def paper_table(papers: int) -> Table:
    return Table(
        columns=(
            Column(title="STT", width=0.5, align="centre"),
            Column(title="Tên giấy tờ", width=5),
            Column(title="Loại", width=1.3, align="centre"),
            Column(title="Số lượng", width=0.9, align="centre"),
        ),
        rows=tuple(
            (str(at + 1), PAPERS[at % len(PAPERS)], "Bản chính", "01") for at in range(papers)
        ),
    )


def receipt(papers: int = 8, *more: Block) -> Sheet:
    """Form 01 with so many papers."""
    return Sheet(
        kind="receipt",
        label="Mẫu số 01 – TT 01/2018/TT-VPCP",
        title="GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        head=HEAD,
        blocks=(
            Line(parts=(("Mã hồ sơ", CODE),)),
            Line(parts=(("Tiếp nhận hồ sơ của", "Bà Nguyễn Thị Tư"),)),
            Line(parts=(("Địa chỉ", "Tổ 5, khu phố Bình Giang 2, phường Long Thủy, Bình Phước"),)),
            Line(parts=(("Số điện thoại", "0912 345 678"), ("Email", "tu.nguyen@example.vn"))),
            Line(parts=(("Nội dung yêu cầu giải quyết", "Đăng ký khai sinh"),)),
            Text(text="Thành phần hồ sơ nộp gồm:"),
            paper_table(papers),
            Line(parts=(("Số lượng hồ sơ", "01 (bộ)"),)),
            Line(parts=(("Thời gian giải quyết hồ sơ theo quy định là", "03 ngày làm việc"),)),
            Line(parts=(("Thời gian nhận hồ sơ", "09 giờ 10 phút, ngày 05 tháng 02 năm 2024"),)),
            Line(
                parts=(
                    (
                        "Thời gian trả kết quả giải quyết hồ sơ",
                        "09 giờ 10 phút, ngày 08 tháng 02 năm 2024",
                    ),
                )
            ),
            Line(parts=(("Đăng ký nhận kết quả tại", "Bộ phận Tiếp nhận và Trả kết quả"),)),
            Line(parts=(("Phí, lệ phí", "8.000 đồng (đã nộp)"),)),
            Line(
                parts=(("Vào Sổ theo dõi hồ sơ, Quyển số", "2024"), ("Số thứ tự", "12")),
            ),
            *more,
        ),
        signatures=(
            Signature(title="NGƯỜI NỘP HỒ SƠ", note=HAND, name="Nguyễn Thị Tư"),
            Signature(title="NGƯỜI TIẾP NHẬN HỒ SƠ", note=HAND, name="Trần Thị Lan"),
        ),
        marks=MARKS,
        unverified=UNVERIFIED,
        notice="HỒ SƠ TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ",
        code_line=f"{CODE} · 12/TNHS · tt01_2018/01@0123456789ab",
    )


def apology() -> Sheet:
    """Form 04, signed by machine, with recipients and a numbered list."""
    return Sheet(
        kind="apology",
        label="Mẫu số 04 – TT 01/2018/TT-VPCP",
        title="PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        head=Head(
            superior=None,
            office="Ủy ban nhân dân phường Long Thủy",
            desk=None,
            number="3/PXL",
            place_date="Long Thủy, ngày 09 tháng 02 năm 2024",
        ),
        blocks=(
            Text(text="Kính gửi: Bà Nguyễn Thị Tư", style="centre"),
            Text(
                text="Ngày 05 tháng 02 năm 2024, Ủy ban nhân dân phường Long Thủy tiếp nhận hồ sơ "
                f"đề nghị giải quyết thủ tục Đăng ký khai sinh của Bà; mã hồ sơ: {CODE}."
            ),
            Table(
                columns=(
                    Column(title="Ngày hẹn đã ghi", align="centre"),
                    Column(title="Ngày hẹn lại", align="centre"),
                ),
                rows=(
                    (
                        "09 giờ 10 phút,\nngày 08 tháng 02 năm 2024",
                        "17 giờ 00 phút,\nngày 15 tháng 02 năm 2024",
                    ),
                ),
            ),
            Text(
                text="Tuy nhiên đến nay, Ủy ban nhân dân phường Long Thủy chưa trả kết quả giải "
                "quyết hồ sơ của Bà đúng thời hạn quy định ghi trên Giấy tiếp nhận hồ sơ và hẹn "
                "trả kết quả. Lý do:"
            ),
            Items(
                texts=(
                    "Cần xác minh thông tin cư trú với Công an phường.",
                    "Bước thẩm định tại bộ phận Tư pháp – Hộ tịch chậm hơn quy định 04 giờ "
                    "vì cán bộ phụ trách được điều động.",
                )
            ),
            Text(
                text="Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Bà. Ủy ban "
                "nhân dân phường Long Thủy xin lỗi Bà và sẽ trả kết quả vào ngày hẹn lại nêu trên."
            ),
            Text(text="Rất mong nhận được sự thông cảm của Bà vì sự chậm trễ này.", style="italic"),
        ),
        signatures=(
            Signature(
                title="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
                mark="Đã ký trên hệ thống lúc 16:05 ngày 09/02/2024\nmã 3f1c 9a02 77b1 e5d4",
                name="Lê Văn Hùng",
            ),
        ),
        recipients=("Như trên;", "Bộ phận Tiếp nhận và Trả kết quả;", "Lưu: VT, hồ sơ."),
        marks=Marks(qr=MARKS.qr, hint=MARKS.hint),
        unverified=UNVERIFIED,
        code_line=f"{CODE} · 3/PXL · tt01_2018/04@0123456789ab",
    )


def control(rows: int = 30) -> Sheet:
    """Form 05 with so many hand-overs: more than one page."""
    return Sheet(
        kind="control",
        label="Mẫu số 05 – TT 01/2018/TT-VPCP",
        title="PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        head=Head(
            superior=HEAD.superior, office=HEAD.office, desk=HEAD.desk, number=None, place_date=None
        ),
        blocks=(
            Line(parts=(("Mã hồ sơ", CODE), ("Kèm theo hồ sơ của", "Bà Nguyễn Thị Tư"))),
            Line(parts=(("Cơ quan (bộ phận) giải quyết hồ sơ", "Tư pháp – Hộ tịch"),)),
            Line(parts=(("Cơ quan phối hợp giải quyết hồ sơ", "Công an phường Long Thủy"),)),
            Table(
                columns=(
                    Column(title="TÊN CƠ QUAN", width=2.4),
                    Column(title="THỜI GIAN GIAO, NHẬN HỒ SƠ", width=2.4),
                    Column(
                        title="KẾT QUẢ GIẢI QUYẾT HỒ SƠ\n(Trước hạn/Đúng hạn/Quá hạn)", width=1.6
                    ),
                    Column(title="GHI CHÚ", width=1.2),
                ),
                rows=tuple(
                    (
                        "1. Giao: Trần Thị Lan, Một cửa\n2. Nhận: Phạm Văn Minh, Tư pháp",
                        f"09 giờ {at:02} phút, ngày 05 tháng 02 năm 2024\n"
                        "Người giao: Trần Thị Lan\n"
                        "Người nhận: Phạm Văn Minh",
                        "Đúng hạn",
                        "",
                    )
                    for at in range(rows)
                ),
            ),
        ),
        signatures=(Signature(title="NGƯỜI LẬP PHIẾU", note=HAND, name="Trần Thị Lan"),),
        marks=Marks(barcode=CODE),
        code_line=f"{CODE} · tt01_2018/05@0123456789ab",
    )


REGISTER_COLUMNS = (
    Column(title="TT", width=0.5, align="centre"),
    Column(title="Mã hồ sơ", width=1.5),
    Column(title="Tên thủ tục hành chính", width=1.6),
    Column(title="Số lượng hồ sơ (bộ)", width=0.7, align="centre"),
    Column(title="Tên cá nhân, tổ chức", width=1.3),
    Column(title="Địa chỉ, số điện thoại", width=1.6),
    Column(title="Cơ quan chủ trì giải quyết", width=1.2),
    Column(title="Nhận hồ sơ", width=1.05, align="centre", group="Ngày, tháng, năm"),
    Column(title="Hẹn trả kết quả", width=1.05, align="centre", group="Ngày, tháng, năm"),
    Column(
        title="Chuyển hồ sơ đến cơ quan giải quyết",
        width=1.05,
        align="centre",
        group="Ngày, tháng, năm",
    ),
    Column(
        title="Nhận kết quả từ cơ quan giải quyết",
        width=1.05,
        align="centre",
        group="Ngày, tháng, năm",
    ),
    Column(title="Ngày, tháng, năm", width=1.05, align="centre", group="Trả kết quả"),
    Column(title="Phương thức nhận kết quả", width=1, group="Trả kết quả"),
    Column(title="Ký nhận", width=0.9, group="Trả kết quả"),
    Column(title="Ghi chú", width=0.9),
)


def register(rows: int = 30) -> Sheet:
    """Form 06: fifteen columns on a page on its side."""
    return Sheet(
        kind="register",
        label="Mẫu số 06 – TT 01/2018/TT-VPCP",
        title="SỔ THEO DÕI HỒ SƠ",
        subtitle="Lĩnh vực Hộ tịch – Quyển số: 2024",
        head=Head(
            superior=HEAD.superior, office=HEAD.office, desk=HEAD.desk, number=None, place_date=None
        ),
        blocks=(
            Table(
                columns=REGISTER_COLUMNS,
                numbered=True,
                rows=tuple(
                    (
                        str(at + 1),
                        f"000.00.16.H10-240205-{at:04}",
                        "Đăng ký khai sinh",
                        "01",
                        "Nguyễn Thị Tư",
                        "Khu phố Bình Giang 2, phường Long Thủy; 0912345678",
                        "UBND phường Long Thủy",
                        "05/02/2024\n09:10",
                        "08/02/2024\n09:10",
                        "05/02/2024\n10:00",
                        "07/02/2024\n15:30",
                        "08/02/2024",
                        "Trực tiếp",
                        "",
                        "",
                    )
                    for at in range(rows)
                ),
            ),
        ),
        landscape=True,
        unverified=UNVERIFIED,
        code_line="Sổ 2024 · tt01_2018/06@0123456789ab",
    )
