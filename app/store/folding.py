"""What is compared when somebody searches: names without marks, numbers as bare digits."""

from unicodedata import category, normalize

LONGEST = 64  # Nobody's number is longer; a longer one is found by its beginning.
LONGEST_NAME = 1_000  # Beyond that a name is no name, and an index has no room for it.
_COUNTRY = "84"
_SHORTEST_ABROAD = 11  # the country's code and nine digits


class _Fold(dict[int, str]):
    """What becomes of each letter, worked out when it is first met."""

    def __missing__(self, letter: int) -> str:
        plain = normalize("NFKD", chr(letter).casefold())
        self[letter] = folded = "".join(map(_plain, plain))
        return folded


def _plain(letter: str) -> str:
    if letter == "đ":
        return "d"
    if letter.isalnum():
        return letter
    # Tone marks and signs nobody sees go without a trace; anything else parts two words.
    return "" if category(letter) in {"Mn", "Mc", "Me", "Cf"} else " "


_FOLD = _Fold()


def folded(text: str) -> str:
    """A name as it is searched for: "Nguyễn  Thị ĐÀO" as "nguyen thi dao"."""
    return " ".join(text.translate(_FOLD).split())


def name_key(text: str) -> str:
    """As much of a folded name as is searched."""
    return folded(text)[:LONGEST_NAME].rstrip()


def phone_key(text: str | None) -> str | None:
    """A telephone number as its digits in the country: "+84 912 345 678" as "0912345678"."""
    digits = "".join(filter(_is_digit, folded(text or ""))).removeprefix("00")
    if digits.startswith(_COUNTRY) and len(digits) >= _SHORTEST_ABROAD:
        digits = f"0{digits.removeprefix(_COUNTRY).removeprefix('0')}"
    return digits[:LONGEST] or None


def id_key(text: str | None) -> str | None:
    """An identity number without what people put between its digits and letters."""
    return folded(text or "").replace(" ", "")[:LONGEST] or None


def code_key(code: str) -> str:
    """A case's code from its end, so that its last digits come first: "A-0012" as "2100a"."""
    return folded(code).replace(" ", "")[::-1][:LONGEST]


def _is_digit(letter: str) -> bool:
    return "0" <= letter <= "9"
