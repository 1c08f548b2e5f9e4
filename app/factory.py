"""The composition root: one Flask application out of a Config; nothing imports this but servers."""

from typing import Any

from flask import Flask

from app import extensions
from app.services.demo_clock import is_demo
from app.services.rebuild import renewed
from app.store.counting import watch
from app.store.engine import database
from app.store.schema import upgrade
from app.web import (
    access,
    blueprints,
    errors,
    headers,
    health,
    identity,
    logs,
    metrics,
    render,
    row_cells,
    static_files,
    untrusted,
)
from app.web.application import Application, statements
from app.web.installed import NAME, Installed
from config import Config

_MB = 1024 * 1024
# The other fields of a form that brings a file.
_FORM_ROOM = 1 * _MB
# Longer than any session in the database, which is what really ends one.
_COOKIE_SECONDS = 24 * 3600


def create_app(config: Config | None = None) -> Flask:
    """The application with its database brought up and every page of the desk.

    Raises:
        BadConfig: for an unusable environment, when no `config` is given.
        DatabaseNotReady: when the database is out of reach or newer than this program.
    """
    config = config or Config.from_environment()
    upgrade(config.database_url)
    app = Application(trusted_proxies=config.trusted_proxies)
    app.config.update(_settings(config))
    _install(app, config)
    _surround(app, config)
    for pages in (health.pages, *blueprints()):
        app.register_blueprint(pages)
    return app


def _install(app: Flask, config: Config) -> None:
    opened = database(config.database_url)
    renewed(opened)
    watch(opened)
    # Looked at once: only an empty database becomes a demonstration, before anybody serves it.
    app.extensions[NAME] = Installed(database=opened, config=config, demo=is_demo(opened))


def _surround(app: Flask, config: Config) -> None:
    """Everything that stands before and behind each page; the log first, since it measures."""
    logs.bind(app, config.log_level, statements)
    metrics.bind(app)
    headers.bind(app, https=config.https)
    untrusted.bind(app)
    extensions.csrf.init_app(app)
    extensions.login.init_app(app)
    identity.bind(extensions.login)
    access.guard(app)
    render.bind(app)
    row_cells.bind(app)
    static_files.bind(app)
    errors.bind(app)


def _settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.signing_key(),
        "SESSION_COOKIE_NAME": "motcua",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.https,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": _COOKIE_SECONDS,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session
        "MAX_CONTENT_LENGTH": config.max_upload_mb * _MB + _FORM_ROOM,
    }
