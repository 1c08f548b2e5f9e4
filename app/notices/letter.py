"""A message as an e-mail: headings in any language, and nobody can smuggle a heading in.

Python's newer way of writing headings loses or adds blanks in long Vietnamese words (3.11), so the
older one is used, which packs a heading by RFC 2047 as it is.
"""

from collections.abc import Sequence
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

from app.notices.addresses import mail_address
from app.notices.channel import Never, mark, one_line
from app.notices.enclosures import Enclosure
from app.store.outbox import Message

Mail = MIMEText | MIMEMultipart


def letter_of(message: Message, sender: str, enclosed: Sequence[Enclosure] = ()) -> Mail:
    """The e-mail of a message, the same on every try.

    Args:
        message: what to say, to whom.
        sender: the address it comes from; its domain stands in the Message-ID.
        enclosed: the files that go with it.

    Raises:
        Never: for an address no mail can be sent to.
    """
    address = mail_address(message.address)
    if address is None:
        raise Never("địa chỉ thư điện tử viết sai")
    letter = _content(message, enclosed)
    letter["From"] = _from(message.sender, sender)
    letter["To"] = address
    letter["Subject"] = Header(one_line(message.subject), "utf-8", header_name="Subject").encode()
    letter["Date"] = format_datetime(message.not_before)
    letter["Message-ID"] = f"<{mark(message)}@{sender.rpartition('@')[2]}>"
    # Nobody's holiday reply should answer (RFC 3834).
    letter["Auto-Submitted"] = "auto-generated"
    return letter


def _content(message: Message, enclosed: Sequence[Enclosure]) -> Mail:
    # The ends of lines as mail has them, before they are packed.
    text = MIMEText("\r\n".join(message.body.splitlines()), "plain", "utf-8")
    if not enclosed:
        return text
    # Python would draw another line between the parts for each try; "=_" stands in none of them.
    parts = [text, *(one.as_part() for one in enclosed)]
    return MIMEMultipart("mixed", f"=_{mark(message)}", parts)


def _from(name: str | None, address: str) -> str:
    if not name:
        return address
    shown = Header(one_line(name), "utf-8", header_name="From")
    shown.append(f"<{address}>", "us-ascii")
    return shown.encode()
