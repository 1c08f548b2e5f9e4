"""The files that go with a mail: read from the folder of files as they were kept, or not at all.

A file that is not there, or is another one by now, makes the message fail and does not leave it
without the letter it speaks of; an admin who has put it back sends the message again.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from email import encoders
from email.mime.base import MIMEBase
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from app.notices.channel import Later, Never, one_line
from app.store.engine import why
from app.store.files import MEGABYTE, place_of
from app.store.outbox import Attachment, Message

LARGEST = 10 * MEGABYTE  # bytes of all files of a mail; packed for mail they grow by a third
_LONGEST_NAME = 60  # letters; packed for a heading they still fit into one line of it
# Whatever else a file is called, it is bytes to the receiver: nothing that a reader of mail opens.
_MEDIA = re.compile(r"application/[a-z0-9][a-z0-9.+-]{0,80}", re.ASCII)
_BYTES = "application/octet-stream"
_BARRED = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
_GONE = "tệp gửi kèm không còn trong kho tệp; khôi phục tệp rồi hãy gửi lại tin này"
_CHANGED = "tệp gửi kèm trong kho tệp đã bị thay đổi; khôi phục tệp rồi hãy gửi lại tin này"
_NOWHERE = "chưa mở được kho tệp để lấy tệp gửi kèm"
_TOO_LARGE = f"các tệp gửi kèm lớn hơn {LARGEST // MEGABYTE} MB nên không gửi được qua thư điện tử"


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosure:
    """A file with its content."""

    name: str
    media: str
    content: bytes = field(repr=False)

    def as_part(self) -> MIMEBase:
        """The part of a mail that holds it; its name in every language (RFC 2231)."""
        main, _, sub = self.media.partition("/")
        part = MIMEBase(main, sub, name=_plain(self.name))
        part["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(self.name, safe='')}"
        part.set_payload(self.content)
        encoders.encode_base64(part)
        return part


def enclosures(message: Message, folder: Path | None) -> list[Enclosure]:
    """What goes with a message, byte for byte as it was kept.

    Args:
        message: the message.
        folder: the folder of files; None where there is none.

    Raises:
        Later: when the folder cannot be read now.
        Never: for a file that is gone or changed, and for more than a mail can carry.
    """
    found: list[Enclosure] = []
    left = LARGEST
    for one in message.attachments:
        content = _content(one, folder, left)
        left -= len(content)
        found.append(Enclosure(name=shown_name(one.name), media=_media(one), content=content))
    return found


def shown_name(name: str) -> str:
    """A name that is one of a file everywhere: one line, no path, nothing that hides or steers."""
    line = one_line(unicodedata.normalize("NFC", name)).translate(_BARRED)
    return line.strip(" .")[-_LONGEST_NAME:].strip(" .") or "tep"


def _plain(name: str) -> str:
    """The name without Vietnamese marks, for readers that know no others."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if letter.isascii()) or "tep"


def _media(one: Attachment) -> str:
    return one.media if _MEDIA.fullmatch(one.media) else _BYTES


def _content(one: Attachment, folder: Path | None, most: int) -> bytes:
    if folder is None:
        raise Later(_NOWHERE)
    content = _read(folder, one.sha256, most)
    if len(content) > most:
        raise Never(_TOO_LARGE)
    if sha256(content).hexdigest() != one.sha256:
        raise Never(_CHANGED)
    return content


def _read(folder: Path, name: str, most: int) -> bytes:
    """The content, of which no more is read than shows that it is too much."""
    try:
        with place_of(folder, name).open("rb") as file:
            return file.read(most + 1)
    except ValueError:
        raise Never(_GONE) from None
    except FileNotFoundError:
        if folder.is_dir():
            raise Never(_GONE) from None
        raise Later(_NOWHERE) from None
    except OSError as error:
        raise Later(f"{_NOWHERE} ({why(error)})") from None
