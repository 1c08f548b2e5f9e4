"""The program `motcua`: its commands, and how an error becomes one sentence and an exit status."""

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from app.cli.words import speak_vietnamese, usage_sentence
from app.errors import BadInput, CaseChangedMeanwhile, MotcuaError, Refused, Unknown
from config import BadConfig
from sla.spec import SlaError

DONE, NO, UNUSABLE = 0, 1, 2
ANSWERS_NO = (Refused, CaseChangedMeanwhile)
STOPPED = (click.exceptions.Abort, click.ClickException)
FAILED = (MotcuaError, BadConfig, SlaError, OSError)
OPTIONS = "[TÙY CHỌN]"
# Where on the command line a field of the journal was given.
PLACES = {"data.agency": "--agency", "data.procedure": "--procedure", "case": "MÃ", "login": "TÊN"}

COMMANDS = (
    "load", "calendar", "account", "import", "export", "case", "due", "report", "check-table",
    "tick", "verify", "rebuild", "serve", "scheduler", "demo", "simulate",
)  # fmt: skip


class Commands(click.Group):
    """Finds a command in its module only when it is asked for, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, in the order of a working day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """`report` is `command` in `app.cli.cmd_report`."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"app.cli.cmd_{cmd_name.replace('-', '_')}").command
        found.options_metavar = OPTIONS
        # The whole sentence in the list of commands, which click would cut to one line.
        found.short_help = found.help
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader who closes our output early has simply seen enough."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Important: click itself would take this for a failure.
            _hush()
            return DONE


@click.command(
    cls=Commands,
    options_metavar=OPTIONS,
    subcommand_metavar="LỆNH [THAM SỐ]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def motcua() -> None:
    """Theo dõi hồ sơ một cửa: nhật ký sự kiện, thời hạn tính theo giờ làm việc, biểu báo cáo.

    Cơ sở dữ liệu lấy từ MOTCUA_DATABASE_URL (mặc định: SQLite trong thư mục var/).
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the answer is no, 2 unusable arguments or input."""
    speak_vietnamese()
    given = sys.argv[1:] if arguments is None else list(arguments)
    # Important: what the system could not decode stands in an argument as half a character.
    if any("\ud800" <= letter <= "\udfff" for word in given for letter in word):
        return _said(UNUSABLE, "motcua: dòng lệnh có chữ không đúng bảng mã UTF-8")
    try:
        status = motcua.main(given, prog_name="motcua", standalone_mode=False)
    except STOPPED as error:
        return _stopped(error)
    except FAILED as error:
        return _failed(error)
    return status if isinstance(status, int) else DONE


def _stopped(error: click.exceptions.Abort | click.ClickException) -> int:
    if isinstance(error, click.exceptions.Abort):
        return _said(NO, "; ".join(["đã dừng theo yêu cầu", *filter(None, [str(error)])]))
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return _said(UNUSABLE, error.format_message())
    return _said(UNUSABLE, usage_sentence(error))


def _failed(error: Exception) -> int:
    if isinstance(error, OSError):
        # Imported here, so that the help comes without the database's library.
        from app.store.engine import why

        _hush()
        place = error.filename or "đầu ra chuẩn"
        return _said(UNUSABLE, f"motcua: {place}: không ghi được ({why(error)})")
    return _said(NO if isinstance(error, ANSWERS_NO) else UNUSABLE, *_sentences(error))


def _hush() -> None:
    """Let what is still waiting for standard output go nowhere, or Python complains at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentences(error: Exception) -> Sequence[str]:
    if isinstance(error, BadInput):
        return error.problems
    place = PLACES.get(error.field) if isinstance(error, Unknown) else None
    return (f"{place}: {error}" if place else str(error),)


def _said(status: int, *sentences: str) -> int:
    for sentence in sentences:
        click.echo(sentence, err=True)
    return status
