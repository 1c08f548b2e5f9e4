"""`motcua case`: one case, its clocks and its timeline."""

from datetime import datetime
from itertools import groupby

import click

from app.cli.opening import INSTANT, opened, the_time
from app.cli.out import say, say_json
from app.services.case_view import CaseView, TimelineEntry, case_view
from sla.words import day_in_words, instant_in_words
from sla.zone import local, local_date
from workflows.words import CHANNELS, STATES, VERDICTS


@click.command("case", help="Xem một hồ sơ: trạng thái, đồng hồ, diễn biến.")
@click.argument("code", metavar="MÃ")
@click.option("--at", type=INSTANT, help="Như tại thời điểm này (mặc định: bây giờ).")
@click.option("--as-known-at", type=INSTANT, help="Theo những gì đã ghi nhận đến lúc này.")
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def command(code: str, at: datetime | None, as_known_at: datetime | None, *, as_json: bool) -> None:
    """Show a case."""
    database = opened()
    now = the_time(database)
    view = case_view(database, code, at=at, as_known_at=as_known_at, now=now)
    if as_json:
        say_json(view.as_json())
        return
    _head(view)
    say("\nĐồng hồ")
    for clock in view.clocks:
        say(f"  {clock.in_words(view.setting.procedure)}")
    say("\nDiễn biến")
    for day, entries in groupby(view.timeline, key=lambda entry: local_date(entry.at)):
        say(f"  {day_in_words(day)}")
        for entry in entries:
            say(f"    {_entry(entry)}")


def _head(view: CaseView) -> None:
    case, setting = view.case, view.setting
    if view.notice:
        say(f"{view.notice}\n")
    say(f"Hồ sơ {case.code}: {STATES[case.state]}")
    say(f"  Thủ tục   {case.procedure} {setting.procedure.name}")
    say(f"  Cơ quan   {case.agency} {setting.agency.name}")
    say(f"  Kênh      {CHANNELS[case.channel]}")
    if case.applicant:
        say(f"  Người nộp {case.applicant.name}")
    if view.due_at:
        say(f"  Hẹn trả   {instant_in_words(view.due_at)}")
    if view.verdict and case.closed_at:
        say(f"  Kết thúc  {instant_in_words(case.closed_at)}: {VERDICTS[view.verdict]}")


def _entry(entry: TimelineEntry) -> str:
    line = entry.line
    by = f" — {line.by}" if line.by else ""
    late = line.recorded_at != entry.at
    recorded = f" [ghi nhận {local(line.recorded_at):%d/%m/%Y %H:%M}]" if late else ""
    first = f" [lúc đầu ghi {local(entry.first_said):%d/%m %H:%M}]" if entry.first_said else ""
    return f"{local(entry.at):%H:%M} {line.version}. {entry.text}{by}{recorded}{first}"
