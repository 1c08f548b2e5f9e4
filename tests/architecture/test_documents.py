"""The documents: their links lead somewhere; commands and variables are those of the program."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import config
from app.cli.main import COMMANDS
from tests.architecture.tree import ROOT, shown, tracked

DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]
VARIABLE = re.compile(r"\bMOTCUA_[A-Z_]+\b")
# Only of the tests, the bench and the Makefile.
OURS_ALONE = {"MOTCUA_TEST_PG", "MOTCUA_BENCH_PROVINCE", "MOTCUA_SHOTS", "MOTCUA_WRITE"}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def links(path: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(path)):
        if not re.match(r"https?:|mailto:|#", target):
            yield target.partition("#")[0]


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_every_link_leads_to_a_file_that_is_kept(path):
    lost = [target for target in links(path) if not (path.parent / target).exists()]

    assert lost == []


def test_every_command_stands_in_the_readme():
    told = set(re.findall(r"^\| `motcua ([a-z-]+)", text(ROOT / "README.md"), flags=re.MULTILINE))

    assert told == set(COMMANDS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_no_document_names_a_command_there_is_not(path):
    named = set(re.findall(r"(?:\.venv/bin/|`)motcua ([a-z-]+)", text(path)))

    assert named - set(COMMANDS) == set()


def test_the_readme_tells_every_variable_the_program_reads_and_no_other():
    read = set(VARIABLE.findall(text(Path(config.__file__)))) - OURS_ALONE
    table = re.findall(r"^\| `(MOTCUA_[A-Z_]+)`", text(ROOT / "README.md"), flags=re.MULTILINE)

    assert sorted(table) == sorted(read)


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_no_document_names_a_variable_there_is_not(path):
    read = set(VARIABLE.findall(text(Path(config.__file__)))) | OURS_ALONE

    assert set(VARIABLE.findall(text(path))) - read == set()
