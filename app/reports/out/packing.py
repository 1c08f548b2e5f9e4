"""An Office document as an archive without dates: the same however often it is written."""

from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest instant an archive can name
_DOS = 0  # the same system whatever machine wrote it


def repacked(
    document: bytes, changes: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})
) -> bytes:
    """The same parts in the same order, none with a date; `changes` by the name of a part."""
    out = BytesIO()
    with ZipFile(BytesIO(document)) as archive, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in archive.namelist():
            info = ZipInfo(name, date_time=_EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, _DOS, 0
            made.writestr(info, changes.get(name, bytes)(archive.read(name)))
    return out.getvalue()
