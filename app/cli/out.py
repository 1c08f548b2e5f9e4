"""Where a command's answer goes: standard output, or a file that is whole or not there."""

import contextlib
import errno
import gzip
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click

from app.errors import BadInput
from app.services.xes import Sink
from app.store.engine import why


def say(words: str) -> None:
    """A line for the person at the terminal, on standard output."""
    click.echo(words)


def say_json(document: Any) -> None:
    """One JSON document on standard output, and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@contextlib.contextmanager
def written(path: Path | None, *, packed: bool = False) -> Iterator[Sink]:
    """Bytes to standard output, or to a file that replaces the old one only when complete.

    A name that ends in `.gz` is compressed, unless the bytes are `packed` already; a device or a
    pipe is written to as it stands.

    Raises:
        BadInput: when the file cannot be written.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        shaped = contextlib.nullcontext if packed else partial(_packed, path)
        with _target(path) as plain, shaped(plain) as out:
            yield out
    except OSError as error:
        raise BadInput(f"{path}:0: tệp: không ghi được ({why(error)})") from None


def _target(path: Path) -> AbstractContextManager[BinaryIO]:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    if path.exists() and not path.is_file():
        return path.open("wb")
    # A link stays a link: what it points to is replaced.
    return _replacing(Path(os.path.realpath(path)))


def _packed(path: Path, plain: BinaryIO) -> AbstractContextManager[Sink]:
    if path.suffix != ".gz":
        return contextlib.nullcontext(plain)
    # A fixed time inside keeps the same log the same bytes.
    return gzip.GzipFile(fileobj=plain, mode="wb", mtime=0, filename="")


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    if not target.parent.is_dir():
        raise BadInput(f"{target}:0: tệp: không ghi được (không có thư mục {target.parent})")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".motcua.")
    try:
        with os.fdopen(handle, "wb") as plain:
            yield plain
            plain.flush()
            # On disk before it has the name, or a power cut leaves an empty file in its place.
            os.fsync(plain.fileno())
        _publish(Path(name), target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _publish(made: Path, target: Path) -> None:
    # Who could not read the old file shall not read the new one.
    made.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else _usual_mode())
    made.replace(target)


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
