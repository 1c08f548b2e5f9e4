"""`motcua simulate`: a made-up province of any size, as a setup pack and a journal."""

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from app.cli.meter import Meter
from app.cli.opening import DAY, unusable, wall_time
from app.cli.out import say, written
from app.sample.province import MAX_AGENCIES, MAX_CASES, NOTICE, Plan, made, pack_text, world_of
from sla.spec import CalendarGap
from sla.zone import day_number, day_of, local_date

# The year that is made when no days are given: the same next year.
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
YEAR = 365  # days of a period of which only one end is given
MAX_SEED = 10**18
ENDINGS = (".gz", ".jsonl")


class Whole(click.ParamType[int]):
    """A whole number between two, both possible."""

    name = "số"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or fail as click wants."""
        text = str(value)
        # No longer than the greatest, for Python does not read a number of any length.
        digits = text.isascii() and text.isdigit() and len(text) <= len(str(self.high))
        if not digits or not self.low <= int(text) <= self.high:
            self.fail(f"“{text}” không phải số nguyên từ {self.low} đến {self.high}", param, ctx)
        return int(text)


@dataclass(kw_only=True, slots=True)
class Made:
    """What was written, counted while it goes on."""

    cases: int = 0
    events: int = 0


@click.command("simulate", help="Tạo một tỉnh mô phỏng: tệp thiết lập và nhật ký hồ sơ bịa ra.")
@click.option(
    "--agencies",
    metavar="SỐ",
    type=Whole(1, MAX_AGENCIES),
    required=True,
    help="Số đơn vị tiếp nhận hồ sơ (sở, huyện, xã).",
)
@click.option("--cases", metavar="SỐ", type=Whole(1, MAX_CASES), help="Số hồ sơ (khi có -o).")
@click.option(
    "--seed",
    metavar="SỐ",
    type=Whole(0, MAX_SEED),
    required=True,
    help="Số hạt giống: cùng số, cùng kết quả.",
)
@click.option("--from", "first", metavar="NGÀY", type=DAY, help="Ngày đầu có hồ sơ đến.")
@click.option("--to", "last", metavar="NGÀY", type=DAY, help="Ngày cuối; nhật ký dừng ở đó.")
@click.option(
    "-o",
    "out",
    metavar="TỆP",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Nhật ký (.jsonl, .jsonl.gz; “-” là đầu ra chuẩn).",
)
@click.option(
    "--pack",
    metavar="TỆP",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Tệp thiết lập; không ghi thì nằm cạnh nhật ký. Không có -o thì chỉ tạo tệp này.",
)
def command(out: Path | None, pack: Path | None, cases: int | None, **given: Any) -> None:
    """Write the pack, then the journal; nothing of a file that is not whole."""
    _must_make_something(out, pack, cases)
    first, last = _period(given["first"], given["last"])
    plan = Plan(
        agencies=given["agencies"],
        cases=cases or 0,
        seed=given["seed"],
        first=first,
        last=last,
    )
    _checked(plan)
    _keep_pack(plan, pack or _beside(out))
    if out is not None:
        done = _keep_journal(plan, out)
        if str(out) != "-":
            say(_summary(plan, done))


def _must_make_something(out: Path | None, pack: Path | None, cases: int | None) -> None:
    if out is None and pack is None:
        raise unusable("-o", "tệp", "hãy ghi nơi để nhật ký (-o TỆP), hay --pack TỆP")
    if out is not None and cases is None:
        raise unusable("--cases", "số hồ sơ", "hãy ghi số hồ sơ của nhật ký")
    if out is not None and out == pack:
        raise unusable("--pack", "tệp", "nhật ký và tệp thiết lập phải là hai tệp khác nhau")


def _period(first: date | None, last: date | None) -> tuple[date, date]:
    """The days given; of a single one the year it begins or ends."""
    if first is not None:
        return first, last or day_of(day_number(first) + YEAR - 1)
    return (day_of(day_number(last) - YEAR + 1), last) if last is not None else (FIRST, LAST)


def _checked(plan: Plan) -> None:
    if plan.last < plan.first:
        raise unusable("--to", "ngày", f"ngày cuối nằm trước ngày đầu {plan.first:%d/%m/%Y}")
    if plan.last > local_date(wall_time()):
        words = f"{plan.last:%d/%m/%Y} chưa qua; nhật ký của ngày mai sẽ không nhập được"
        raise unusable("--to", "ngày", words)
    try:
        world_of(plan)
    except CalendarGap as gap:
        raise unusable("--from, --to", "lịch", f"{gap}") from None


def _beside(out: Path | None) -> Path | None:
    """`FILE.pack.yaml` beside `FILE.jsonl.gz`; nothing beside standard output."""
    if out is None or str(out) == "-":
        return None
    bare = out
    for ending in ENDINGS:
        bare = bare.with_suffix("") if bare.suffix == ending else bare
    return bare.with_name(f"{bare.name}.pack.yaml")


def _keep_pack(plan: Plan, path: Path | None) -> None:
    if path is not None:
        with written(path) as sink:
            sink.write(pack_text(plan).encode())


def _keep_journal(plan: Plan, out: Path) -> Made:
    packed, done = out.suffix == ".gz", Made()
    # Packed by whoever makes a slice, on all processors, and not once more here.
    slices = made(plan, packed=packed, processes=os.cpu_count() or 1)
    with written(out, packed=packed) as sink, Meter("Đang mô phỏng") as meter, closing(slices):
        for slice_ in slices:
            sink.write(slice_.content)
            done.cases += slice_.cases
            done.events += slice_.events
            meter(done.cases, plan.cases)
    return done


def _summary(plan: Plan, done: Made) -> str:
    return (
        f"Đã tạo {done.cases} hồ sơ, {done.events} sự kiện của {plan.agencies} đơn vị, "
        f"từ {plan.first:%d/%m/%Y} đến {plan.last:%d/%m/%Y}. {NOTICE}"
    )
