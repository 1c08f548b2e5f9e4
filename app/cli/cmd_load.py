"""`motcua load`: setup packs into the database."""

from pathlib import Path

import click

from app.cli.opening import opened
from app.cli.out import say
from app.services.packs import load_packs


@click.command("load", help="Nạp dữ liệu thiết lập (lịch, cơ quan, lĩnh vực, thủ tục) từ tệp YAML.")
@click.argument(
    "paths", metavar="ĐƯỜNG_DẪN…", nargs=-1, required=True, type=click.Path(path_type=Path)
)
def command(paths: tuple[Path, ...]) -> None:
    """Load files and folders; a second time changes nothing."""
    loaded = load_packs(opened(), paths)
    for warning in loaded.warnings:
        click.echo(str(warning), err=True)
    counts = loaded.counts
    say(f"Đã nạp: {counts.new} mục mới, {counts.changed} mục đổi, {counts.same} mục giữ nguyên.")
