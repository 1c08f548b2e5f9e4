"""A template and its type, given to typst: a sheet as JSON in, a PDF or pictures out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst

FONTS = Path(__file__).parent / "fonts"
STANDARD: Final = "a-2b"
DOTS = 110  # of a picture, in an inch: legible beside a form, and some 150 kB a page
# How typst quotes the text of a sheet in what it remarks.
QUOTED = re.compile(r'`".*?"`', re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """How a kind of paper looks.

    Attributes:
        path: a file of typst; it may read what lies in its folder, and nothing else.
        function: what it lets one call: with the sheet, then the size if there is one.
        fonts: the folder of the only type there is.
    """

    path: Path
    function: str
    fonts: Path = FONTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Inputs:
    """What the template asks for: the sheet as JSON and, where it can vary, its size in points."""

    sheet: str
    size: int | None = None


class NotDrawn(RuntimeError):
    """The template could not be drawn, or not as it was meant: a fault of ours, not of the desk."""


class Press:
    """A compiler that is kept: the fonts are read once, and a letter takes milliseconds."""

    def __init__(self, template: Template) -> None:
        self._compiler = typst.Compiler(
            root=str(template.path.parent),
            font_paths=[str(template.fonts)],
            ignore_system_fonts=True,
        )
        self._template = template

    def drawn(self, inputs: Inputs, seconds: int) -> bytes:
        """The PDF of these inputs, dated at `seconds` since 1970, which makes it repeatable.

        Raises:
            NotDrawn: when typst refuses, or has anything to remark, such as a font it misses.
        """
        (paper,) = self._compiled(
            inputs, seconds, {"format": "pdf", "pdf_standards": STANDARD, "pdf_tags": False}
        )
        return paper

    def pictured(self, inputs: Inputs, seconds: int) -> list[bytes]:
        """The pages of the same paper as PNG.

        Raises:
            NotDrawn: as `drawn`.
        """
        return self._compiled(inputs, seconds, {"format": "png", "ppi": DOTS})

    def _compiled(self, inputs: Inputs, seconds: int, how: Mapping[str, Any]) -> list[bytes]:
        try:
            made, warnings = self._compiler.compile_with_warnings(
                self._source(inputs), timestamp=seconds, **how
            )
        except typst.TypstError as error:
            # Important: without its cause, which may quote what the sheet says of a citizen.
            raise NotDrawn(_discreet(error)) from None
        # One page of pictures comes by itself, several in a list.
        pages = [made] if isinstance(made, bytes) else made
        if warnings or not pages:
            raise NotDrawn("; ".join(map(_discreet, warnings)) or "typst không trả về một tệp")
        return pages

    def _source(self, inputs: Inputs) -> bytes:
        # `sys.inputs` would do as well, but typst forgets all that it has laid out when they
        # change: a third more work. The sheet is one string here, never code: JSON escapes just
        # the two signs that could end a string of typst, as typst does.
        sheet = json.dumps(inputs.sheet, ensure_ascii=False)
        name, call = self._template.path.name, self._template.function
        size = "" if inputs.size is None else f", {inputs.size}pt"
        return f'#import "{name}": {call}\n#{call}({sheet}{size})'.encode()


def _discreet(remark: Exception) -> str:
    return QUOTED.sub("`…`", str(remark))
