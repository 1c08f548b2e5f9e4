"""Invented people, recognisably so: names joined at random, numbers nobody ever issued."""

import unicodedata

from app.sample.dice import Dice
from workflows.events import Applicant, Channel

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Phan", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Trương", "Đinh",
)  # fmt: skip
WOMEN = (("Thị", "Ngọc", "Thu", "Kim", "Mỹ", "Thanh"),
         ("Lan", "Hương", "Thảo", "Trang", "Hạnh", "Nhung", "Phượng", "Tuyết", "Vy", "Diễm", "Oanh",
          "Liễu", "Cúc", "Sương", "Duyên", "Quỳnh", "Trâm", "Nga"))  # fmt: skip
MEN = (("Văn", "Hữu", "Quốc", "Đình", "Công", "Thanh"),
       ("Bình", "Cường", "Dũng", "Hải", "Khánh", "Lộc", "Nghĩa", "Phúc", "Quang", "Sơn", "Tài",
        "Thịnh", "Toàn", "Trí", "Vinh", "Khoa", "Lâm", "Phát"))  # fmt: skip
GROUPS = 40


def applicant(dice: Dice, channel: Channel) -> Applicant:
    """Somebody of the ward who does not exist.

    No personal number begins with 000 (the first three digits stand for a place), no telephone
    with 0000, and example.com is kept free for examples.
    """
    name = _name(dice)
    online = channel == "online"
    return Applicant(
        name=name,
        id_no=f"000{dice.below(10**9):09d}",
        phone=f"0000{dice.below(10**6):06d}",
        email=f"{plain(name)}.{dice.below(1000):03d}@example.com" if online else None,
        address=f"Tổ dân phố {1 + dice.below(GROUPS)}, phường Phước Long, thành phố Nha Trang",
        own_account=dice.chance(0.93) if online else None,
    )


def caller(name: str, number: int, *, online: bool) -> Applicant:
    """Somebody on this morning's desk who does not exist either; `number` tells namesakes apart.

    The telephones 0900 000 … look like numbers, so that a form takes them.
    """
    return Applicant(
        name=name,
        id_no=f"000{191_000_000 + 7_919 * number:09d}",
        phone=f"0900000{number:03d}",
        email=f"{plain(name)}.{number:03d}@example.com" if online else None,
        address=f"Tổ dân phố {1 + number % GROUPS}, phường Phước Long, thành phố Nha Trang",
        own_account=True if online else None,
    )


def trainee(number: int) -> Applicant:
    """The name that stands on a case entered in training."""
    return Applicant(name=f"Hồ sơ tập huấn số {number}")


def plain(text: str) -> str:
    """A name as it stands in an address: no tone marks, small letters, dots between the words."""
    parts = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return bare.lower().replace(" ", ".")


def _name(dice: Dice) -> str:
    middles, given = WOMEN if dice.chance(0.56) else MEN
    return f"{dice.pick(FAMILIES)} {dice.pick(middles)} {dice.pick(given)}"
