"""The receipts of the bench, as sheets and, for WeasyPrint, as web pages with the same words."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from app.letters.marks import MODULE_MM, bars, square
from app.letters.sheet import Block, Line, Sheet, Table, Text
from app.press.press import FONTS
from tests.letters.sheets import receipt

PAPERS = 4
FACES = {"Regular": "", "Bold": "font-weight: bold", "Italic": "font-style: italic"}
STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @bottom-left { content: "%s"; font-size: 8pt } }
body { font: 13pt Tinos; line-height: 1.15 }
.head { width: 100%%; text-align: center; vertical-align: top }
.papers { width: 100%%; border-collapse: collapse; font-size: 12pt }
.papers td, .papers th { border: 0.5pt solid; padding: 2pt 4pt }
p { margin: 0 0 5pt; text-indent: 10mm; text-align: justify }
h1 { font-size: 14pt; text-align: center; margin: 8pt 0 }
.sign td { width: 50%%; height: 32mm; text-align: center; vertical-align: top }
"""


def receipts(count: int) -> Iterator[Sheet]:
    """Receipts that differ as those of a morning do: number, code, person, times and marks.

    What does not differ typst keeps laid out, so a bench of equal letters would praise it too much.
    """
    for at in range(count):
        code = f"000.00.16.H10-240205-{at:04}"
        sheet = receipt(PAPERS, Line(parts=(("Ghi chú", f"Hồ sơ thứ {at} của buổi sáng"),)))
        marks = replace(sheet.marks, barcode=code, qr=f"https://motcua.vn/track#{code}.7K3M9QZX")
        yield replace(
            sheet,
            head=replace(sheet.head, number=f"{at + 1}/TNHS"),
            blocks=(*_of_one(at, code), *sheet.blocks[4:]),
            signatures=(replace(sheet.signatures[0], name=f"Nguyễn Thị {at}"), sheet.signatures[1]),
            marks=replace(marks, hint=f"Mã hồ sơ: {code} – Mã tra cứu: {at:08}"),
            code_line=f"{code} · {at + 1}/TNHS · tt01_2018/01@0123456789ab",
        )


def _of_one(at: int, code: str) -> Iterator[Line]:
    """What a receipt says of the person, in place of its first lines."""
    yield Line(parts=(("Mã hồ sơ", code),))
    yield Line(parts=(("Tiếp nhận hồ sơ của", f"Bà Nguyễn Thị {at}"),))
    yield Line(parts=(("Địa chỉ", f"Tổ {at}, khu phố Bình Giang 2, phường Long Thủy"),))
    yield Line(parts=(("Số điện thoại", f"09{at:08}"), ("Email", f"dan{at}@example.vn")))


def page_of(sheet: Sheet) -> str:
    """The letter as a web page."""
    faces = "".join(
        f'@font-face {{ font-family: Tinos; src: url("{(FONTS / f"Tinos-{face}.ttf").as_uri()}");'
        f" {style} }}"
        for face, style in FACES.items()
    )
    body = "".join((_head(sheet), *map(_block, sheet.blocks), _signed(sheet), _square(sheet)))
    style = faces + STYLE % (sheet.code_line or "")
    return f'<html lang="vi"><style>{style}</style><title>{sheet.title}</title>{body}</html>'


def _head(sheet: Sheet) -> str:
    head, marks = sheet.head, sheet.marks
    drawn = bars(str(marks.barcode))
    mark = drawn.svg.replace(
        "<svg ", f'<svg width="{len(drawn.rows[0]) * MODULE_MM}mm" height="8mm" '
    )
    office = "<br>".join(str(it).upper() for it in (head.superior, head.office, head.desk))
    return (
        f'<p style="text-align: right; font-size: 10pt">{sheet.label}<br>{sheet.unverified}</p>'
        f'<table class="head"><tr><td>{office}<br>Số: {head.number}<br>{mark}<br>{marks.barcode}'
        "</td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br>"
        f"<i>{head.place_date}</i></td></tr></table><h1>{sheet.title}</h1>"
    )


def _block(block: Block) -> str:
    if isinstance(block, Line):
        return "<p>" + " ".join(f"{label}: {escape(said)}" for label, said in block.parts) + "</p>"
    if isinstance(block, Text):
        return f"<p>{escape(block.text)}</p>"
    return _table(block) if isinstance(block, Table) else ""


def _table(table: Table) -> str:
    heads = "".join(f"<th>{column.title}</th>" for column in table.columns)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table.rows)
    lines = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table class="papers"><thead><tr>{heads}</tr></thead>{lines}</table>'


def _signed(sheet: Sheet) -> str:
    cells = "".join(
        f"<td><b>{it.title}</b><br><i>{it.note}</i><br><br><br><br><b>{it.name}</b></td>"
        for it in sheet.signatures
    )
    return f'<table class="head sign"><tr>{cells}</tr></table>'


def _square(sheet: Sheet) -> str:
    drawn = square(str(sheet.marks.qr)).svg.replace("<svg ", '<svg width="22mm" height="22mm" ')
    return f"<div>{drawn} {sheet.marks.hint}</div>"
