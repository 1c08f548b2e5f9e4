"""Officers at their browsers while the plug is pulled: each presses until it gets an answer."""

import http.client
import os
import signal
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from app.sample import ONE_FOR_ALL
from app.sample.dice import Dice
from tests.cli.served import Served
from tests.web.forms import act_url, forms_of

PATIENCE = 20.0  # seconds until a press that gets no answer fails the test
# The workers that must die and the presses that must be recorded, and seconds for both of it.
KILLS, RECORDED, LONGEST = 6, 10, 120.0
MOST = 2 * KILLS
_PAUSE = 0.05  # seconds before an interrupted request is sent again
_DONE, _REFUSED = 303, (409, 422)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A press that got an answer.

    Attributes:
        sent: how often it had to be sent.
    """

    key: str
    code: str
    recorded: bool
    sent: int


@dataclass(kw_only=True)
class Clerk:
    """One officer's browser, which presses one kind of button on case after case.

    Attributes:
        typed: what is put into each form.
    """

    port: int
    login: str
    act: str
    typed: dict[str, str]
    answered: list[Answered] = field(default_factory=list)
    _cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def sign_in(self) -> None:
        """Come in by the sign-in page."""
        _, text = self._ask("GET", "/sign-in")
        given = {"login": self.login, "password": ONE_FOR_ALL}
        status, _ = self._ask("POST", "/sign-in", {**forms_of(text)["/sign-in"], **given})
        assert status == 302

    def work(self, codes: list[str], over: threading.Event, dice: Dice) -> None:
        """Press on cases by chance until the day is over."""
        while not over.is_set():
            self._press(dice.pick(codes))

    def recorded(self) -> int:
        """How many presses were answered with what they had asked for."""
        return sum(one.recorded for one in self.answered)

    def _press(self, code: str) -> None:
        path = act_url(code, self.act)
        _, status, text = self._until_answered("GET", path)
        if status != 200:
            return  # A colleague has the case just now.
        form = {**forms_of(text)[path], **self.typed}
        sent, status, _ = self._until_answered("POST", path, form)
        assert status in (_DONE, *_REFUSED), status
        self.answered.append(
            Answered(key=form["key"], code=code, recorded=status == _DONE, sent=sent)
        )

    def _until_answered(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, int, str]:
        """Send the same again and again, as a person does who sees no page; how often, and what."""
        given_up, sent = time.monotonic() + PATIENCE, 0
        while time.monotonic() < given_up:
            sent += 1
            with suppress(OSError, http.client.HTTPException):
                status, text = self._ask(method, path, form)
                if status < 500:
                    return sent, status, text
            time.sleep(_PAUSE)
        raise AssertionError(f"{method} {path}: no answer in {PATIENCE} s")

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{m.key}={m.value}" for m in self._cookies.values())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request(method, path, body=urlencode(form or {}) or None, headers=headers)
            answer = line.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                self._cookies.load(cookie)
            return answer.status, text


def killed(server: Served, clerks: list[Clerk], dice: Dice) -> int:
    """Kill workers at chance moments until enough of them died and enough was recorded meanwhile.

    Never the last one, so that work goes on. How long it takes is the machine's affair: where
    presses are answered slowly, more than `MOST` deaths would only keep them from being answered.
    """
    dead: list[int] = []
    recorded = 0
    given_up = time.monotonic() + LONGEST
    while time.monotonic() < given_up:
        recorded = sum(one.recorded() for one in clerks)
        if len(dead) >= KILLS and recorded >= RECORDED:
            return len(dead)
        time.sleep(dice.share(0.3, 1.2))
        living = sorted(server.workers() - set(dead))
        if len(living) > 1 and len(dead) < MOST:
            dead.append(dice.pick(living))
            os.kill(dead[-1], signal.SIGKILL)
    raise AssertionError(f"in {LONGEST:.0f} s only {recorded} recorded and {len(dead)} killed")


def all_at_once(
    clerks: list[Clerk], codes: list[str], over: threading.Event
) -> list[threading.Thread]:
    """Let everybody work, each on a thread, until `over` is set."""
    threads = [
        threading.Thread(target=one.work, args=(codes, over, Dice(number)), daemon=True)
        for number, one in enumerate(clerks)
    ]
    for thread in threads:
        thread.start()
    return threads
