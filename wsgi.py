"""The WSGI entry point: `wsgi:app` for any server."""

from app.factory import create_app

app = create_app()
