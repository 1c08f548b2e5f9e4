"""What no page may do while a test looks at it: complain, fail, or ask somebody else."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

_OWN = ("data:", "blob:", "about:")
# Where Chromium shows a PDF, by pages that are its own.
_VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")


class Watch:
    """Collects the complaints of every page of one browser profile."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.complaints: list[str] = []
        self._home = home
        self._expected: set[int] = set()
        context.on("console", self._said)
        context.on("weberror", self._failed)
        context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        # The browser itself reports every answer above 399; what a page answers is the test's.
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            self.complaints.append(f"console: {message.text}")

    def _failed(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._home}/", *_OWN, *_VIEWER)):
            self.complaints.append(f"another host: {request.url}")
