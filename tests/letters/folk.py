"""Who comes to the ward of `tests.letters.world`, for what, and with which papers; all invented."""

from workflows.events import Applicant, Paper

SINGLE = "1.004873"
PAPERS = (
    Paper(
        name="Tờ khai cấp Giấy xác nhận tình trạng hôn nhân theo mẫu", kind="original", count=1
    ),
    Paper(
        name="Quyết định công nhận thuận tình ly hôn của Tòa án nhân dân", kind="copy", count=1
    ),
    Paper(
        name="Giấy xác nhận tình trạng hôn nhân đã cấp trước đó", kind="original", count=1
    ),
    Paper(
        name="Văn bản ủy quyền được chứng thực theo quy định của pháp luật", kind="original",
        count=1,
    ),
    Paper(name="Căn cước công dân", kind="copy", count=2),
)  # fmt: skip
THAO = Applicant(
    name="Nguyễn Thị Phương Thảo",
    id_no="000012345678",
    phone="0900000012",
    email="phuong.thao@example.vn",
    address="Số 0/12 đường Ví Dụ, tổ 12, khu phố Phước Hải",
)
BINH = Applicant(name="Trần Quốc Bình", id_no="000087654321", phone="0900000013")
ANH = Applicant(
    name="Lê Hoàng Nguyệt Ánh",
    id_no="000023456789",
    phone="0900000014",
    email="nguyet.anh@example.vn",
    address="Số 0/7 hẻm Thử Nghiệm, khu phố Phước Tân",
)
PHUONG = Applicant(name="Đặng Hữu Phước", phone="0900000015", address="Tổ 3, khu phố Phước Tân")
HOA = Applicant(
    name="Võ Thị Ngọc Hòa",
    id_no="000034567890",
    phone="0900000016",
    address="Tổ 9, khu phố Phước Hải",
)
GIANG = Applicant(
    name="Huỳnh Quỳnh Giang",
    id_no="000045678901",
    phone="0900000017",
    address="Tổ 5, khu phố Phước Trung",
)
