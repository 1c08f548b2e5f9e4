"""The form of each act of the desk, and the questions that every act asks besides."""

from collections.abc import Mapping

from app.services.act_page import ActPage
from app.web import act_forms_repair, act_forms_result, act_forms_steps, act_forms_work
from app.web.act_form import ActForm
from app.web.forms import Field, Form
from workflows.desk import ActName

NOW, THEN = "now", "then"

# `digitise` is missing: its form brings a file and is that of `app.web.uploads`; the apology and
# its letter have a page of their own (`app.web.act_words.OWN_PAGES`).
FORMS: Mapping[ActName, ActForm] = {
    **act_forms_work.FORMS,
    **act_forms_steps.FORMS,
    **act_forms_result.FORMS,
    **act_forms_repair.FORMS,
}

# When it happened: a short while ago is recorded at once, longer ago has to be proposed.
WHEN = (
    Field(
        name="when",
        label="Xảy ra",
        kind="radio",
        choices=((NOW, "Bây giờ"), (THEN, "Lúc khác")),
    ),
    Field(name="at", label="Xảy ra lúc", kind="moment", required=False),
    Field(
        name="late_reason",
        label="Vì sao bây giờ mới ghi",
        kind="area",
        required=False,
        longest=2000,
    ),
    Field(
        name="late_evidence",
        label="Căn cứ",
        required=False,
        hint="Giấy tờ chứng minh thời điểm: sổ giao nhận, biên nhận, văn bản.",
    ),
    Field(name="late_file", label="Tệp chứng minh", kind="file", required=False),
)


def is_repair(name: ActName) -> bool:
    """Whether an act is always only proposed, and tells its own time."""
    return name in act_forms_repair.FORMS


def whole_form(name: ActName, page: ActPage) -> Form:
    """The questions of an act and, but for repairs, when it happened."""
    fields = FORMS[name].asks(page)
    return Form(fields=fields if is_repair(name) else (*fields, *WHEN))


def main_fields(name: ActName, page: ActPage) -> tuple[Field, ...]:
    """The questions of an act alone."""
    return FORMS[name].asks(page)
