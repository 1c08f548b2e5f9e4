"""What every answer tells the browser: nothing from elsewhere, nothing kept, nothing framed."""

from functools import partial

from flask import Flask, Response, request

from app.web.static_files import is_current

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_YEAR = 365 * 86_400  # seconds


def bind(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of an application, its errors included."""
    app.after_request(partial(_put, https))


def _put(https: bool, response: Response) -> Response:
    for name, value in _ALWAYS.items():
        # A page may be stricter, as that of an uploaded file is.
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = _kept_for(response)
    if https:
        response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    return response


def _kept_for(response: Response) -> str:
    """Pages hold people's data and are not kept; a file in the version asked for never changes.

    A page that is the same for everybody says so itself.
    """
    if response.status_code >= 400:
        return "no-store"
    if request.endpoint != "static":
        return str(response.cache_control) if response.cache_control.public else "no-store"
    name = (request.view_args or {}).get("filename", "")
    if is_current(name, request.args.get("v", "")):
        return f"public, max-age={_YEAR}, immutable"
    return "no-cache"
