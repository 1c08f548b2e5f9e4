"""The problems of a journal with their places, as many as anybody will read."""

from app.services.journal_lines import Problems

MAX_PROBLEMS = 10_000
MAX_WORDS = 500


class Complaints:
    """Problems with their places, as many as anybody will read."""

    def __init__(self, source: str) -> None:
        self._source, self._left_off = source, 0
        self._kept: list[tuple[int, str, str]] = []

    def add(self, number: int, problems: Problems) -> None:
        """Note the problems of a line."""
        for name, words in problems:
            if len(self._kept) < MAX_PROBLEMS:
                self._kept.append((number, _shown(name), _shown(words)))
            else:
                self._left_off += 1

    def told(self) -> list[str]:
        """Each as `FILE:LINE: field: message`."""
        in_order = sorted(self._kept, key=lambda problem: problem[0])
        told = [f"{self._source}:{number}: {name}: {words}" for number, name, words in in_order]
        if self._left_off:
            words = f"còn {self._left_off} lỗi nữa; hãy sửa các lỗi trên rồi nhập lại"
            told.append(f"{self._source}:0: tệp: {words}")
        return told


def _shown(text: str) -> str:
    # Important: the file's own words stand in a message, and must not steer a terminal.
    clean = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:MAX_WORDS])
    return f"{clean}…" if len(text) > MAX_WORDS else clean
