"""Texts nobody should be able to harm a reader with, and a look whether a page took one as text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

NASTY = {
    "script": "<script>alert(1)</script>",
    "picture": '"><img src=x onerror=alert(1)>',
    "backwards": "Nguyễn \u202eVăn\u2066 An",
    "emoji": "👩\u200d👩\u200d👧 Trần 😀",
    "template": "{{7*7}}{% x %}${7*7}",
    "formula": "=1+1",
    "command": "@SUM(1+9)*cmd|' /C calc'!A0",
    "sql": "'; DROP TABLE cases; --",
}
_BACKWARDS = "\u202e"
_ALONE = {"input", "textarea", "option", "title", "caption"}  # the browser sets them apart itself
_EMPTY = {"meta", "link", "input", "br", "hr", "img", "rect"}


@dataclass
class Looked(HTMLParser):
    """What a browser would find in a page.

    Attributes:
        text: all its words, what stands in its boxes and the names for screen readers included.
        alarms: what no page of ours has: pictures, scripts and styles of its own.
        loose: words that turn the direction of what follows them.
    """

    text: str = ""
    alarms: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.alarms += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        if tag in {"img", "style", "iframe"} or (tag == "script" and not given.get("src")):
            self.alarms.append(f"<{tag}>")
        self.text += f" {given.get('value', '')} {given.get('aria-label', '')} "
        if tag not in _EMPTY:
            apart = tag in _ALONE or "name" in given.get("class", "").split()
            self._open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while tag in {name for name, _ in self._open} and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if _BACKWARDS in data and not any(apart for _, apart in self._open):
            self.loose.append(data)


def looked_at(page: str) -> Looked:
    """A page as a browser would read it."""
    found = Looked()
    found.feed(page)
    return found
