"""click in Vietnamese: the few sentences of the library that a user of `motcua` can meet."""

import click
from click import core, decorators, exceptions, formatting, parser, types

SENTENCES = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Show this message and exit.": "Hiện hướng dẫn này.",
    "required": "bắt buộc",
    "default: {default}": "mặc định: {default}",
    "Missing argument": "Thiếu tham số",
    "Missing option": "Thiếu tùy chọn",
    "Missing parameter": "Thiếu tham số",
    "Choose from:\n\t{choices}": "Chọn một trong: {choices}",
    "No such option: {name}": "Không có tùy chọn {name}",
    "No such option {name!r}.": "Không có tùy chọn {name}.",
    "No such command {name!r}.": "Không có lệnh {name!r}.",
    "Missing command.": "Thiếu lệnh.",
    "Invalid value: {message}": "Giá trị không hợp lệ: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị không hợp lệ cho {param_hint}: {message}",
    "Option {name!r} requires an argument.": "Tùy chọn {name} cần một giá trị.",
    "Option {name!r} does not take a value.": "Tùy chọn {name} không nhận giá trị.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} không tồn tại.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} là thư mục.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} không đọc được.",
    "Could not open file {filename!r}: {message}": "Không mở được tệp {filename!r}: {message}",
    "file": "tệp",
    "File": "Tệp",
    "path": "đường dẫn",
    "Path": "Đường dẫn",
}
_SOURCES = (core, decorators, exceptions, formatting, parser, types)


def _vietnamese(message: str) -> str:
    return SENTENCES.get(message, message)


def _plural(one: str, many: str, count: int) -> str:
    plural = {
        "Got unexpected extra argument ({args})": "Thừa tham số ({args})",
        "{value!r} is not {choice}.": "{value!r} không phải là {choice}.",
        "{value!r} is not one of {choices}.": "{value!r} không nằm trong: {choices}.",
        "(Possible options: {possibilities})": "(Có thể là: {possibilities})",
        "Did you mean {possibility}?": "Có phải {possibility}?",
    }
    return plural.get(one, one if count == 1 else many)


def speak_vietnamese() -> None:
    """Make click speak Vietnamese in this process.

    click translates through the C library's catalogues, which a ward's PC does not have; its own
    hooks for that, `_` and `ngettext` in each module, are where the words are put in.
    """
    for source in _SOURCES:
        for name, words in (("_", _vietnamese), ("ngettext", _plural)):
            if hasattr(source, name):
                setattr(source, name, words)


def usage_sentence(error: click.ClickException) -> str:
    """A click error as one line, with where to read more."""
    line = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    help_hint = f" (xem {context.command_path} --help)" if context else ""
    return f"motcua: {line}{help_hint}"
