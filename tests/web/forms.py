"""Forms of a page as a browser would send them: what stands in them, changed by a test."""

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Reader(HTMLParser):
    """What the forms of a page hold, by their action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._action = ""
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._action = given.get("action", "")
                self.forms.setdefault(self._action, {})
            case "input" if given.get("type") != "file":
                self._input(given)
            case "select":
                self._select = given["name"]
                self._put(self._select, "")
            case "option" if "selected" in given:
                self._put(self._select, given["value"])
            case "textarea":
                self._area = given["name"]
                self._put(self._area, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._action = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            form = self.forms[self._action]
            form[self._area] += data

    def _input(self, given: dict[str, str]) -> None:
        ticked = given.get("type") not in {"radio", "checkbox"} or "checked" in given
        if given.get("name") and ticked:
            self._put(given["name"], given.get("value", ""))

    def _put(self, name: str, value: str) -> None:
        if self._action in self.forms:
            self.forms[self._action][name] = value


def forms_of(page: str) -> dict[str, dict[str, str]]:
    """The forms of a page by their action, with what stands in them."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def act_url(code: str, name: str) -> str:
    return f"/cases/{code}/acts/{name}"


def filled(client: FlaskClient, code: str, name: str, **typed: Any) -> dict[str, Any]:
    """The form of an act as somebody fills it in."""
    page = client.get(act_url(code, name))
    assert page.status_code == 200, page.text
    return {**forms_of(page.text)[act_url(code, name)], **typed}


def pressed(client: FlaskClient, code: str, name: str, **typed: Any) -> TestResponse:
    """Open the form of an act, fill it in and send it."""
    return client.post(act_url(code, name), data=filled(client, code, name, **typed))
