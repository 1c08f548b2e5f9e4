"""`motcua verify`: is everything as the log says?"""

import click

from app.cli.meter import Meter
from app.cli.opening import opened, the_time
from app.cli.out import say, say_json
from app.services.verify import verify
from config import Config


@click.command(
    "verify", help="Kiểm tra chuỗi băm, bảng đọc, các biểu và tệp văn bản so với nhật ký."
)
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def command(*, as_json: bool) -> int:
    """Check all of it; exit 1 and the first differing place when something is off."""
    with Meter("Đang kiểm tra") as meter:
        database = opened()
        folder = Config.from_environment().files_dir
        result = verify(database, now=the_time(database), folder=folder, progress=meter)
    if as_json:
        say_json(result.as_json())
    elif result.fault is None:
        say(
            f"Khớp: {result.events} sự kiện của {result.cases} hồ sơ, chuỗi băm liền mạch; "
            f"bảng đọc đúng như nhật ký; {result.petitions} phản ánh, kiến nghị đúng như sổ; "
            f"{result.tables} biểu II.06a tính hai cách đều bằng nhau; "
            f"{result.letters} tệp văn bản và {result.seals} tệp biểu đã ký nguyên vẹn."
        )
        if result.note is not None:
            say(f"Lưu ý: {result.note}.")
    if result.fault is not None:
        click.echo(str(result.fault), err=True)
    return 0 if result.fault is None else 1
