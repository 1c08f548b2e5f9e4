"""The whole harness over parts made up here; nothing real is measured."""

import cProfile
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import bench.__main__ as harness
from bench import parts
from bench.profiling import kept
from bench.protocol import (
    WATCHING,
    Found,
    Growth,
    Line,
    Side,
    Unequal,
    alternated,
    at_least,
    measured,
)
from bench.stage import SCALES, Scale, Stage, staged
from bench.written import FILE, read
from tests.architecture.tree import ROOT

PEERS = {
    "businesstimedelta", "django", "duckdb", "eventsourcing", "pandas", "polars", "reportlab",
    "SpiffWorkflow", "viewflow", "weasyprint", "workalendar",
}  # fmt: skip
Lines = Callable[[Stage], Iterator[Line | Growth]]


def good(stage: Stage) -> Iterator[Line | Growth]:
    yield measured("first", "counting", lambda: float(stage.rounds), goal=at_least(1))
    yield Growth(key="growth", what="times", head=["cases"], rows=[["1"]])


def unequal(_stage: Stage) -> Iterator[Line | Growth]:
    def run() -> Found:
        raise Unequal("they differ")

    yield measured("second", "comparing", run)
    yield measured("third", "counting on", lambda: 1.0)


def raising(fault: BaseException) -> Line:
    raise fault


def broken(_stage: Stage) -> Iterator[Line | Growth]:
    yield raising(RuntimeError("no way in"))


def cut_off(_stage: Stage) -> Iterator[Line | Growth]:
    yield measured("fourth", "before Ctrl-C", lambda: 1.0)
    yield raising(KeyboardInterrupt())


def peerless(_stage: Stage) -> Iterator[Line | Growth]:
    yield raising(ModuleNotFoundError("No module named 'django'", name="django"))


@pytest.fixture
def measure(monkeypatch, tmp_path):
    """Runs the harness over these parts; gives what it returned and the lines it kept."""

    def run(**made: Lines) -> tuple[int, dict[str, Line | Growth]]:
        monkeypatch.setattr(parts, "names", lambda: sorted(made))
        monkeypatch.setattr(parts, "lines_of", lambda name: made[name])
        code = harness.main(["--scale", "small", "--to", str(tmp_path / "to")])
        return code, {kept.what.key: kept.what for kept in read(tmp_path / "to" / FILE).kept}

    return run


def states(lines: dict[str, Line | Growth]) -> dict[str, str]:
    return {key: line.state for key, line in lines.items() if isinstance(line, Line)}


def test_a_part_is_measured_and_written(measure, tmp_path, capsys):
    code, lines = measure(good=good)

    assert code == 0
    assert states(lines) == {"first": "reached"}
    assert (
        "| counting | ≥ 1 | 2 | – | reached |" in (tmp_path / "to" / "performance.md").read_text()
    )
    assert "reached  first: 2, goal ≥ 1" in capsys.readouterr().err


def test_a_failed_line_does_not_stop_the_next_one_but_is_told_in_the_end(measure):
    code, lines = measure(unequal=unequal, good=good)

    assert code == 1
    assert states(lines) == {"first": "reached", "second": "failed", "third": "measured"}


def test_a_broken_part_is_one_failed_line(measure):
    code, lines = measure(broken=broken, good=good)

    assert code == 1
    assert states(lines) == {"broken": "failed", "first": "reached"}


def test_a_part_without_its_peer_is_not_run(measure):
    assert measure(peerless=peerless)[0] == 0


def test_ctrl_c_keeps_what_was_measured_and_ends_there(measure, capsys):
    code, lines = measure(a_cut_off=cut_off, b_good=good)

    assert code == harness.INTERRUPTED
    assert states(lines) == {"fourth": "measured"}
    assert "what was measured is kept" in capsys.readouterr().err


def test_ctrl_c_before_the_first_line_leaves_an_empty_page(measure, tmp_path):
    def at_once(_stage: Stage) -> Iterator[Line | Growth]:
        yield raising(KeyboardInterrupt())

    assert measure(at_once=at_once) == (harness.INTERRUPTED, {})
    assert (tmp_path / "to" / "performance.md").exists()


def test_a_part_stopped_between_its_lines_puts_its_servers_away(measure, monkeypatch):
    away: list[str] = []

    def serving(_stage: Stage) -> Iterator[Line | Growth]:
        try:
            yield measured("fifth", "with a server", lambda: 1.0)
        finally:
            away.append("server")

    monkeypatch.setattr(harness, "as_row", lambda _line: raising(KeyboardInterrupt()))

    assert measure(serving=serving)[0] == harness.INTERRUPTED
    assert away == ["server"]


def test_what_was_measured_is_kept_though_the_stage_cannot_be_taken_down(
    measure, monkeypatch, tmp_path
):
    @contextmanager
    def stuck(scale: Scale) -> Iterator[Stage]:
        with staged(scale) as stage:
            yield stage
        raise OSError("the server does not stop")

    monkeypatch.setattr(harness, "staged", stuck)

    with pytest.raises(OSError, match="does not stop"):
        measure(good=good)
    assert [kept.what.key for kept in read(tmp_path / "to" / FILE).kept] == ["first", "growth"]


def test_a_part_nobody_knows_is_refused(capsys):
    with pytest.raises(SystemExit):
        harness.main(["--only", "horoscope"])

    assert "horoscope" in capsys.readouterr().err


def test_every_module_of_parts_is_a_part():
    assert {"calendar", "decide", "letters"} <= set(parts.names())
    assert all(callable(parts.lines_of(name)) for name in ("calendar", "decide", "letters"))


def test_only_our_own_side_is_watched(tmp_path):
    def ours() -> int:
        return sum(range(1000))

    def theirs() -> int:
        return len([None])

    with kept("made-up", tmp_path, wanted=True):
        alternated(
            Side(name="ours", unit="calls/s", work=ours),
            Side(name="theirs", unit="calls/s", work=theirs),
            rounds=1,
        )

    text = (tmp_path / "made-up.txt").read_text(encoding="utf-8")
    assert "(ours)" in text
    assert "(theirs)" not in text
    assert not any(isinstance(each, cProfile.Profile) for each in WATCHING)


def test_a_stage_leaves_nothing_behind():
    with staged(SCALES["small"]) as stage:
        (stage.folder / "facts.parquet").write_bytes(b"PAR1")
        folder: Path = stage.folder

    assert not folder.exists()


def test_no_part_needs_a_peer_to_be_imported():
    program = (
        "import sys\nfrom bench import parts\n"
        "for name in parts.names():\n    parts.lines_of(name)\n"
        "print(*{each.partition('.')[0] for each in sys.modules})"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert set(ran.stdout.split()) & PEERS == set()
