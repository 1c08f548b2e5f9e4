"""An archive that lies about what it holds is found out without being unpacked."""

import io
import tracemalloc
import zipfile
import zlib
from copy import copy

import pytest

from app.errors import BadInput
from app.letters.own_parts import MEGABYTE, checked
from tests.letters.docxes import parts_of, template

PICTURE = "word/media/a.png"


def lying(content: bytes, *, said: int, times: int = 1) -> bytes:
    """A document with a picture of zeros that is said to be so large, listed so often."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts_of(template("x")).items():
            archive.writestr(name, part)
        archive.writestr(PICTURE, packed)
        one = archive.getinfo(PICTURE)
        one.compress_type, one.file_size = zipfile.ZIP_DEFLATED, said
        one.CRC = zlib.crc32(content[:said])
        for at in range(1, times):
            again = copy(one)
            again.filename = again.orig_filename = f"word/media/a{at}.png"
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    return out.getvalue()


@pytest.mark.parametrize("said", [100, 50_000, 64 * MEGABYTE - 1])
def test_a_part_that_unpacks_to_more_than_it_says_is_refused_unread(said):
    bomb = lying(bytes(64 * MEGABYTE), said=said)
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match="mẫu không dùng được"):
            checked(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 * MEGABYTE


def test_a_part_that_unpacks_to_less_than_it_says_is_refused():
    with pytest.raises(BadInput, match="ghi sai cỡ"):
        checked(lying(b"x" * 1000, said=1001))


def test_parts_that_share_their_bytes_are_refused():
    with pytest.raises(BadInput, match="nằm chồng lên nhau"):
        checked(lying(bytes(1000), said=1000, times=2))


def test_an_honest_archive_is_taken():
    parts = dict(checked(lying(bytes(1000), said=1000)))

    assert parts[PICTURE] == bytes(1000)
