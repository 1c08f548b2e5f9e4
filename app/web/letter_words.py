"""Issued letters in words, and the addresses of their files."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.letters.versions import versions
from app.lists.letters import OfficeLetter
from app.services.letter_drawing import PDF
from app.services.letter_rules import APART, ASKED
from app.store.letters import IssuedRow
from app.web.forms import Field, Form
from workflows.events import LetterKind
from workflows.words import LETTERS

# The letters a page of one case issues, by the word of their address.
ISSUED_HERE: tuple[LetterKind, ...] = tuple(kind for kind in LETTERS if kind not in APART)
# Letters that say what the log cannot know.
ASKING: frozenset[LetterKind] = frozenset(ASKED)
_NOTHING = Form(fields=())
_TITLE = "Như in trên chữ ký: CHỦ TỊCH; ký thay thì “KT. CHỦ TỊCH, PHÓ CHỦ TỊCH”."
_HINT = "Họ tên người đứng đầu cơ quan, hoặc người được ký thay"


def asked_for(kind: LetterKind, heads: Sequence[str] = ()) -> Form:
    """The questions of a letter, none for most of them; `heads` are who may be meant."""
    if kind not in ASKING:
        return _NOTHING
    named = f"; hôm nay: {', '.join(heads)}" if heads else ""
    head = Field(name="head", label="Người ký thông báo", hint=f"{_HINT}{named}.", longest=120)
    title = Field(name="head_title", label="Chức danh của người ký", hint=_TITLE, longest=120)
    return Form(fields=(head, title))


def replaced_by(form: Form) -> Form:
    """The same questions for a letter that replaces one, and why it does."""
    why = Field(
        name="reason",
        label="Vì sao thay",
        kind="area",
        hint="Nói chỗ sai của bản cũ; ghi vào nhật ký của hồ sơ, không in trên văn bản.",
    )
    return Form(fields=(*form.fields, why))


def version_words(row: IssuedRow) -> str:
    """By which law a letter's form is, or that the office made it."""
    if row.template.startswith("own:"):
        return f"mẫu riêng của cơ quan, bản {row.template.rpartition('@')[2]}"
    folder, _, number = row.form.partition("/")
    name = next((one.name for one in versions().circulars if one.code == folder), "")
    return f"mẫu số {number}, {name}" if name else "mẫu của phần mềm, không do luật định"


def paper_href(row: IssuedRow | OfficeLetter) -> str:
    """Where the kept file of a letter is."""
    return url_for("letters.paper", **_named(row))


def copy_href(row: IssuedRow) -> str:
    """Where a copy to be edited is."""
    return url_for("letters.working", **_named(row))


def replace_href(row: IssuedRow) -> str:
    """Where a letter is replaced."""
    return url_for("letters.replacing", **_named(row))


def is_pdf(row: IssuedRow | OfficeLetter) -> bool:
    """Whether a browser shows it; an office's own template makes a DOCX."""
    return row.media == PDF


def anchor(row: IssuedRow) -> str:
    """What names a letter on the page of its case."""
    return f"letter-{row.agency}-{row.kind}-{row.year}-{row.serial}"


def _named(row: IssuedRow | OfficeLetter) -> dict[str, Any]:
    return {
        "code": row.case_code,
        "agency": row.agency,
        "kind": row.kind,
        "year": row.year,
        "serial": row.serial,
    }
