"""Forms of the honest repairs, which only propose: the true time of an event, striking a case."""

from datetime import datetime

from app.services.act_page import ActPage
from app.web.act_form import ActForm, Commands, Values
from app.web.forms import Choice, Field
from app.web.render import at_words
from workflows import commands as cmd
from workflows import events as ev
from workflows.desk import ActName
from workflows.evolve import true_times
from workflows.guards import may_be_mended
from workflows.sentences import sentence

_LONGEST = 90  # characters of a sentence in a list of events

REASON = Field(name="reason", label="Lý do", kind="area", longest=2000)
EVIDENCE = Field(
    name="evidence",
    label="Căn cứ",
    longest=500,
    hint="Giấy tờ chứng minh: số văn bản, trang sổ, biên nhận.",
)
PROOF = Field(name="proof_file", label="Tệp chứng minh", kind="file", required=False)


def _events(page: ActPage) -> tuple[Choice, ...]:
    """What can be corrected, newest first, each with its time and sentence."""
    lines = page.lines
    times = true_times(tuple(line.event for line in lines))
    told = (
        (str(line.version), _told(page, event))
        for line, event in zip(lines, times, strict=True)
        if may_be_mended(event)
    )
    return tuple(reversed(list(told)))


def _told(page: ActPage, event: ev.Event) -> str:
    words = f"{at_words(event.at, now=page.now)} — {sentence(event, page.setting.procedure)}"
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _correct_asks(page: ActPage) -> tuple[Field, ...]:
    return (
        Field(name="of", label="Việc đã ghi sai thời điểm", kind="select", choices=_events(page)),
        Field(name="true_at", label="Thật ra xảy ra lúc", kind="moment"),
        REASON,
        EVIDENCE,
        PROOF,
    )


def _correct(page: ActPage, values: Values, at: datetime) -> Commands:
    return (
        cmd.CorrectEvent(
            at=at,
            of=int(values["of"]),
            true_at=values["true_at"],
            reason=values["reason"],
            approved_by=page.officer.login,
        ),
    )


def _void_asks(page: ActPage) -> tuple[Field, ...]:
    return REASON, EVIDENCE, PROOF


def _void(page: ActPage, values: Values, at: datetime) -> Commands:
    return (cmd.VoidCase(at=at, reason=values["reason"], approved_by=page.officer.login),)


FORMS: dict[ActName, ActForm] = {
    "correct": ActForm(
        asks=_correct_asks,
        makes=_correct,
        moves=True,
        intro="Nhật ký giữ cả thời điểm đã ghi và thời điểm đúng. Người thứ hai phải duyệt.",
    ),
    "void": ActForm(
        asks=_void_asks,
        makes=_void,
        moves=True,
        intro=(
            "Chỉ cho hồ sơ nhập trùng hoặc nhập thử. Hồ sơ ra khỏi mọi biểu nhưng còn trong nhật "
            "ký. Người thứ hai phải duyệt."
        ),
    ),
}
