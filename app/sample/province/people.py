"""Invented people by the hundred thousand, as journal text; numbers nobody ever issued.

Families are as common as in Vietnam, roughly and from memory; names are joined at random.
"""

from app.sample.dice import Dice
from app.sample.people import plain

# A family and how many of a hundred people bear it.
_FAMILIES = {
    "Nguyễn": 30, "Trần": 11, "Lê": 9, "Phạm": 7, "Hoàng": 3, "Huỳnh": 2, "Vũ": 2, "Võ": 2,
    "Phan": 4, "Đặng": 3, "Bùi": 3, "Đỗ": 3, "Hồ": 2, "Ngô": 2, "Dương": 2, "Lý": 1, "Trương": 2,
    "Đinh": 1, "Đoàn": 1, "Lương": 1, "Mai": 1, "Tô": 1, "Trịnh": 1, "Cao": 1, "Hà": 1, "Lâm": 1,
    "Nông": 1, "Vi": 1, "Giáp": 1, "Thân": 1,
}  # fmt: skip
_WOMEN = (
    ("Thị", "Thị", "Thị", "Ngọc", "Thu", "Kim", "Mỹ", "Thanh", "Bích", "Hồng", "Phương", "Thùy",
     "Minh", "Khánh", "Như", "Thị Ngọc", "Thị Thu", "Thị Kim", "Thị Thanh", "Thị Hồng"),
    ("Lan", "Hương", "Thảo", "Trang", "Hạnh", "Nhung", "Phượng", "Tuyết", "Vy", "Diễm", "Oanh",
     "Liễu", "Cúc", "Sương", "Duyên", "Quỳnh", "Trâm", "Nga", "Yến", "Ánh", "Dung", "Đào", "Hiền",
     "Hoa", "Huệ", "Linh", "Loan", "Mai", "Ngân", "Nguyệt", "Thủy", "Trinh", "Uyên", "Vân", "Xuân"),
)  # fmt: skip
_MEN = (
    ("Văn", "Văn", "Văn", "Hữu", "Quốc", "Đình", "Công", "Thanh", "Đức", "Minh", "Xuân", "Ngọc",
     "Quang", "Trọng", "Bá", "Duy", "Văn Đức", "Hoàng", "Anh", "Tiến"),
    ("Bình", "Cường", "Dũng", "Hải", "Khánh", "Lộc", "Nghĩa", "Phúc", "Quang", "Sơn", "Tài", "Đạt",
     "Thịnh", "Toàn", "Trí", "Vinh", "Khoa", "Lâm", "Phát", "An", "Ân", "Đông", "Giang", "Hiếu",
     "Hòa", "Hùng", "Huy", "Kiên", "Long", "Nam", "Quân", "Thắng", "Trung", "Tuấn", "Việt"),
)  # fmt: skip
FAMILIES = tuple(name for name, times in _FAMILIES.items() for _ in range(times))
SEXES = (_WOMEN, _MEN)
OWN_ACCOUNT = 0.93
_BARE = {
    part: plain(part) for part in {*FAMILIES, *(p for sex in SEXES for row in sex for p in row)}
}


def person(dice: Dice, place: str, *, online: bool) -> str:
    """The `applicant` of somebody who lives in a place and does not exist, as JSON."""
    chance = dice.random
    middles, given = SEXES[chance() < 0.46]
    family = FAMILIES[int(chance() * len(FAMILIES))]
    middle = middles[int(chance() * len(middles))]
    name = given[int(chance() * len(given))]
    number = int(chance() * 10**9)
    text = (
        f'{{"name":"{family} {middle} {name}","id_no":"000{number:09d}",'
        f'"phone":"0000{int(chance() * 10**6):06d}","address":"Tổ {1 + number % 40}, {place}"'
    )
    if not online:
        return text + "}"
    own = "true" if chance() < OWN_ACCOUNT else "false"
    email = f"{_BARE[family]}.{_BARE[middle]}.{_BARE[name]}.{number % 1000:03d}@example.com"
    return f'{text},"email":"{email}","own_account":{own}}}'


def trainee(number: int) -> str:
    """The `applicant` of a case entered in training, as JSON."""
    return f'{{"name":"Hồ sơ tập huấn số {number}"}}'
