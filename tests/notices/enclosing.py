"""Files that lie in the folder of files, and the messages they go with."""

import hashlib
from pathlib import Path

from app.store.files import place_of
from app.store.outbox import Attachment

PDF = "application/pdf"
# Every byte there is, and line ends that a mail server might want to mend.
LETTER = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\r\n.\r\n\n.\r%%EOF"
NAME = "Thư xin lỗi và hẹn lại ngày trả kết quả số 12-PXL.pdf"


def kept(folder: Path, content: bytes = LETTER) -> str:
    """The hash of a content that lies in the folder from now on."""
    digest = hashlib.sha256(content).hexdigest()
    path = place_of(folder, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return digest


def attachment(sha256: str, name: str = NAME, media: str = PDF) -> Attachment:
    return Attachment(sha256=sha256, name=name, media=media)
