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
    "Option {name!r} does not take a value.": "Tùy chọn {name} không nhận giá trị.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} không tồn tại.",
    "Argument {name!r} takes {nargs} values.": "Tham số {name} cần {nargs} giá trị.",
    "Positional arguments": "Tham số",
    "Value must be an iterable.": "Phải là một dãy giá trị.",
    "{name} {filename!r} is a file.": "{name} {filename!r} là tệp, không phải thư mục.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} không ghi được.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} là thư mục.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} không đọc được.",
    "Could not open file {filename!r}: {message}": "Không mở được tệp {filename!r}: {message}",
    "directory": "thư mục",
    "Directory": "Thư mục",
    "file": "tệp",
    "File": "Tệp",
    "path": "đường dẫn",
    "Path": "Đường dẫn",
}
# By the English singular; Vietnamese has one form for both numbers.
PLURALS = {
    "Got unexpected extra argument ({args})": "Thừa tham số ({args})",
    "{value!r} is not {choice}.": "{value!r} không nằm trong: {choices}.",
    "Did you mean {possibility}?": "Có phải {possibility}?",
    "Option {name!r} requires an argument.": "Tùy chọn {name} cần {nargs} giá trị.",
    "Takes {nargs} values but 1 was given.": "Cần {nargs} giá trị nhưng có {len}.",
    "{len_type} values are required, but {len_value} was given.": (
        "Cần {len_type} giá trị nhưng có {len_value}."
    ),
}
_SOURCES = (core, decorators, exceptions, formatting, parser, types)


def _vietnamese(message: str) -> str:
    return SENTENCES.get(message, message)


def _plural(one: str, many: str, count: int) -> str:
    return PLURALS.get(one, one if count == 1 else many)


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
