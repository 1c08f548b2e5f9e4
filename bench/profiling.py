"""A text profile of our own side of a part: where its CPU time goes, by function."""

import cProfile
import io
import pstats
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.protocol import WATCHING
from bench.stage import ROOT

TOP = 30
# Folders of this machine before a module's own path.
_FOLDERS = re.compile(r"\S*/(?:site-packages|python3\.\d+)/")


@contextmanager
def kept(name: str, folder: Path, *, wanted: bool) -> Iterator[None]:
    """Watch the sides that are ours meanwhile, and write the profile to `folder/<name>.txt`."""
    if not wanted:
        yield
        return
    watcher = cProfile.Profile(time.process_time)
    WATCHING.append(watcher)
    try:
        yield
    finally:
        WATCHING.remove(watcher)
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.txt").write_text(_text(watcher, name), encoding="utf-8")


def _text(watcher: cProfile.Profile, name: str) -> str:
    """Write the functions with the most CPU time of their own, free of this machine's folders."""
    out = io.StringIO()
    watcher.create_stats()
    if not watcher.getstats():
        return f"Part {name}: nothing of ours ran in this process.\n"
    pstats.Stats(watcher, stream=out).sort_stats("tottime").print_stats(TOP)
    bare = _FOLDERS.sub("", out.getvalue().replace(f"{ROOT}/", "").replace(sys.prefix, ""))
    lines = [line.rstrip() for line in bare.strip().splitlines()]
    head = f"Part {name}, our side: seconds of CPU, watched (so slower than unwatched).\n\n"
    return head + "\n".join(lines) + "\n"
