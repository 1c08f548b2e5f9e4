"""What an officer wants to be told, by which way, and where they can be reached."""

from collections.abc import Collection, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput
from app.notices.choices import KINDS
from app.notices.wording import Previewed, preview
from app.services.notice_choices import NoticeSettings, keep_notice_settings, notice_settings
from app.services.outbox import CHANNELS
from app.web.access import signed_in
from app.web.forms import Field, Filled, Form
from app.web.identity import officer
from app.web.moment import db
from app.web.notice_words import (
    KIND_HINTS,
    KIND_NAMES,
    mode_name,
    modes_in_words,
    pairs,
)
from workflows.agency import Level

pages = Blueprint("notice_choices", __name__, url_prefix="/notices/choices")
Answer = str | Response | tuple[str, int]
_EXAMPLE = "staff.case.day_1"
ADDRESSES = (
    Field(
        name="email",
        label="Thư điện tử",
        kind="email",
        required=False,
        longest=254,
        hint="Để trống thì không nhận thư.",
        autocomplete="email",
    ),
    Field(
        name="phone",
        label="Số di động",
        kind="tel",
        required=False,
        longest=30,
        hint="Cho SMS và Zalo. Để trống thì không nhận tin nhắn.",
        autocomplete="tel-national",
    ),
)


@pages.route("", methods=["GET", "POST"])
@signed_in
def form() -> Answer:
    """The own settings and no others; a POST keeps them."""
    login = officer().login
    settings = notice_settings(db(), login)
    if request.method == "GET":
        return _page(settings, _typed(settings))
    asked = form_of(settings.served)
    filled = asked.read(request.form)
    if not filled.good:
        return _page(settings, filled), 422
    given = {name: value or "" for name, value in filled.values.items()}
    modes = _modes(given, settings.served)
    try:
        keep_notice_settings(db(), login, email=given["email"], phone=given["phone"], modes=modes)
    except BadInput as error:
        return _page(settings, filled.with_error(error.field or "", str(error))), 422
    flash("Đã lưu cách nhận thông báo.", "done")
    return redirect(url_for("notice_choices.form"), 303)


def form_of(served: Collection[str]) -> Form:
    """The addresses, and a select for every kind on every channel that is served."""
    selects = (
        Field(
            name=f"{kind}.{channel}",
            label=f"{KIND_NAMES[kind]}, {CHANNELS[channel]}",
            kind="select",
            choices=modes_in_words(kind),
        )
        for kind, channel in pairs()
        if channel in served
    )
    return Form(fields=(*ADDRESSES, *selects))


def _modes(given: Mapping[str, str], served: Collection[str]) -> dict[tuple[str, str], str]:
    """What was chosen; channels that are not served are not in the form and stay as they are."""
    return {
        (kind, channel): given[f"{kind}.{channel}"]
        for kind, channel in pairs()
        if channel in served
    }


def _typed(settings: NoticeSettings) -> Filled:
    modes = {f"{kind}.{channel}": mode for (kind, channel), mode in settings.modes.items()}
    email, phone = settings.email or "", settings.phone or ""
    return Filled(typed={**modes, "email": email, "phone": phone})


def _page(settings: NoticeSettings, filled: Filled) -> str:
    asked = form_of(settings.served)
    kept = {
        f"{kind}.{channel}": mode_name(kind, mode)
        for (kind, channel), mode in settings.modes.items()
    }
    return render_template(
        "pages/notice_choices.html",
        form=asked,
        addresses=ADDRESSES,
        fields={field.name: field for field in asked.fields},
        filled=filled,
        kinds=[(kind, KIND_NAMES[kind], KIND_HINTS[kind]) for kind in KINDS],
        channels=[(channel, name, _lack(settings, channel)) for channel, name in CHANNELS.items()],
        served=settings.served,
        kept=kept,
        examples=_examples(),
    )


def _lack(settings: NoticeSettings, channel: str) -> str:
    """Why nothing comes by a channel; empty where nothing is lacking."""
    if channel not in settings.served:
        return "cơ quan chưa mở kênh này"
    if channel == "mail":
        return "" if settings.email else "chưa có địa chỉ thư"
    return "" if settings.phone else "chưa có số di động"


def _examples() -> list[tuple[str, Previewed]]:
    """One notice as each way says it, with sample values."""
    names = {"bell": "Chuông trên trang", **CHANNELS}
    return [
        (names[text.channel], text)
        for text in preview(Level.COMMUNE)
        if text.event == _EXAMPLE and text.channel in names
    ]
