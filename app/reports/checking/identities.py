"""The sums of a table that do not hold, and what else its own cells say against each other."""

import re
from collections import Counter
from collections.abc import Iterator

from app.reports.checking.faults import Fault, at_cell, in_column, printed, shown
from app.reports.checking.known import fewers, known_form, mosts
from app.reports.checking.sums import Cells, Spot, Sum
from app.reports.checking.tables import Column, Sheet
from app.reports.checking.words import plain, told

LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]")
_MANY = 5  # words with a question mark inside


def broken_sums(sheet: Sheet, cells: Cells, sums: list[Sum]) -> Iterator[Fault]:
    """Every sum that fails, by its whole; those that ask for the same number there as one."""
    broken = [one for one in sums if not cells.holds(one)]
    same: dict[tuple[Spot, int], list[Sum]] = {}
    for one in broken:
        same.setdefault((one.whole, cells.added(one)), []).append(one)
    for group in same.values():
        yield at_cell(
            sheet,
            group[0].row,
            group[0].column,
            _rule(cells, group),
            printed=printed(cells.figure(group[0].whole).text),
            computed=shown(cells.added(group[0])),
            **_weighed(cells, group),
        )


def _weighed(cells: Cells, group: list[Sum]) -> dict[str, str]:
    if _not_meant(cells, group[0]):
        return {"weight": "remark"}
    return {"weight": "fault", "mend": _mend(cells, group)}


def _not_meant(cells: Cells, one: Sum) -> bool:
    """Whether a total was left blank in this column only: years or house numbers have none."""
    column, figures = one.column, one.row.figures.values()
    named = column.number is not None or column.cell
    others = any(each.meaning == "count" for each in figures)
    return one.kind == "column" and cells.blank(one.whole) and others and not named


def _rule(cells: Cells, group: list[Sum]) -> str:
    texts = ", ".join(one.text for one in group)
    if cells.blank(group[0].whole):
        return f"ô tổng để trống, {texts}"
    if all(cells.blank(spot) for one in group for spot in one.parts):
        return f"các ô cộng vào đều trống, {texts}"
    if group[0].kind == "balance":
        return f"tiếp nhận khác giải quyết cộng đang giải quyết, {texts}"
    return f"không thỏa {texts}"


def _mend(cells: Cells, group: list[Sum]) -> str:
    short, added = cells.short(group[0]), shown(cells.added(group[0]))
    if cells.blank(group[0].whole):
        return f"ghi {added}"
    if len(group) > 1:
        return f"sửa thành {added} (cả {len(group)} tổng đều ra số này)"
    step = f"thiếu {shown(short)} ở" if short > 0 else f"thừa {shown(-short)} ở"
    return f"sửa thành {added}, hoặc {step} các ô cộng vào"


def unreadable(sheet: Sheet) -> Iterator[Fault]:
    """Cells of figures that hold none, and cells that can be read in two ways."""
    for row in sheet.figured():
        for column in sheet.columns:
            read = row.figures[column.at]
            bad = read.meaning == "wrong" or (read.meaning == "text" and column.kind == "count")
            if column.kind != "text" and bad:
                words = read.doubt or f"“{told(read.text)}” không phải là số"
                yield at_cell(sheet, row, column, words, mend="ghi số, ví dụ 1.652 hoặc 1652")
            elif column.kind != "text" and read.doubt:
                yield at_cell(sheet, row, column, read.doubt, weight="remark")


def thousands(sheet: Sheet) -> Iterator[Fault]:
    """Where a dot was taken for thousands, said once a table."""
    for row in sheet.figured():
        for column in sheet.counts():
            read = row.figures[column.at]
            if read.meaning == "count" and "." in read.text:
                words = f"dấu chấm đọc là phân cách nghìn: “{told(read.text)}” là {read.amount}"
                yield at_cell(sheet, row, column, words, weight="remark")
                return


def too_many(sheet: Sheet, cells: Cells, sums: list[Sum]) -> Iterator[Fault]:
    """What can never be more than something else, and is; where no sum says so already."""
    named, numbers = sheet.by_cell(), sheet.by_number()
    summed = {(one.column.at, at) for one in sums for _, at in one.parts}
    for one in mosts():
        if not {one.less, one.more} <= set(named):
            continue
        if (named[one.more].at, named[one.less].at) not in summed:
            yield from _over(sheet, cells, named[one.less], named[one.more], sure=one.sure)
    for less, more in fewers(sheet.form):
        if {less, more} <= set(numbers):
            yield from _under(sheet, cells, numbers[less], numbers[more])


