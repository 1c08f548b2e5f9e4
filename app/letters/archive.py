"""An Office document as an archive: written the same however often, whatever the clock says."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest instant an archive can name
_DOS = 0  # the same system whatever machine wrote it


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Parts by name as an archive without dates, in their order."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            info = ZipInfo(name, date_time=_EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, _DOS, 0
            archive.writestr(info, content)
    return out.getvalue()


def repacked(document: bytes) -> bytes:
    """An archive without its dates."""
    with ZipFile(BytesIO(document)) as archive:
        return packed((name, archive.read(name)) for name in archive.namelist())
