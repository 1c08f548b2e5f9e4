"""`motcua calendar`: versions of calendars, what a change would do to open cases, and doing it."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from app.cli.meter import Meter
from app.cli.opening import DAY, opened, the_time
from app.cli.out import say, say_json
from app.errors import BadInput, Unknown
from app.services.act import Press
from app.services.calendar_change import (
    RESULTS,
    NothingToMove,
    Progress,
    apply,
    to_the_end,
    unfinished,
)
from app.services.calendar_order import Order
from app.services.calendar_preview import Moving, Preview, preview
from app.services.calendar_targets import in_words
from app.services.calendar_versions import officer_named, versions
from app.services.packs import read_all
from app.store.engine import Database
from sla.words import instant_in_words
from sla.zone import local_date
from workflows.officer import Officer

PLACES = {"number": "--decision", "reason": "--reason", "day": "--date"}
JSON = click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
OPTIONS = "[TÙY CHỌN]"


@click.group(
    "calendar",
    help="Lịch làm việc: các phiên bản, xem trước và điều chỉnh hạn khi lịch đổi.",
    subcommand_metavar="LỆNH [THAM SỐ]…",
)
def command() -> None:
    """Calendars."""


@command.command("list", options_metavar=OPTIONS, help="Các phiên bản lịch, số hồ sơ theo mỗi bản.")
@JSON
def show(*, as_json: bool) -> None:
    """Every version, with the open cases it binds."""
    found = versions(opened())
    if as_json:
        say_json([one.as_json() for one in found])
        return
    for one in found:
        newest = " (mới nhất)" if one.newest else ""
        waiting = f", {one.submitted} chờ tiếp nhận" if one.submitted else ""
        guessed = f"; {one.provisional} ngày tạm tính" if one.provisional else ""
        years = f"{one.covers[0]}–{one.covers[1]}"
        say(
            f"{one.reference}{newest}: {years}, {one.offices} cơ quan, "
            f"{one.open} hồ sơ đang mở{waiting}{guessed}"
        )
    if not found:
        say("Chưa nạp lịch nào; hãy nạp bằng motcua load.")


@command.command(
    "preview", options_metavar=OPTIONS, help="Hồ sơ sẽ đổi hạn theo lịch mới nhất, hoặc theo TỆP."
)
@click.argument("files", metavar="[TỆP]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--agency", metavar="MÃ", help="Chỉ cơ quan này và các cơ quan dưới nó.")
@JSON
def look(files: tuple[Path, ...], agency: str | None, *, as_json: bool) -> None:
    """Say what would move; nothing is written."""
    packs, database = read_all(files), opened()
    tops = [agency] if agency else None
    found = preview(database, tops, now=the_time(database), packs=packs)
    if as_json:
        say_json(found.as_json())
        return
    for line in _told(found):
        say(line)


@command.command("apply", options_metavar=OPTIONS, help="Điều chỉnh hạn các hồ sơ theo lịch mới.")
@click.option("--agency", required=True, metavar="MÃ", help="Cơ quan này và các cơ quan dưới nó.")
@click.option("--decision", required=True, metavar="SỐ", help="Số quyết định, thông báo.")
@click.option("--date", "day", type=DAY, help="Ngày ban hành (mặc định: hôm nay).")
@click.option("--reason", default="lịch làm việc thay đổi", metavar="LÝ_DO", help="Lý do.")
@click.option("--by", required=True, metavar="TÊN", help="Tên đăng nhập của lãnh đạo quyết định.")
@click.option("--rebind", is_flag=True, help="Gắn lịch mới cả cho hồ sơ không đổi hạn.")
def move(
    agency: str, decision: str, day: date | None, reason: str, by: str, *, rebind: bool
) -> int:
    """Adjust; a second run does what the first one left."""
    database = opened()
    now = the_time(database)
    order = Order(
        number=decision,
        day=day or local_date(now),
        reason=reason,
        agency=agency,
        rebinds=rebind,
    )
    done = _applied(database, _leader(database, by, now), order, now)
    for result, words in RESULTS.items():
        number = sum(one.results.get(result, 0) for one in done)
        if number:
            say(f"{words}: {number} hồ sơ")
    left = sum(one.waiting + one.open_again for one in done)
    return 1 if left else 0


def _applied(database: Database, leader: Officer, order: Order, now: datetime) -> list[Progress]:
    """What an earlier run left, then what there is to do now."""

    def clock() -> datetime:
        return the_time(database)

    with Meter("Đang điều chỉnh hạn") as meter:

        def tell(one: Progress) -> None:
            meter(one.done, one.total)

        left = unfinished(database, leader.login)
        done = [to_the_end(database, number, clock=clock, progress=tell) for number in left]
        press = Press(officer=leader, key=secrets.token_hex(16), now=now)
        try:
            done.append(apply(database, press, order, clock=clock, progress=tell))
        except NothingToMove as nothing:
            if not done:
                say(f"{str(nothing)[0].upper()}{str(nothing)[1:]}.")
        except BadInput as error:
            place = PLACES.get(error.field or "")
            raise BadInput(f"{place}: {error}" if place else str(error)) from None
    return done


def _leader(database: Database, login: str, now: datetime) -> Officer:
    try:
        return officer_named(database, login, local_date(now))
    except Unknown as error:
        raise BadInput(f"--by: {error}") from None


def _told(found: Preview) -> Iterator[str]:
    yield from in_words(found.groups)
    for moving in found.moves:
        yield _line(moving)
    for moving in found.gaps:
        yield f"{moving.case.code}: {moving.plan.gap}"
    yield (
        f"{len(found.moves)} hồ sơ đổi hạn ({found.turning} đổi tình trạng), "
        f"{len(found.gaps)} không tính được, {found.same} chỉ đổi lịch gắn với hồ sơ, "
        f"{found.submitted} nộp trước khi lịch đổi (giữ lịch lúc nộp)."
    )


def _line(moving: Moving) -> str:
    plan = moving.plan
    if plan.move == "step" or plan.old_due is None or plan.new_due is None:
        return f"{moving.case.code}: chỉ hạn của bước đang làm đổi; {plan.reason()}"
    turned = ""
    if plan.turns:
        turned = " [đang quá hạn → còn hạn]" if plan.late_before else " [còn hạn → quá hạn]"
    dues = f"{instant_in_words(plan.old_due)} → {instant_in_words(plan.new_due)}"
    return f"{moving.case.code}: {dues}{turned}; {plan.reason()}"
