"""Pictures of the tables as they are printed: `make reports`, to be looked at after a change.

Not a test: it needs pdftoppm. The pictures lie in docs/screenshots/reports.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from PIL import Image

from app.reports.charts import Point
from app.reports.layout import Layout
from app.reports.out.pdf import write
from app.reports.table import Table
from tests.reports.out import specimens

PICTURES = Path(__file__).parents[3] / "docs" / "screenshots" / "reports"
DOTS_PER_INCH = "80"
COLOURS = 48
PATIENCE_S = 60
TREND = (
    Point(name="Quý IV/2022", received=1720, solved=1695, open=118),
    Point(name="Quý I/2023", received=1644, solved=1650, open=112),
    Point(name="Quý II/2023", received=1803, solved=1826, open=89),
    Point(name="Quý III/2023", received=1985, solved=2011, open=63),
)


def main() -> int:
    """Draw all; 2 when a program is missing."""
    if not shutil.which("pdftoppm"):
        click.echo("Thiếu gói Debian poppler-utils: apt-get install poppler-utils", err=True)
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with TemporaryDirectory() as folder:
        for name, asked in _shown().items():
            _pictured(Path(folder), name, *asked)
    click.echo(f"{len(list(PICTURES.glob('*.png')))} ảnh trong {PICTURES}")
    return 0


def _shown() -> dict[str, tuple[Table, Layout]]:
    return {
        "ii06a-dung-tinh": specimens.seed_002(),
        "ii06a-chuan": specimens.seed_003(),
        "ii06b-tong-hop": specimens.roll_up(),
        "ii07b": specimens.catalogue(),
    }


def _pictured(folder: Path, name: str, table: Table, layout: Layout) -> None:
    trend = TREND if name == "ii06a-dung-tinh" else ()
    paper = folder / f"{name}.pdf"
    paper.write_bytes(write(table, layout, specimens.OFFICE, trend=trend))
    drawn = ["pdftoppm", "-r", DOTS_PER_INCH, "-png", str(paper), str(folder / name)]
    subprocess.run(drawn, check=True, timeout=PATIENCE_S)
    pages = sorted(folder.glob(f"{name}-*.png"))
    for number, page in enumerate(pages, start=1):
        kept = PICTURES / (f"{name}-page{number}.png" if len(pages) > 1 else f"{name}.png")
        Image.open(page).convert("RGB").quantize(COLOURS).save(kept, optimize=True)
        page.unlink()


if __name__ == "__main__":
    sys.exit(main())
