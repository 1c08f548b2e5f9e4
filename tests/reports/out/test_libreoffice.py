"""LibreOffice opens what we write and comes to the same sums; `make test` installs it."""

import io
import re
import shutil
import subprocess
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.reports.layout import Layout
from app.reports.out import WRITERS
from app.reports.out.lines import lines_of
from app.reports.out.packing import repacked
from app.reports.printed import figure
from app.reports.table import Table
from tests.reports.out import specimens

PATIENCE_S = 120
SHEET = "xl/worksheets/sheet1.xml"
SPECIMENS = {
    "seed-002": (*specimens.seed_002(), specimens.OFFICE),
    "seed-003": (*specimens.seed_003(), specimens.OFFICE),
    "roll-up": (*specimens.roll_up(), specimens.OFFICE),
    "catalogue": (*specimens.catalogue(), specimens.OFFICE),
    "hostile": (*specimens.hostile(), specimens.HARMFUL_OFFICE),
}
Row = list[tuple[str, str]]  # the text of each cell, and the figure it holds


class _Rows(HTMLParser):
    """The rows of all tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append(("", dict(attrs).get("sdval") or ""))
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._inside:
            text, value = self.rows[-1][-1]
            self.rows[-1][-1] = (" ".join(f"{text} {data}".split()), value)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Row]]:
    """Every specimen as LibreOffice shows it; started once, for a start takes seconds."""
    assert shutil.which("soffice"), "thiếu LibreOffice: hãy chạy make setup-test"
    folder = tmp_path_factory.mktemp("office")
    for name, (table, layout, office) in SPECIMENS.items():
        for shape in ("xlsx", "docx"):
            written = WRITERS[shape](table, layout, office)
            made = without_values(written) if shape == "xlsx" else written
            (folder / f"{name}-{shape}.{shape}").write_bytes(made)
    # A profile of its own: an office program that runs already would take the work over.
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(path) for path in sorted(folder.glob("*.*x"))]
    convert = ["--headless", "--convert-to", "html", "--outdir", str(folder), *files]
    subprocess.run(["soffice", profile, *convert], check=True, timeout=PATIENCE_S)
    return {path.stem: rows_in(path) for path in folder.glob("*.html")}


def without_values(written: bytes) -> bytes:
    """The sheet with none of its sums stored, so that whoever opens it has to reckon."""
    blanked = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")
    with ZipFile(io.BytesIO(written)) as archive:
        assert blanked.search(archive.read(SHEET))
    return repacked(written, {SHEET: lambda part: blanked.sub(rb"\1", part)})


def rows_in(path: Path) -> list[Row]:
    parser = _Rows()
    parser.feed(path.read_text(encoding="utf-8", errors="replace"))
    return parser.rows


def figures_in(table: Table, layout: Layout) -> list[list[float]]:
    """Of each line with figures, as a spreadsheet holds them."""
    shares = [10_000 if column.kind == "percent" else 1 for column in layout.columns]
    lines = [
        [
            value / share
            for value, share in zip(line.values, shares, strict=True)
            if value is not None
        ]
        for line in lines_of(table, layout)
    ]
    return [line for line in lines if line]


@pytest.mark.slow
@pytest.mark.parametrize("name", SPECIMENS)
def test_the_spreadsheet_comes_to_the_same_sums(opened, name):
    table, layout, _ = SPECIMENS[name]

    rows = [[float(value) for _, value in row if value] for row in opened[f"{name}-xlsx"]]

    assert [row for row in rows if row] == figures_in(table, layout)


@pytest.mark.slow
@pytest.mark.parametrize("name", SPECIMENS)
def test_the_document_shows_every_line_as_it_is_meant(opened, name):
    table, layout, _ = SPECIMENS[name]

    shown = [[text for text, _ in row] for row in opened[f"{name}-docx"]]

    for line in lines_of(table, layout):
        texts = (figure(*each) for each in zip(line.values, layout.columns, strict=True))
        blank = line.kind == "section"
        assert [line.number, line.name, *([] if blank else texts)] in shown
