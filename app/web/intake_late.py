"""An intake of too long ago: why and by what proof, on the same form, for a leader to allow."""

from app.services.act import Press
from app.services.proposals import Draft, propose
from app.store.proposals import Proposal
from app.web.intake_form import IntakeSent, commands
from app.web.intake_show import Shown
from app.web.moment import db

_WANTED = (
    (
        "late_reason",
        "lúc tiếp nhận đã qua lâu nên một người không ghi được: hãy ghi vì sao bây giờ mới ghi, "
        "rồi gửi lãnh đạo duyệt",
    ),
    ("late_evidence", "hãy ghi căn cứ của thời điểm này"),
)


def explained(sent: IntakeSent) -> bool:
    """Whether the form says why it comes late, and what proves the time."""
    return all(sent.filled.values.get(name) for name, _ in _WANTED)


def unexplained(shown: Shown) -> Shown:
    """The same, asking for what a leader has to know."""
    for name, words in _WANTED:
        if not shown.sent.filled.values.get(name):
            shown = shown.complaining(name, words)
    return shown


def offered(shown: Shown) -> Proposal:
    """Put the intake before a leader; nothing is recorded until they allow it.

    Raises:
        As `app.services.proposals.propose`.
    """
    page, values = shown.page, shown.sent.filled.values
    draft = Draft(
        kind="late",
        commands=commands(page, shown.sent),
        reason=values["late_reason"],
        evidence=values["late_evidence"],
    )
    return propose(db(), Press(officer=page.officer, key=shown.key, now=page.now), None, draft)
