"""The front door of the project: the Makefile, what CI runs, the README and the CHANGELOG."""

import os
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT

# The contract's entries to every task.
TARGETS = ["help", "demo", "setup", "test", "check"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_lines(markdown: str) -> Iterator[str]:
    """The lines of the fenced blocks, without prompts, comments and empty ones."""
    for block in re.findall(r"^```\w*\n(.*?)^```", markdown, flags=re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if command := line.split("#")[0].removeprefix("$").strip():
                yield command


@pytest.mark.parametrize("target", TARGETS)
def test_make_help_lists_each_entry_of_the_contract(target):
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert re.search(rf"^\s+make {target}\s+\S", helped.stdout, flags=re.MULTILINE)


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_how_to_begin_each_entry(target):
    planned = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=False)

    assert planned.returncode == 0, planned.stderr


def test_ci_runs_what_people_run():
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert re.search(r"^make check$", read(".ci/run"), flags=re.MULTILINE)
    assert "set -e" in read(".ci/run")


def test_the_changelog_has_the_unreleased_changes_on_top():
    headings = re.findall(r"^## +(.+)$", read("CHANGELOG.md"), flags=re.MULTILINE)

    assert re.match(r"\[?Unreleased", headings[0])


def test_the_readme_begins_with_the_demo_and_the_tests():
    commands = list(code_lines(read("README.md")))

    assert commands[:2] == ["make demo", "make test"]


def test_every_decision_tells_its_reasons():
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        missing = [w for w in ("Context", "Decision", "Consequences") if f"\n## {w}\n" not in text]
        assert missing == [], path.name
        assert re.search(
            r"^(?:Proposed|Accepted|Superseded by \d{4}) · \d{4}-\d\d-\d\d$", text, re.MULTILINE
        )
