"""The addresses of scripts and styles: each with its version, so that browsers keep it for good."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, url_for
from werkzeug.security import safe_join


def bind(app: Flask) -> None:
    """Give an application's templates `asset(name)`."""
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a static file in the version that is there now.

    Raises:
        FileNotFoundError: for a file that is not there, which is a fault of the template.
    """
    return url_for("static", filename=name, v=_version(name))


def is_current(name: str, version: str) -> bool:
    """Whether an address asks for the version of a file that is there now."""
    try:
        return bool(version) and version == _version(name)
    except OSError:
        return False


def _version(name: str) -> str:
    path = safe_join(current_app.static_folder or "", name)
    if path is None:
        raise FileNotFoundError(name)
    found = Path(path).stat()
    return _digest(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=256)
def _digest(path: str, _changed: int, _size: int) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()[:12]
