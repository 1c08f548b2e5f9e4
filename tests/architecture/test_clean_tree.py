"""What is committed works on any machine: no registry, no private folder, every package locked."""

import re

import pytest

from tests.architecture.tree import ROOT, pyproject, shown, tracked

# Put together from pieces, so that this file does not contain what it looks for.
HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("files", "pythonhosted"),
        ("registry", "npmjs"),
        ("proxy", "golang"),
        ("crates", "io"),
    ]
]
FOLDERS = ["/".join(["", *parts, ""]) for parts in [("home",), ("root",), ("Users",)]]
FOLDERS += ["/".join(["", "work", part]) for part in ("main", "shared")]
PACKAGE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==\S+(?: ;[^\\]*)?")
LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-bench.txt"]


def locked(name: str) -> list[str]:
    """Each requirement of a lock file on a line of its own."""
    joined = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and line[0] != "#"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names_in(file: str) -> set[str]:
    return {normal(found["name"]) for line in locked(file) if (found := PACKAGE.match(line))}


def asked_for(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]) for text in requirements}


def test_no_file_names_a_registry_or_somebodys_folder():
    patterns = re.compile("|".join(re.escape(word) for word in HOSTS + FOLDERS))
    texts = {shown(path): path.read_bytes().decode("utf-8", "ignore") for path in tracked()}

    found = {name: hit.group() for name, text in texts.items() if (hit := patterns.search(text))}

    assert len(texts) > 50
    assert found == {}


@pytest.mark.parametrize("file", LOCKS)
def test_every_package_is_pinned_with_its_hash(file):
    loose = [
        line for line in locked(file) if not re.match(rf"{PACKAGE.pattern}\s+--hash=sha256:", line)
    ]

    assert len(locked(file)) > 10
    assert loose == []


def test_every_dependency_is_in_its_lock():
    project = pyproject()["project"]

    assert asked_for(project["dependencies"]) <= names_in("requirements.txt")
    for extra in ("test", "bench"):
        asked = asked_for(project["optional-dependencies"][extra])
        assert asked <= names_in(f"requirements-{extra}.txt")


@pytest.mark.parametrize("file", ["requirements-test.txt", "requirements-bench.txt"])
def test_tests_and_bench_run_on_the_very_versions_that_users_get(file):
    pinned = {line.split(" ")[0] for line in locked("requirements.txt")}

    assert pinned <= {line.split(" ")[0] for line in locked(file)}
