"""What browsers get from others is what its packages hold, and asks for nothing more."""

import json
from hashlib import sha256

from tests.architecture.tree import ROOT, shown, tracked

LISTED = ROOT / "app" / "web" / "static" / "vendor" / "VERSIONS"
FOLDERS = ("app/web/static/vendor/", "tests/browser/vendor/")


def rows():
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


def test_each_file_is_the_one_that_was_written_down():
    found = {file: sha256((ROOT / file).read_bytes()).hexdigest() for _, _, file, _ in rows()}

    assert found == {file: digest for _, _, file, digest in rows()}
    assert len(found) >= 3


def test_every_file_of_others_is_written_down():
    files = {shown(path) for path in tracked()} - {shown(LISTED)}

    assert {file for file in files if file.startswith(FOLDERS)} == {row[2] for row in rows()}


def test_the_versions_are_those_of_the_lock():
    lock = json.loads((ROOT / "app/web/assets/package-lock.json").read_text(encoding="utf-8"))
    locked = {name: lock["packages"][f"node_modules/{name}"]["version"] for name, *_ in rows()}

    assert locked == {name: version for name, version, *_ in rows()}


def test_no_file_makes_a_browser_ask_for_its_map():
    for _, _, file, _ in rows():
        assert "sourceMappingURL" not in (ROOT / file).read_text(encoding="utf-8"), file
