"""`verify`: whether the files of the letters are still there, byte for byte."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from app.projections.letter_audit import LetterFile
from app.store.audit import Damaged, Fault
from app.store.files import place_of


def check_files(folder: Path, letters: Sequence[LetterFile]) -> tuple[int, str | None]:
    """Read every file that a letter names.

    Letters that came in with a log were issued elsewhere, and their files stayed there: they are
    counted, and are no fault.

    Returns:
        How many files are as they were, and a sentence about those that are not here, if any.

    Raises:
        Damaged: at the first file that is lost, though it was kept here, or whose bytes changed.
    """
    if letters and not folder.is_dir():
        count = f"chưa kiểm tra được tệp của {len(letters)} văn bản"
        return 0, f"máy này không có kho tệp {folder}: {count}"
    checked = sum(_is_whole(folder, letter) for letter in letters)
    missing = len(letters) - checked
    words = f"{missing} văn bản phát hành ở nơi khác không có tệp trong kho tệp của máy này"
    return checked, words if missing else None


def _is_whole(folder: Path, letter: LetterFile) -> bool:
    """Whether a file is there; False for one that never was."""
    try:
        with place_of(folder, letter.sha256).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        if letter.kept_here:
            raise Damaged(_fault(letter, "không còn trong kho tệp")) from None
        return False
    except OSError as error:
        raise Damaged(_fault(letter, f"không đọc được ({error.strerror})")) from None
    if found != letter.sha256:
        raise Damaged(_fault(letter, "đã bị thay đổi sau khi phát hành"))
    return True


def _fault(letter: LetterFile, words: str) -> Fault:
    place = f"tệp của văn bản số {letter.number}, hồ sơ {letter.case_code}"
    return Fault(place=place, words=f"{words}; hãy lấy lại từ bản sao lưu")
