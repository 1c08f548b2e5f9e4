import json
from pathlib import Path

import pytest

from bench.figures import FIGURES
from bench.page import PAGE, Shelf, page
from bench.protocol import Growth, Line, Series, at_least, measured, not_run
from bench.written import FILE, Part, Results, Run, merged, read, write
from tests.architecture.tree import ROOT

FULL = Run(at="2026-11-21T09:00+07:00", scale="full", commit="abc1234", machine={"cores": "2"})
LATER = Run(at="2026-11-22T09:00+07:00", scale="medium")


def line(key: str, rate: float = 10.0) -> Line:
    found = Series(name="we", unit="calls/s", seconds=(1 / rate,) * 5)
    return measured(key, f"what {key} is", lambda: found, goal=at_least(5))


def part(*lines: Line | Growth, whole: bool = True) -> Part:
    return Part(lines=list(lines), whole=whole)


def names(results: Results) -> list[tuple[str, str, str]]:
    return [(kept.part, kept.what.key, results.runs[kept.run].scale) for kept in results.kept]


@pytest.fixture
def earlier() -> Results:
    found = {"calendar": part(line("a"), line("b")), "step": part(line("c"))}
    return merged(Results(), found, FULL)


def test_a_later_run_of_one_part_takes_only_its_place(earlier):
    results = merged(earlier, {"calendar": part(line("a"), line("new"))}, LATER)

    assert names(results) == [
        ("calendar", "a", "medium"),
        ("calendar", "new", "medium"),
        ("step", "c", "full"),
    ]


def test_a_part_that_was_cut_off_keeps_its_earlier_lines(earlier):
    results = merged(earlier, {"calendar": part(line("b"), whole=False), "step": Part()}, LATER)

    assert sorted(names(results)) == [
        ("calendar", "a", "full"),
        ("calendar", "b", "medium"),
        ("step", "c", "full"),
    ]


def test_a_run_is_forgotten_with_its_last_line(earlier):
    again = {"calendar": part(line("a")), "step": part(line("c"))}

    assert list(merged(earlier, again, LATER).runs.values()) == [LATER]


def test_what_is_written_is_read_again(tmp_path, earlier):
    table = Growth(key="growth", what="times", head=["cases", "ms"], rows=[["10,000", "5"]])
    missing = not_run("x", "what", "no PostgreSQL", goal=at_least(2))
    results = merged(earlier, {"report": part(missing, table)}, LATER)

    write(tmp_path / FILE, results, tmp_path)

    assert read(tmp_path / FILE) == results
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_the_profiles_there_are_are_named_beside_the_figures(tmp_path, earlier):
    for name in ("step", "horoscope"):
        (tmp_path / f"{name}.txt").write_text("profile", encoding="utf-8")

    write(tmp_path / FILE, earlier, tmp_path)

    content = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert content["profiles"] == {"step": "profiles/step.txt"}


def test_nothing_was_kept_where_there_is_no_file(tmp_path):
    assert read(tmp_path / FILE) == Results()


def test_the_page_shows_goal_numbers_scale_and_what_did_not_run(tmp_path, earlier):
    missing = not_run("x", "letters", "weasyprint is not installed", goal=at_least(6))
    table = Growth(key="growth", what="times", head=["cases", "ms"], rows=[["10,000", "5"]])
    results = merged(earlier, {"letters": part(missing, table)}, LATER)
    (tmp_path / "letters.md").write_text("Held back by nothing.\n", encoding="utf-8")
    (tmp_path / "letters.txt").write_text("profile", encoding="utf-8")

    text = page(results, Shelf(words=tmp_path, profiles=tmp_path))

    assert (
        "| beyond the issue | what a is | ≥ 5 calls/s | 10 calls/s (10 – 10) | we 10 calls/s "
        "| reached | [calendar](#calendar) | full |"
    ) in text
    assert "| letters – weasyprint is not installed | ≥ 6 | – | – | **not run** |" in text
    assert "`.venv/bin/python -m bench --scale medium --only letters` · run 2" in text
    assert "| 10,000 | 5 |" in text
    assert "Held back by nothing." in text
    assert "(../bench/profiles/letters.txt)" in text
    assert "Run 1: 2026-11-21T09:00+07:00, scale `full`, commit abc1234.\ncores 2." in text


def test_every_figure_of_the_issue_stands_on_the_page_measured_or_not(tmp_path):
    found = {"calendar": part(line("cost"))}

    text = page(merged(Results(), found, FULL), Shelf(words=tmp_path, profiles=tmp_path))

    assert [words for _, _, words in FIGURES if f"\n| {words} |" not in text] == []
    assert "| 480 hours cost at most 1.3 × 8 hours | what cost is |" in text
    assert text.count("**not run**") == len(FIGURES) - 1


def test_the_page_in_the_tree_is_made_of_what_was_measured():
    results = read(ROOT / "bench" / FILE)

    assert PAGE.read_text(encoding="utf-8") == page(results, Shelf())


def test_nothing_is_kept_of_a_run_that_says_nothing_of_speed():
    path = Path(ROOT / "bench" / FILE)
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"] if path.exists() else {}

    assert "small" not in {run["scale"] for run in runs.values()}
