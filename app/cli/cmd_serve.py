"""`motcua serve`: the desk in a browser."""

import click

from app.cli.opening import opened
from app.cli.out import say
from config import Config

MORE = (
    "Một tiến trình thì dùng waitress; nhiều tiến trình thì dùng gunicorn, tiến trình nào chết sẽ "
    "được thay. Các mốc hạn được ghi và tin nhắn được gửi bởi tiến trình “motcua scheduler”, chạy "
    "riêng bên cạnh."
)
MOST_WORKERS, MOST_THREADS = 64, 32
_MB = 1024 * 1024


@click.command("serve", help="Mở bàn làm việc trên trình duyệt.", epilog=MORE)
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ của máy này.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Cổng; 0: cổng nào còn trống.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), default=1, show_default=True,
              help="Số tiến trình.")  # fmt: skip
@click.option("--threads", type=click.IntRange(1, MOST_THREADS), default=4, show_default=True,
              help="Số luồng của mỗi tiến trình.")  # fmt: skip
@click.option(
    "--reload", "reloads", is_flag=True, help="Chạy lại khi mã nguồn đổi (để phát triển)."
)
def command(host: str, port: int, workers: int, threads: int, *, reloads: bool) -> int:
    """Bring the schema up and serve until told to stop."""
    opened()
    config = Config.from_environment()
    # Made before there are workers, and refused here where it cannot be kept.
    config.signing_key()
    if reloads:
        _develop(host, port)
        return 0
    _serve(config, host, port, workers=workers, threads=threads)
    return 0


def _serve(config: Config, host: str, port: int, *, workers: int, threads: int) -> None:
    from app.cli import serving, serving_logs

    sock = serving.listening(host, port)
    serving_logs.take_over(config.log_level)
    port = sock.getsockname()[1]
    if workers > 1:
        from app.cli import serving_many

        # Each worker makes the application anew, when the folder of its figures is named.
        _welcome(host, port)
        serving_many.serve(sock, workers=workers, threads=threads, level=config.log_level)
        return
    from app.cli.serving_one import OneProcess

    largest = config.max_upload_mb * _MB
    # Made before anybody is told an address: what is broken shows here and not behind it.
    application = serving.application()
    _welcome(host, port)
    one = OneProcess(application, sock, threads=threads, largest=largest)
    one.stop_on_signals()
    one.run()
    say("Đã dừng.")


def _develop(host: str, port: int) -> None:
    """The development server, which starts again when a file changes."""
    from werkzeug.serving import run_simple

    from app.cli.serving import application

    app = application()
    app.jinja_env.auto_reload = True
    # The terminal of a developer gets the whole trace, which the log leaves out.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    run_simple(host, port, app, use_reloader=True, threaded=True)


def _welcome(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    say(f"Đang mở tại http://{shown}:{port} — dừng bằng Ctrl-C.")
