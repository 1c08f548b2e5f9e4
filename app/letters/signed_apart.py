"""Signed PDFs that came in, looked at by a process of its own: a small file may unfold to a lot.

The library unpacks whatever a file holds before anybody can ask how much that is. Here it does so
where memory and time have an end; what does not come to one is refused as unreadable.
"""

import asyncio
import json
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE
from base64 import b64decode, b64encode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import BadInput
from app.letters.certificates import Certificate
from app.letters.signed_pdf import UNREADABLE, SignedPdf, signed_pdf

_ROOM = Path(__file__).parents[2]  # where the application is found
_SECONDS = 20  # of computing
_WALL = 40.0  # seconds until nobody waits any longer
_MEMORY = 512 * 1024 * 1024  # bytes


def signed_pdf_apart(
    content: bytes, offered: bytes, *, now: datetime, roots: Sequence[Certificate] = ()
) -> SignedPdf:
    """As `app.letters.signed_pdf.signed_pdf`, in a process with limits; about a second.

    Raises:
        BadInput: likewise, and for a file that takes more memory or time than any letter needs.
    """
    job = {
        "content": b64encode(content).decode(),
        "offered": b64encode(offered).decode(),
        "now": now.isoformat(),
        "roots": [b64encode(root.dump()).decode() for root in roots],
    }
    # In a thread of its own: the caller's may have a loop of events already.
    with ThreadPoolExecutor(1) as aside:
        told = aside.submit(asyncio.run, _answer(json.dumps(job).encode())).result()
    found = json.loads(told or json.dumps({"wrong": UNREADABLE}))
    if "wrong" in found:
        raise BadInput(found["wrong"], field="upload")
    return SignedPdf(
        certificate=found["certificate"], people=tuple(found["people"]), trusted=found["trusted"]
    )


async def _answer(job: bytes) -> bytes:
    """What the process answers; nothing where it had to be ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-m", "app.letters.signed_apart"),
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOM, env={"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    try:
        told, _ = await asyncio.wait_for(process.communicate(job), _WALL)
    except TimeoutError:
        process.kill()
        await process.wait()
        return b""
    return b"" if process.returncode else told


def main() -> None:
    """Read a job, set the limits, look, answer."""
    for kind, most in (
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    sys.stdout.write(json.dumps(_looked_at(json.load(sys.stdin))))


def _looked_at(job: dict[str, Any]) -> dict[str, Any]:
    content, offered = (b64decode(job[name]) for name in ("content", "offered"))
    roots = [Certificate.load(b64decode(one)) for one in job["roots"]]
    now = datetime.fromisoformat(job["now"])
    try:
        found = signed_pdf(content, offered, now=now, roots=roots)
    except BadInput as error:
        return {"wrong": str(error)}
    return {"certificate": found.certificate, "people": found.people, "trusted": found.trusted}


if __name__ == "__main__":
    main()
