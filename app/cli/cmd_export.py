"""`motcua export`: the log back out, as a journal or for process-mining tools."""

from pathlib import Path

import click

from app.cli.meter import Meter
from app.cli.opening import opened
from app.cli.out import written
from app.services.export import export_jsonl, export_xes
from app.store.scope import Scope

WRITERS = {"jsonl": export_jsonl, "xes": export_xes}


@click.command(
    "export",
    help="Xuất nhật ký hồ sơ: jsonl (nhập lại được) hoặc xes (khai phá quy trình). "
    "Không có sổ phản ánh, kiến nghị: sổ đó chỉ nằm trong bản sao lưu cơ sở dữ liệu.",
)
@click.option("--agency", metavar="MÃ", help="Chỉ hồ sơ của cơ quan này.")
@click.option("--subtree", is_flag=True, help="Kể cả các cơ quan cấp dưới.")
@click.option("--format", "form", type=click.Choice([*WRITERS]), default="jsonl", show_default=True)
@click.option(
    "-o", "file", metavar="TỆP", type=click.Path(path_type=Path), help="Tệp ra; .gz thì được nén."
)
def command(agency: str | None, form: str, file: Path | None, *, subtree: bool) -> None:
    """Write the log to standard output or a file."""
    database = opened()
    scope = Scope(agency=agency, subtree=subtree)
    with written(file) as out, Meter("Đang xuất") as meter:
        cases = WRITERS[form](database, out, scope, meter)
    if file is not None and str(file) != "-":
        click.echo(f"Đã xuất {cases} hồ sơ ra {file}.", err=True)
