"""Pictures of every form, and whether LibreOffice opens each as DOCX: `make letters`.

Not a test: it needs two programs that the tests do without. The pictures lie in
docs/screenshots/letters, to be looked at after a form was changed.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from PIL import Image

from app.letters.docx import docx_of
from app.letters.pdf import pdf_of
from tests.letters.reading import squeezed, text_of
from tests.letters.wards import Specimen
from tests.letters.world import specimens

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots" / "letters"
PROGRAMS = {"pdftoppm": "poppler-utils", "soffice": "libreoffice-writer"}
DOTS_PER_INCH = "70"
GREYS = 16
MOST_BYTES = 80_000
PATIENCE_S = 300


def main() -> int:
    """Draw all; how many problems there were."""
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        click.echo(f"Thiếu gói Debian {', '.join(missing)}: apt-get install {' '.join(missing)}")
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with TemporaryDirectory() as folder:
        problems = [*_pictured(Path(folder)), *_opened(Path(folder))]
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{len(list(PICTURES.glob('*.png')))} ảnh trong {PICTURES}")
    return min(len(problems), 1)


def name_of(one: Specimen) -> str:
    """The file of a form: tt01_2018-01-receipt, extra-fee."""
    folder, number = one.form.name.split("/")
    return "-".join(dict.fromkeys((folder, number, one.form.kind)))


def _pictured(folder: Path) -> Iterator[str]:
    for one in specimens():
        name = name_of(one)
        letter = folder / f"{name}.pdf"
        letter.write_bytes(pdf_of(one.sheet, at=one.at))
        arguments = ["-r", DOTS_PER_INCH, "-gray", "-png", str(letter), str(folder / name)]
        subprocess.run(["pdftoppm", *arguments], check=True, timeout=PATIENCE_S)
        pages = sorted(folder.glob(f"{name}-*.png"))
        for number, page in enumerate(pages, start=1):
            kept = PICTURES / (f"{name}-page{number}.png" if len(pages) > 1 else f"{name}.png")
            Image.open(page).quantize(GREYS).save(kept, optimize=True)
            page.unlink()
            if kept.stat().st_size > MOST_BYTES:
                yield f"{kept.name}: lớn hơn {MOST_BYTES} byte"


def _opened(folder: Path) -> Iterator[str]:
    for one in specimens():
        (folder / f"{name_of(one)}.docx").write_bytes(docx_of(one.sheet))
    made = folder / "made"
    # A profile of its own: an office program that runs already would take the work and say nothing.
    options = [f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    convert = ["--convert-to", "pdf", "--outdir", str(made), *files]
    subprocess.run(
        ["soffice", *options, *convert], check=True, timeout=PATIENCE_S, stdout=subprocess.DEVNULL
    )
    for one in specimens():
        opened = made / f"{name_of(one)}.pdf"
        if squeezed(one.sheet.title) not in (
            text_of(opened.read_bytes()) if opened.exists() else ""
        ):
            yield f"{name_of(one)}.docx: LibreOffice không mở được"


if __name__ == "__main__":
    sys.exit(main())
