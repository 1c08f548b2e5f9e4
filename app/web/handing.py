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
