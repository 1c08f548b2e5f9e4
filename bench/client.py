"""An officer's browser, reduced to what a measurement needs: one kept connection, one session."""

import http.client
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.passwords import Hasher
from app.store.engine import Database
from bench.province import STEPS, ward
from workflows.agency import Role
from workflows.officer import Grant

PASSWORD = " ".join(("một", "cửa", "đo", "tải", "2026"))
SUPERVISOR = "giam.sat"
ROLES = dict(zip(STEPS, (Role.ONE_STOP, Role.SPECIALIST, Role.LEADER, Role.CLERK), strict=True))
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def officers(database: Database, wards: int, now: datetime) -> None:
    """An account for each step at each ward, and one supervisor of all, with one password."""
    hasher = Hasher(time_cost=1, memory_cost=8)
    for number in range(wards):
        for step, role in ROLES.items():
            login = f"{step}.w{number:02d}"
            _account(database, login, Grant(agency=ward(number), role=role), hasher, now)
    everybody = Grant(agency="H99", role=Role.SUPERVISOR)
    _account(database, SUPERVISOR, everybody, hasher, now)


def _account(database: Database, login: str, held: Grant, hasher: Hasher, now: datetime) -> None:
    new = NewAccount(login=login, name=login, grants=(held,), password=PASSWORD)
    create_account(database, new, by=None, now=now, hasher=hasher)


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
    number = login.rpartition(".w")[2]
    return ward(int(number)) if number.isdecimal() else ""
