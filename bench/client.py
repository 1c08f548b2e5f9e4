"""An officer's browser, reduced to what a measurement needs: one kept connection, one session."""

import http.client
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from app.store.engine import Database
from bench.province import STEPS, ward

PASSWORD = " ".join(("một", "cửa", "đo", "tải", "2026"))
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def officers(database: Database, wards: int, now: datetime) -> None:
    """An account for each step at each ward, all with one password."""
    raise NotImplementedError


@dataclass
class Desk:
    """A signed-in officer."""

    connection: http.client.HTTPConnection
    ward: str
    cookie: str = ""

    @classmethod
    def signed_in(cls, port: int, login: str) -> Self:
        """Sign in on 127.0.0.1."""
        desk = cls(http.client.HTTPConnection("127.0.0.1", port, timeout=60), _ward_of(login))
        found = _TOKEN.search(desk.get("/sign-in"))
        token = found.group(1) if found else ""
        desk._post("/sign-in", {"csrf_token": token, "login": login, "password": PASSWORD})
        return desk

    def get(self, path: str) -> str:
        """A page that must be there.

        Raises:
            RuntimeError: for any other answer.
        """
        return self._asked("GET", path, None, (200,))

    def _post(self, path: str, form: dict[str, str]) -> str:
        return self._asked("POST", path, urlencode(form), (302, 303))

    def _asked(self, method: str, path: str, body: str | None, good: tuple[int, ...]) -> str:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status not in good:
            raise RuntimeError(f"{method} {path.partition('?')[0]}: {answer.status}")
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        return text


def _ward_of(login: str) -> str:
    return ward(int(login.rpartition(".w")[2]))


ROLES = dict(zip(STEPS, ("one_stop", "specialist", "leader", "clerk"), strict=True))
