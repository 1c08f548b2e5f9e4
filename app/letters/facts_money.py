"""Sums of money in Vietnamese words, as receipts must spell them."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def dong_in_words(amount: int) -> str:
    """A sum as "một trăm hai mươi nghìn đồng".

    Raises:
        ValueError: for a negative sum.
    """
    if amount < 0:
        raise ValueError(f"{amount} is no sum of money")
    return f"{number_in_words(amount)} đồng"


def number_in_words(number: int) -> str:
    """A whole number, not negative, in the words of the northern standard ("linh", "nghìn").

    Beyond the billions it counts on in billions: "hai nghìn tỷ".
    """
    if number >= _BILLION:
        head, rest = divmod(number, _BILLION)
        tail = f" {_below_billion(rest, whole=False)}" if rest else ""
        return f"{number_in_words(head)} tỷ{tail}"
    return _below_billion(number, whole=True) or _DIGITS[0]


def _below_billion(number: int, *, whole: bool) -> str:
    """The groups of three digits; `whole`: nothing stands before them."""
    words: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            read = _hundreds(group, whole=whole and not words)
            words += [*read, _SCALES[place]] if place else read
    return " ".join(words)


def _hundreds(group: int, *, whole: bool) -> list[str]:
    """Three digits; after a greater group even the missing hundreds are read: "không trăm"."""
    hundreds, rest = divmod(group, 100)
    if whole and not hundreds:
        return _tens(rest)
    words = [_DIGITS[hundreds], "trăm"]
    if not rest:
        return words
    return [*words, *(["linh", _DIGITS[rest]] if rest < 10 else _tens(rest))]


def _tens(number: int) -> list[str]:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return [_DIGITS[ones]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return [*words, *_ones(ones, after=tens)]


def _ones(ones: int, *, after: int) -> list[str]:
    """The last digit as it sounds after tens: "mốt", "tư" and "lăm"."""
    if ones == 0:
        return []
    if ones == 5:
        return ["lăm"]
    changed = {1: "mốt", 4: "tư"}
    return [changed.get(ones, _DIGITS[ones]) if after > 1 else _DIGITS[ones]]
