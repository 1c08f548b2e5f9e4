"""What the factory has given this application to work with."""

from dataclasses import dataclass

from flask import current_app

from app.store.engine import Database
from config import Config

NAME = "motcua"


@dataclass(frozen=True, kw_only=True, slots=True)
class Installed:
    """The surroundings of one application.

    Attributes:
        demo: whether the clock of a demonstration was there when the program started.
    """

    database: Database
    config: Config
    demo: bool


def installed() -> Installed:
    """The surroundings of the application that answers this request."""
    found: Installed = current_app.extensions[NAME]
    return found
