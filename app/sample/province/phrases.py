"""What officers write in a simulated province, ready to stand inside a journal line."""

import json
from collections.abc import Sequence

from app.sample import words


def quoted(texts: Sequence[str]) -> tuple[str, ...]:
    """Each as a JSON string."""
    return tuple(json.dumps(text, ensure_ascii=False) for text in texts)


PAPERS, MISSING = quoted(words.PAPERS), quoted(words.MISSING)
WITHDRAWN, RETURNED = quoted(words.WITHDRAWN), quoted(words.RETURNED)
REOPENED, LATE, SENT_BACK = quoted(words.REOPENED), quoted(words.LATE), quoted(words.SENT_BACK)
REFUSED = tuple(quoted(pair) for pair in words.REFUSED)
TRAINED, TWICE = quoted(words.STRUCK)
MENDED = quoted(("Bấm nhầm giờ; giờ đúng theo sổ theo dõi", "Giờ trên phần mềm lệch với phiếu"))
