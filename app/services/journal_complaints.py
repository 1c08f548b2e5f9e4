"""The problems of a journal with their places, as many as anybody will read."""

from collections import Counter

from app.services.journal_lines import Problems

MAX_PROBLEMS = 10_000
MAX_ALIKE = 20
MAX_WORDS = 500

Reason = tuple[str, str, str]  # field, message, what has the problem


class Complaints:
    """Problems with their places, as many as anybody will read."""

    def __init__(self, source: str) -> None:
        self._source, self._left_off = source, 0
        self._kept: list[tuple[int, str, str]] = []
        self._times: Counter[Reason] = Counter()

    def add(self, number: int, problems: Problems, of: str = "hồ sơ") -> None:
        """Note the problems of a line; `of` says what is left out because of them."""
        for name, words in problems:
            reason = (_shown(name), _shown(words), of)
            if self._times[reason] >= MAX_ALIKE:
                self._times[reason] += 1
            elif len(self._kept) < MAX_PROBLEMS:
                self._times[reason] += 1
                self._kept.append((number, *reason[:2]))
            else:
                self._left_off += 1

    def told(self) -> list[str]:
        """Each as `FILE:LINE: field: message`; of many alike the first ones and a count."""
        in_order = sorted(self._kept, key=lambda problem: problem[0])
        told = [f"{self._source}:{number}: {name}: {words}" for number, name, words in in_order]
        for (name, words, of), times in self._times.items():
            if times > MAX_ALIKE:
                rest = f"… và {times - MAX_ALIKE} {of} nữa vì cùng lý do"
                told.append(f"{self._source}:0: {name}: {words} {rest}")
        if self._left_off:
            words = f"còn {self._left_off} lỗi nữa; hãy sửa các lỗi trên rồi nhập lại"
            told.append(f"{self._source}:0: tệp: {words}")
        return told


def _shown(text: str) -> str:
    # Important: the file's own words stand in a message, and must not steer a terminal.
    clean = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:MAX_WORDS])
    return f"{clean}…" if len(text) > MAX_WORDS else clean
