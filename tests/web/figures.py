"""The figures for Prometheus as numbers by name."""

import re

from flask.testing import FlaskClient

_FIGURE = re.compile(r"^(motcua_\S+(?:\{[^}]*\})?) (\S+)$", re.MULTILINE)


def figures(client: FlaskClient) -> dict[str, float]:
    """What `/metrics` tells, each by its name with its labels."""
    found = _FIGURE.findall(client.get("/metrics").text)
    return {name: float(value) for name, value in found}
