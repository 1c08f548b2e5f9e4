"""The composition root: one Flask application out of a Config; nothing imports this but servers."""

from flask import Flask, Response, jsonify

from app import clock
from app.services.health import health
from app.store.engine import database
from app.store.schema import upgrade
from config import Config


def create_app(config: Config | None = None) -> Flask:
    """The application with its database brought up; pages come with their own issues.

    Raises:
        BadConfig: for an unusable environment, when no `config` is given.
        DatabaseNotReady: when the database is out of reach or newer than this program.
    """
    config = config or Config.from_environment()
    upgrade(config.database_url)
    app = Flask("motcua", static_folder=None)

    @app.get("/healthz")
    def healthz() -> tuple[Response, int]:
        state = health(database(config.database_url), now=clock.now())
        return jsonify(state.as_json()), 200 if state.well else 503

    return app