def _over(sheet: Sheet, cells: Cells, less: Column, more: Column, *, sure: bool) -> Iterator[Fault]:
    for row in sheet.figured():
        part, whole = (row.at, less.at), (row.at, more.at)
        if not cells.blank(whole) and cells.amount(part) > cells.amount(whole):
            yield at_cell(
                sheet,
                row,
                less,
                f"{shown(cells.amount(part))} nhiều hơn {more.mark} {shown(cells.amount(whole))}",
                weight="fault" if sure else "remark",
            )


def _under(sheet: Sheet, cells: Cells, less: Column, more: Column) -> Iterator[Fault]:
    """Fewer processes than procedures is worth a word, once a table: on the first line."""
    for row in sheet.figured():
        part, whole = cells.amount((row.at, less.at)), cells.amount((row.at, more.at))
        if part != whole and part and whole:
            words = f"mới có {shown(part)} trên {shown(whole)} của {more.mark}"
            yield at_cell(sheet, row, less, words, weight="remark")
            return


def labels(sheet: Sheet) -> Iterator[Fault]:
    """Running numbers and names that stand twice, columns without number, formulas misprinted."""
    for group in _groups(sheet):
        yield from _twice(sheet, group, "STT")
    names = [f"{row.label}" for row in sheet.figured() if row.kind == "row" and row.label]
    if not any(row.kind in ("section", "subtotal") for row in sheet.rows):
        yield from _twice(sheet, names, "dòng")
    for column in sheet.columns:
        if column.odd:
            yield in_column(sheet, column, column.odd, weight="remark")
        yield from _head(sheet, column)
    yield from _unnumbered(sheet)


def _groups(sheet: Sheet) -> list[list[str]]:
    """The running numbers of the lines, section by section: each may begin anew."""
    groups: list[list[str]] = [[]]
    for row in sheet.rows:
        if row.kind in ("section", "subtotal"):
            groups.append([])
        elif row.kind == "row" and row.stt:
            groups[-1].append(row.stt)
    return groups


def _twice(sheet: Sheet, names: list[str], what: str) -> Iterator[Fault]:
    for name, times in Counter(names).items():
        if times > 1:
            words = f"{what} “{told(name)}” xuất hiện {times} lần"
            yield Fault(what=words, table=sheet.name, weight="remark")


def _head(sheet: Sheet, column: Column) -> Iterator[Fault]:
    form = known_form(sheet.form) if sheet.form else None
    if form is None or not form.verified or not column.heads or column.number is None:
        return
    if LOST.search(column.heads[-1]):
        return  # Said once for the whole file.
    usual = form.heads.get(column.number, "")
    if form.cells.get(column.number) == column.cell and not _same(column.heads[-1], usual):
        words = f"tiêu đề in “{column.head}”, biểu {form.code} là “{usual}”"
        yield in_column(sheet, column, words, weight="remark")


def _same(head: str, usual: str) -> bool:
    return plain(head).endswith(plain(usual)) or plain(head).startswith(plain(usual))


def _unnumbered(sheet: Sheet) -> Iterator[Fault]:
    if not sheet.by_number():
        return
    without = [c for c in sheet.counts() if c.number is None and c.heads]
    if without:
        names = ", ".join(column.mark for column in without)
        words = f"cột {names} không có số thứ tự nên không thuộc công thức nào của biểu"
        yield Fault(what=words, table=sheet.name, weight="remark")


def lost_letters(text: str) -> Iterator[Fault]:
    """A file whose letters were turned into question marks by the code page it was saved in."""
    if len(LOST.findall(text)) >= _MANY:
        words = "chữ có dấu trong tệp đã mất (thành dấu “?”); hãy lưu lại dạng CSV UTF-8 hoặc XLSX"
        yield Fault(what=words, weight="remark")


def totals(sheet: Sheet) -> Iterator[Fault]:
    """Whether a table of several lines has its total."""
    rows = [row for row in sheet.figured() if row.kind == "row"]
    if sheet.total is None and sheet.form and len(rows) > 1:
        sums = (
            f"{c.mark} {shown(sum(row.figures[c.at].amount for row in rows))}"
            for c in sheet.counts()
        )
        words = f"không có dòng tổng cộng; cộng các dòng được: {', '.join(sums)}"
        yield Fault(what=words, table=sheet.name, weight="remark")
