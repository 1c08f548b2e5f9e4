"""`motcua import`: a journal into the log."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.meter import Meter
from app.cli.opening import opened, the_time
from app.cli.out import say, say_json
from app.errors import BadInput
from app.services.journal import Imported, import_journal
from app.services.journal_lines import Readable, lines_of
from app.store.engine import Database, why

GZIP = b"\x1f\x8b"


@click.command("import", help="Nhập nhật ký sự kiện (.jsonl, .jsonl.gz; “-” là đầu vào chuẩn).")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi gì.")
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def command(file: Path, *, dry_run: bool, as_json: bool) -> int:
    """Take in whole cases; exit 1 when some were left out."""
    result = _taken_in(opened(), file, dry_run=dry_run)
    for problem in result.problems:
        click.echo(problem, err=True)
    if as_json:
        say_json({"dry_run": dry_run, **asdict(result)})
    else:
        say(_summary(result, dry_run=dry_run))
    return 1 if result.problems else 0


def _taken_in(database: Database, file: Path, *, dry_run: bool) -> Imported:
    try:
        with _lines(file) as lines, Meter("Đang nhập") as meter:
            return import_journal(
                database, lines, str(file), now=the_time(database), dry_run=dry_run, progress=meter
            )
    except KeyboardInterrupt:
        kept = "các hồ sơ đã nhập vẫn giữ trọn vẹn; nhập lại tệp này để làm tiếp"
        raise click.exceptions.Abort("" if dry_run else kept) from None


def _summary(result: Imported, *, dry_run: bool) -> str:
    done = "Kiểm tra (không ghi)" if dry_run else "Đã nhập"
    words = [
        f"{result.cases_new} hồ sơ mới",
        f"{result.cases_grown} hồ sơ thêm sự kiện",
        f"{result.cases_known} hồ sơ đã có đủ",
        f"{result.cases_rejected} hồ sơ không nhập được",
    ]
    if result.lines_unreadable:
        words.append(f"{result.lines_unreadable} dòng không đọc được")
    return f"{done}: {result.events} sự kiện; {', '.join(words)}."


@contextmanager
def _lines(file: Path) -> Iterator[Iterator[bytes]]:
    with _opened(file) as raw:
        packed = raw.peek(len(GZIP))[: len(GZIP)] == GZIP
        yield _checked(file, gzip.GzipFile(fileobj=raw) if packed else raw)


def _opened(file: Path) -> io.BufferedReader:
    try:
        # Standard input is descriptor 0, which is not ours to close.
        return open(0, "rb", closefd=False) if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise BadInput(f"{file}:0: tệp: không đọc được ({why(error)})") from None


def _checked(file: Path, lines: Readable) -> Iterator[bytes]:
    number = 0
    try:
        for line in lines_of(lines):
            number += 1
            yield line
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise BadInput(f"{file}:{number + 1}: tệp: nén hỏng hoặc bị cắt cụt") from None
    except OSError as error:
        raise BadInput(f"{file}:{number + 1}: tệp: không đọc được ({why(error)})") from None
