"""A real browser on the real application: the ward's pages as an officer sees them.

`desk` is a server on a database of the test alone, `page` a window of Chromium. A test fails when
the page writes an error to its console, a script fails, or anything is asked of another host.
"""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.factory import create_app
from config import Config
from tests.browser.desk import Desk, serving
from tests.browser.watching import Watch
from tests.ward import (
    config,
    morning_postgres,
    morning_sqlite,
    quick_sign_in,
    ward_postgres_url,
    ward_sqlite_url,
    ward_url,
    ward_urls,
)

__all__ = [
    "config",
    "morning_postgres",
    "morning_sqlite",
    "quick_sign_in",
    "ward_postgres_url",
    "ward_sqlite_url",
    "ward_url",
    "ward_urls",
]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCREEN = {"width": 1366, "height": 768}
PATIENCE = 10_000  # milliseconds until a page that does not come is given up
Window = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine, started once for a session."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "không có Chromium cho bộ kiểm thử; hãy chạy `make setup-test`"
    with sync_playwright() as playwright:
        # A test machine's root may not use the sandbox, and only our own pages are opened.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def desk(config: Config) -> Iterator[Desk]:
    """The application on the sample ward, its clock at MORNING, on a free port."""
    with serving(create_app(config), config) as started:
        yield started


@pytest.fixture
def window(chromium: Browser, desk: Desk) -> Iterator[Window]:
    """`window(…)`: a further browser profile with one page, for a second officer or screen.

    What it takes is given to Playwright's `new_context`, as `color_scheme="dark"`.
    """
    opened: list[tuple[BrowserContext, Watch]] = []

    def opening(**options: Any) -> Page:
        context = chromium.new_context(**_usual(desk, options))
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context, desk.url)))
        return context.new_page()

    yield opening
    for context, _ in opened:
        context.close()
    assert [words for _, watch in opened for words in watch.complaints] == []


@pytest.fixture
def page(window: Window) -> Page:
    """A window nobody has signed in at."""
    return window()


def _usual(desk: Desk, options: dict[str, Any]) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "base_url": desk.url,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": SCREEN,
    }
    return usual | options
