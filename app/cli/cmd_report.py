"""`motcua report`: a statutory table."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.cli.grid import drawn
from app.cli.opening import DAY, INSTANT, opened, the_time, unusable
from app.cli.out import written
from app.errors import BadInput, Unknown
from app.reports.asked import Asked
from app.reports.out import WRITERS
from app.reports.period import Period
from app.reports.periods import named
from app.reports.switches import parsed
from app.services.reports import Report, asked_of, statutory
from app.services.sealing import Sealed, edition_of, printed, sealed_one
from app.store.engine import Database
from app.store.scope import Scope
from config import Config

FORMATS = ("table", *WRITERS)
TEXTS = ("table", "json", "csv")
_DIGITS = re.compile("[0-9]{1,4}")


@click.command("report", help="Lập biểu báo cáo, ví dụ: motcua report II.06a --agency H32.PL …")
@click.argument("form", metavar="BIỂU")
@click.option("--agency", required=True, metavar="MÃ", help="Cơ quan báo cáo.")
@click.option("--from", "first", type=DAY, help="Ngày đầu kỳ.")
@click.option("--to", "last", type=DAY, help="Ngày cuối kỳ.")
@click.option(
    "--period", metavar="LOẠI:NĂM:SỐ", help="Thay cho --from, --to; quý III là quarter:2023:3."
)
@click.option("--subtree", is_flag=True, help="Gồm cả các cơ quan cấp dưới.")
@click.option("--as-known-at", type=INSTANT, help="Theo những gì đã ghi nhận đến lúc này.")
@click.option("--variant", default="", metavar="MẪU", help="Mẫu in của biểu, ví dụ chuan.")
@click.option(
    "--choices",
    multiple=True,
    metavar="TÊN=CÁCH",
    help="Cách đếm khác với cách của cơ quan, ví dụ returned_in=on_time; dùng được nhiều lần.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="Dạng của biểu.",
)
@click.option("--sealed", is_flag=True, help="In bản đã ký, đúng từng byte như lúc ký.")
@click.option("--edition", type=int, metavar="SỐ", help="Bản đã ký số mấy; không có: bản mới nhất.")
@click.option("-o", "file", type=click.Path(path_type=Path), metavar="TỆP", help="Tệp ra.")
def command(form: str, shape: str, file: Path | None, **given: Any) -> int:
    """Print a table; exit 1 when one of its sums fails."""
    _refuse_terminal(shape, file)
    database = opened()
    asked = _asked(database, given)
    if given["sealed"] or given["edition"] is not None:
        sealed = edition_of(database, form, asked, given["edition"])
        return _print_sealed(database, sealed, shape, file)
    with _patience(f"Đang lập biểu {form}"):
        report = statutory(database, form, asked)
        document = _shaped(report, shape)
    with written(file) as out:
        out.write(document)
    wrong = list(_wrong(report))
    for words in wrong:
        click.echo(f"{form}: {words}; hãy chạy motcua verify", err=True)
    return 1 if wrong else 0


def _print_sealed(database: Database, sealed: Sealed, shape: str, file: Path | None) -> int:
    """What was signed, to the byte; the grid of the terminal is drawn of the signed figures."""
    if shape in WRITERS:
        folder = Config.from_environment().files_dir
        document = printed(database, folder, sealed.id, shape)
    else:
        document = _shaped(sealed_one(database, None, sealed.id)[1], shape)
    with written(file) as out:
        out.write(document)
    if sealed.replaced_by is not None:
        words = f"đã được thay bằng bản số {sealed.replaced_by}"
        click.echo(f"Lưu ý: bản số {sealed.edition} {words}.", err=True)
    return 0


def _refuse_terminal(shape: str, file: Path | None) -> None:
    # A page of a PDF would only upset the terminal.
    if shape not in TEXTS and file is None and sys.stdout.isatty():
        raise unusable("--format", shape, "dạng này không in ra màn hình; hãy ghi ra tệp bằng -o")


def _asked(database: Database, given: Mapping[str, Any]) -> Asked:
    asked = Asked(
        scope=Scope(agency=given["agency"], subtree=given["subtree"]),
        period=_period(given["first"], given["last"], given["period"]),
        as_known_at=given["as_known_at"],
        now=the_time(database),
        variant=given["variant"],
    )
    return asked_of(database, asked, _choices(given["choices"]))


def _choices(said: Sequence[str]) -> Mapping[str, str]:
    """The choices by name, complained of here, where it is known what they were typed behind."""
    choices = dict(map(_choice, said))
    try:
        parsed(choices)
    except BadInput as bad:
        raise BadInput(str(bad), [f"--choices: {words}" for words in bad.problems]) from None
    return choices


def _choice(words: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not equals:
        raise unusable("--choices", words, "hãy viết như returned_in=on_time")
    return name.strip(), value.strip()


def _period(first: date | None, last: date | None, name: str | None) -> Period:
    if name is not None and first is None and last is None:
        return _by_name(name)
    if name is not None:
        raise unusable("--period", name, "đã chọn kỳ thì bỏ --from và --to")
    if first is None or last is None:
        missing = "--from" if first is None else "--to"
        raise BadInput(f"{missing}: hãy cho ngày đầu và ngày cuối kỳ, hoặc --period")
    try:
        return Period(first=first, last=last)
    except ValueError as error:
        raise unusable("--to", str(last), str(error)) from None


def _by_name(name: str) -> Period:
    kind, _, rest = name.partition(":")
    year, _, number = rest.partition(":")
    if not _DIGITS.fullmatch(year) or not _DIGITS.fullmatch(number or "1"):
        raise unusable("--period", name, "hãy viết như quarter:2023:3")
    try:
        return named(kind, int(year), int(number or "1")).period
    except Unknown as error:
        raise unusable("--period", name, str(error)) from None


@contextmanager
def _patience(words: str) -> Iterator[None]:
    """Something that moves on standard error while a table takes its time; gone when it is done."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    watched = sys.stderr.isatty()
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not watched
    ) as shown:
        shown.add_task(words, total=None)
        yield


def _shaped(report: Report, shape: str) -> bytes:
    table, layout, office = report.table, report.layout, report.office
    if shape != "table":
        return WRITERS[shape](table, layout, office)
    on_top = (*table.notices, "") if table.notices else ()
    return "\n".join((*on_top, drawn(table, layout, office.name))).encode()


def _wrong(report: Report) -> Iterator[str]:
    """The sums that fail, in words."""
    table, layout = report.table, report.layout
    for identity in table.broken():
        yield f"không thỏa {identity.text}"
    counted = (column.cell for column in layout.columns if column.kind == "int")
    for cell in table.not_adding_up(counted):
        yield f"cột “{layout.head_of(cell)}” cộng không đúng"
