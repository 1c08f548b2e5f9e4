"""An officer's browser, reduced to what a measurement needs: a kept connection and its cookies."""

import http.client
import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

# The names by which two web frameworks ask for the token of a form.
_TOKEN = re.compile(r'name="(csrf_token|csrfmiddlewaretoken)" value="([^"]+)"')


@dataclass
class Desk:
    """A signed-in officer."""

    connection: http.client.HTTPConnection
    cookies: dict[str, str] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=dict)

    @classmethod
    def signed_in(cls, port: int, login: str, password: str, *, home: str) -> Self:
        """Sign in on 127.0.0.1, and open a page with a form for the token of the new session.

        Raises:
            RuntimeError: when the sign-in page does not let the officer in.
        """
        desk = cls(http.client.HTTPConnection("127.0.0.1", port, timeout=60))
        desk.read_token("/sign-in")
        # Each framework has its own name for the login; what it does not know it passes over.
        desk.post("/sign-in", {"login": login, "username": login, "password": password})
        desk.read_token(home)
        return desk

    @classmethod
    def again(cls, other: Self) -> Self:
        """The same officer on another connection."""
        host, port = other.connection.host, other.connection.port
        connection = http.client.HTTPConnection(host, port, timeout=60)
        return cls(connection, dict(other.cookies), dict(other.token))

    def read_token(self, path: str) -> None:
        """Keep the token of a page's form."""
        found = _TOKEN.search(self.get(path))
        self.token = {found.group(1): found.group(2)} if found else {}

    def get(self, path: str) -> str:
        """A page that must be there.

        Raises:
            RuntimeError: for any other answer.
        """
        return self._asked("GET", path, None, (200,))

    def post(self, path: str, form: dict[str, str]) -> str:
        """Send a form that must be taken: the answer has to lead on to another page.

        Raises:
            RuntimeError: for any other answer.
        """
        return self._asked("POST", path, urlencode({**self.token, **form}), (302, 303))

    def _asked(self, method: str, path: str, body: str | None, good: tuple[int, ...]) -> str:
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status not in good:
            raise RuntimeError(f"{method} {path.partition('?')[0]}: {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return text
