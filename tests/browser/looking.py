"""How a page looks: to a screen reader (axe-core), and on a picture that is kept."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SHOTS = HERE.parents[1] / "docs" / "screenshots"
KINDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}
_RUN = "kinds => axe.run(document, {runOnly: kinds, resultTypes: ['violations']})"


def axe(page: Page) -> list[str]:
    """The serious and critical violations of a page, in light and in dark."""
    if not page.evaluate("() => 'axe' in window"):
        # Through the debugger, which the page's own policy does not bind.
        page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark"):
        # Without transitions: axe would measure colours half way from light to dark.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        result = page.evaluate(_RUN, KINDS)
        found += [f"{scheme}: {words}" for words in _violations(result)]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    return found


def _violations(result: dict[str, Any]) -> list[str]:
    return [
        f"{one['id']}: {node['target']}: {node['failureSummary']}"
        for one in result["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page, when `MOTCUA_SHOTS=1` asks for them (`make shots`)."""
    if os.environ.get("MOTCUA_SHOTS") == "1":
        taken = page.screenshot(full_page=True, animations="disabled")
        # Few colours, so that a hundred pictures stay a few megabytes.
        fewer = Image.open(BytesIO(taken)).convert("RGB").quantize(48, dither=Image.Dither.NONE)
        SHOTS.mkdir(parents=True, exist_ok=True)
        fewer.save(SHOTS / f"{name}.png", optimize=True)
