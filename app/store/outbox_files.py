"""The files that go with a message: which ones, by the hash of their content."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A kept file that goes with a message.

    Attributes:
        sha256: of its content, by which it lies in the folder of files.
        name: what the receiver sees it called; it names no person.
        media: the media type of its content.
    """

    sha256: str
    name: str
    media: str


Attachments = tuple[Attachment, ...]


class AttachmentsColumn(TypeDecorator[Attachments]):
    """Attachments as JSON; a message without any, and one from before there were any, has NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Attachments | None, dialect: Dialect) -> str | None:
        """To JSON; to NULL where there is nothing."""
        if not value:
            return None
        return json.dumps([asdict(one) for one in value], ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Attachments:
        """From JSON; none from NULL."""
        return tuple(Attachment(**one) for one in json.loads(value)) if value else ()
