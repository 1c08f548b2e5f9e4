"""A kept file on its way to a browser: as what it is, and never as a page of ours."""

from flask import send_file
from werkzeug.wrappers import Response

from app.services.attachments import Opened

# What browsers show by themselves without running anything of it.
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
POLICY = "sandbox; default-src 'none'"


def handed(found: Opened) -> Response:
    """The answer that carries a file."""
    answer = send_file(
        found.path,
        mimetype=found.media,
        as_attachment=found.media not in SHOWN,
        download_name=found.name,
        etag=False,
        conditional=False,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def bytes_handed(content: bytes, media: str, name: str, *, attached: bool = False) -> Response:
    """The same for a file that was made, or whose bytes were looked at.

    Args:
        content: of the file.
        media: what it is.
        name: in ASCII.
        attached: to be kept and not shown, whatever it is.
    """
    answer = Response(content, mimetype=media)
    shown = "attachment" if attached or media not in SHOWN else "inline"
    answer.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
