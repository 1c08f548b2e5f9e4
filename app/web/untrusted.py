"""What no form of ours sends and no database keeps, answered before any page looks at it."""

from flask import Flask, abort, request


def bind(app: Flask) -> None:
    """Ask this before every request of an application."""
    app.before_request(_refuse)


def _refuse() -> None:
    # PostgreSQL has no text with this sign in it, and nobody can type it.
    if "\0" in request.path:
        abort(404)
    for given in (request.args, request.form):
        for name, value in given.items(multi=True):
            if "\0" in name or "\0" in value:
                abort(400)
