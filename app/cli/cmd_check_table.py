"""`motcua check-table`: do the sums of somebody's table hold?"""

from collections.abc import Iterator
from pathlib import Path

import click

from app.cli.out import say, say_json
from app.errors import BadInput
from app.reports.checking import Seen, Verdict
from app.services.check_table import MOST_BYTES, Given, check_table
from app.store.engine import why

FILE = click.Path(path_type=Path)


@click.command(
    "check-table", help="Kiểm tra biểu do nơi khác lập (CSV, XLSX, DOCX): các tổng có khớp không."
)
@click.argument("file", type=FILE, metavar="TỆP")
@click.option("--form", default="", metavar="BIỂU", help="Số hiệu biểu, ví dụ II.06a.")
@click.option("--previous", type=FILE, metavar="TỆP", help="Biểu kỳ trước, để so số chuyển kỳ.")
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def command(file: Path, form: str, previous: Path | None, *, as_json: bool) -> int:
    """Say what does not hold; exit 1 where something does not."""
    given = Given(
        content=_content(file), form=form, previous=_content(previous) if previous else None
    )
    try:
        verdict = check_table(given)
    except BadInput as bad:
        which = previous if bad.field == "previous" else file
        raise BadInput(f"{which}: {bad}") from None
    if as_json:
        say_json({"file": file.name, **verdict.as_json()})
    else:
        for line in _lines(verdict):
            say(line)
    return 0 if verdict.clean else 1


def _content(path: Path) -> bytes:
    """A file up to just beyond what is read of one."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: không đọc được ({why(error)})") from None


def _lines(verdict: Verdict) -> Iterator[str]:
    for table in verdict.tables:
        yield _seen(table)
    for number, fault in enumerate(verdict.faults, start=1):
        yield f"LỖI {number}. {fault.sentence()}"
    for mend in verdict.mends:
        yield f"CÁCH SỬA. {mend.sentence()}"
    for remark in verdict.remarks:
        yield f"LƯU Ý. {remark.sentence()}"
    if verdict.more:
        yield f"… và {verdict.more} điều nữa."
    yield f"{len(verdict.faults)} lỗi, {len(verdict.remarks)} lưu ý."


def _seen(table: Seen) -> str:
    form = f"biểu {table.form}" if table.form else "không rõ biểu"
    name = f"{table.name}: " if table.name else ""
    return (
        f"{name}{form}, {table.rows} dòng, {len(table.columns)} cột, đã tính lại {table.sums} tổng."
    )
