"""A folder in place of a channel: for demonstrations and for trying out; nobody gets anything.

A message sent twice is one file, since the file is called by the message.
"""

import os
from pathlib import Path
from secrets import token_hex

from app.notices.channel import Away, mark, one_line
from app.notices.enclosures import enclosures
from app.notices.letter import letter_of
from app.notices.people import MAIL
from app.store.engine import why
from app.store.outbox import Message

# No mail server is there to say who we are; this name is kept for examples (RFC 2606).
SENDER = "motcua@example.invalid"


class FolderChannel:
    """Writes mails as .eml and other messages as .txt, readable by the owner only."""

    def __init__(self, name: str, folder: Path, *, files: Path | None = None) -> None:
        self.name, self._folder, self._files = name, folder, files

    def send(self, message: Message) -> str:
        """Write a message; the name of its file.

        Raises:
            Later: when the folder of files cannot be read.
            Away: when the folder cannot be written to.
            Never: for an address no mail can have, or a file that is gone.
        """
        ending, content = self._content(message)
        name = f"{message.not_before:%Y%m%d-%H%M}-{mark(message)[:12]}.{ending}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self._folder / name, content)
        except OSError as error:
            raise Away(f"không ghi được vào thư mục của kênh ({why(error)})") from None
        return name

    def _content(self, message: Message) -> tuple[str, bytes]:
        if self.name == MAIL:
            enclosed = enclosures(message, self._files)
            return "eml", letter_of(message, SENDER, enclosed).as_bytes()
        head = f"Gửi đến: {one_line(message.address)}\nNgười gửi: {one_line(message.sender or '–')}"
        return "txt", f"{head}\n\n{message.body}\n".encode()


def _write(path: Path, content: bytes) -> None:
    """Give the file its name only when it is whole."""
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
