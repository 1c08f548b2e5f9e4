"""Where a command's answer goes: standard output, or a file that is whole or not there."""

import contextlib
import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from app.errors import BadInput
from app.services.xes import Sink


def say(words: str) -> None:
    """A line for the person at the terminal, on standard output."""
    click.echo(words)


def say_json(document: Any) -> None:
    """One JSON document on standard output, and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@contextlib.contextmanager
def written(path: Path | None) -> Iterator[Sink]:
    """Bytes to standard output, or to a file that replaces the old one only when complete.

    A name that ends in `.gz` is compressed.

    Raises:
        BadInput: when the file cannot be written.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise BadInput(f"{path}:0: tệp: không ghi được ({error.strerror})") from None
    try:
        with os.fdopen(handle, "wb") as plain:
            if path.suffix == ".gz":
                # A fixed time inside keeps the same log the same bytes.
                with gzip.GzipFile(fileobj=plain, mode="wb", mtime=0, filename="") as packed:
                    yield packed
            else:
                yield plain
        _publish(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _publish(name: str, path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
    Path(name).replace(path)
