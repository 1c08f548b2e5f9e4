"""The program `motcua`: its commands, and how an error becomes one sentence and an exit status."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from app.cli.words import speak_vietnamese, usage_sentence
from app.errors import BadInput, CaseChangedMeanwhile, MotcuaError, Refused
from config import BadConfig
from sla.spec import SlaError

DONE, NO, UNUSABLE = 0, 1, 2
ANSWERS_NO = (Refused, CaseChangedMeanwhile)


COMMANDS = (
    "load", "import", "export", "case", "due", "report", "tick", "verify", "rebuild", "demo",
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
        found: click.Command = import_module(f"app.cli.cmd_{cmd_name}").command
        return found


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def motcua() -> None:
    """Theo dõi hồ sơ một cửa: nhật ký sự kiện, thời hạn tính theo giờ làm việc, biểu báo cáo.

    Cơ sở dữ liệu lấy từ MOTCUA_DATABASE_URL (mặc định: SQLite trong thư mục var/).
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the answer is no, 2 unusable arguments or input."""
    speak_vietnamese()
    try:
        status = motcua.main(arguments, prog_name="motcua", standalone_mode=False)
    except click.exceptions.Abort:
        return _said(NO, "đã dừng theo yêu cầu")
    except click.ClickException as error:
        return _said(UNUSABLE, usage_sentence(error))
    except (MotcuaError, BadConfig, SlaError) as error:
        return _said(NO if isinstance(error, ANSWERS_NO) else UNUSABLE, *_sentences(error))
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO
    return status if isinstance(status, int) else DONE


def _sentences(error: Exception) -> Sequence[str]:
    return error.problems if isinstance(error, BadInput) else (str(error),)


def _said(status: int, *sentences: str) -> int:
    for sentence in sentences:
        click.echo(sentence, err=True)
    return status
