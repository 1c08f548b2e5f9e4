"""What the web servers themselves say, as JSON lines like those of the requests.

A server's message may hold an address, and an address a case or a name; so of each message only the
fixed words are kept, up to the first slash, and of what is put into them only whole numbers.
"""

import json
import logging
import sys
import traceback
from typing import Any

from app import clock


class Lines(logging.Handler):
    """Writes each record as one line on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; a failure to write is nobody's business."""
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": "server",
            "logger": record.name,
            "words": str(record.msg).partition("/")[0].strip(),
            "numbers": _numbers(record.args),
        }
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            frames = traceback.extract_tb(error.__traceback__)
            line["kind"] = type(error).__name__
            line["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
        # What our own program says besides; it knows what it puts in there.
        line |= getattr(record, "told", {})
        sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stderr.flush()


def take_over(level: str) -> None:
    """Let everything that is logged in this process by Python's own means go out as such lines."""
    root = logging.getLogger()
    root.handlers = [Lines()]
    root.setLevel(level)
    # Alembic tells every step it considers.
    logging.getLogger("alembic").setLevel("WARNING")


def settings(level: str) -> dict[str, Any]:
    """The same for gunicorn, which makes its loggers itself."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"lines": {"()": Lines}},
        "root": {"level": level, "handlers": ["lines"]},
        "loggers": {"gunicorn.error": {"level": level, "propagate": True, "handlers": []}},
    }


def _numbers(given: object) -> list[int]:
    return [each for each in given if isinstance(each, int)] if isinstance(given, tuple) else []
