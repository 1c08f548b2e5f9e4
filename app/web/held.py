"""Files of a form that has to be shown again: kept at once, and named by a signed word.

A browser never sends a chosen file twice by itself. The word names the content and who sent it, so
that nobody can put another's file into a form by its hash.
"""

from dataclasses import asdict, dataclass
from typing import BinaryIO, cast

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from app.errors import BadInput, DatabaseNotReady
from app.services.attachments import Upload, kept_file
from app.services.media import cleaned
from app.store.files import Kept, used_again
from app.web.identity import officer
from app.web.installed import installed

_MB = 1024 * 1024
_LOST = "tệp đã chọn lúc trước không còn dùng được; hãy chọn lại tệp"


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A kept file, what it was called, and the word that names it in a form."""

    kept: Kept
    name: str
    word: str


def held(field: str) -> Held | None:
    """The file of a field: the one just sent, else the one an earlier sending left; None for none.

    Raises:
        BadInput: for a file that is empty, too large, of a kind we do not take, or misnamed, and
            for one an earlier sending left that is not to be found any more.
        DatabaseNotReady: when the folder of files cannot be written.
    """
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        return _read(request.form.get(f"{field}_held", ""))
    return _kept(sent, sent.filename)


def held_all(field: str) -> tuple[tuple[Held, ...], tuple[str, ...]]:
    """The files of a field that takes several, and a sentence for each that could not be kept."""
    found: list[Held] = []
    complaints: list[str] = []
    for word in request.form.getlist(f"{field}_held"):
        try:
            found += filter(None, [_read(word)])
        except BadInput as error:
            complaints.append(str(error))
    for sent in request.files.getlist(field):
        if not sent.filename:
            continue
        try:
            found.append(_kept(sent, sent.filename))
        except (BadInput, DatabaseNotReady) as error:
            complaints.append(f"tệp “{cleaned(sent.filename)}”: {error}")
    # The same content chosen twice is one file.
    return tuple({one.kept.sha256: one for one in found}.values()), tuple(complaints)


def _kept(sent: FileStorage, filename: str) -> Held:
    config = installed().config
    upload = Upload(stream=cast(BinaryIO, sent.stream), name=filename)
    kept = kept_file(config.files_dir, upload, limit=config.max_upload_mb * _MB)
    name = cleaned(filename)
    return Held(kept=kept, name=name, word=_word(kept, name))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="held file")


def _word(kept: Kept, name: str) -> str:
    return str(_signer().dumps({**asdict(kept), "name": name, "login": officer().login}))


def _read(word: str) -> Held | None:
    if not word:
        return None
    try:
        said = _signer().loads(word)
    except BadSignature:
        raise BadInput(_LOST) from None
    name, login = said.pop("name"), said.pop("login")
    kept = Kept(**said)
    if login != officer().login or not used_again(installed().config.files_dir, kept.sha256):
        raise BadInput(_LOST)
    return Held(kept=kept, name=name, word=word)
