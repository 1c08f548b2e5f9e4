"""The systemd units of deploy/: they start commands there are, and leave them time to end."""

import re
import subprocess

import pytest

from app.cli import cmd_scheduler, serving_many, serving_one
from app.cli.main import COMMANDS
from config import Config
from tests.architecture.tree import ROOT

FOLDER = ROOT / "deploy" / "systemd"
ENVIRONMENT = FOLDER / "motcua.env.example"
PATIENCE = {
    "motcua-web.service": max(serving_one._PATIENCE, serving_many._PATIENCE),
    "motcua-scheduler.service": cmd_scheduler.PATIENCE,
}


def settings(name: str) -> dict[str, str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^(\w+)=(.*)$", text, flags=re.MULTILINE))


def variables() -> dict[str, str]:
    """Those of the example, the suggested ones too."""
    text = ENVIRONMENT.read_text(encoding="utf-8")
    return dict(re.findall(r"^#?(MOTCUA_\w+)=(.*)$", text, flags=re.MULTILINE))


def test_there_is_a_unit_for_each_of_the_two():
    assert {path.name for path in FOLDER.glob("*.service")} == set(PATIENCE)


@pytest.mark.parametrize("name", PATIENCE)
def test_each_starts_a_command_there_is_as_nobody_of_importance(name):
    unit = settings(name)

    program, command, *_ = unit["ExecStart"].split()
    assert program.endswith("/.venv/bin/motcua")
    assert command in COMMANDS
    assert unit["User"] == "motcua"
    assert unit["EnvironmentFile"] == "/etc/motcua/motcua.env"


@pytest.mark.parametrize("name", PATIENCE)
def test_each_has_time_to_finish_what_it_has_begun(name):
    assert float(settings(name)["TimeoutStopSec"]) > PATIENCE[name]


def test_the_example_of_the_environment_is_one_the_program_takes():
    given = variables()

    config = Config.from_environment(given)

    assert config.database_url == given["MOTCUA_DATABASE_URL"]
    assert all((config.mail, config.sms, config.zalo))


def test_the_example_holds_no_secret():
    given = variables()

    assert {
        name: text for name, text in given.items() if re.search("TOKEN|KEY", name) and text
    } == {}
    assert not re.search(r"//[^/@?\s]*:[^/@?\s]*@", ENVIRONMENT.read_text(encoding="utf-8"))


def test_the_makefile_stops_both_by_the_same_helper():
    made = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert made.count(".ci/both $(BIN)/motcua") == 2
    planned = subprocess.run(
        ["make", "-n", "demo", "SERVE=0"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "both" not in planned.stdout
