"""Where this morning's cases begin: who comes, for what, with which papers."""

from collections.abc import Mapping

from app.sample.dice import Dice
from app.sample.people import caller
from app.sample.tale import Tale, Wish
from app.sample.ward import AGENCY, Ward
from workflows.events import Applicant, Channel, Paper

FORM = Paper(name="Tờ khai theo mẫu", kind="original", count=1)
IDENTITY = Paper(name="Căn cước công dân", kind="copy", count=1)

# Beside the form; not a checklist of the law, only what lies in the sample's folders.
PAPERS: Mapping[str, tuple[Paper, ...]] = {
    "1.001193": (FORM, Paper(name="Giấy chứng sinh", kind="original", count=1)),
    "1.000656": (FORM, Paper(name="Giấy báo tử", kind="original", count=1)),
    "1.000894": (FORM, Paper(name="Giấy xác nhận tình trạng hôn nhân", kind="original", count=2)),
    "2.000815": (Paper(name="Bản chính cần chứng thực", kind="original", count=3),),
    "2.000884": (Paper(name="Giấy tờ cần chứng thực chữ ký", kind="original", count=2), IDENTITY),
    "LT.KS01": (FORM, Paper(name="Giấy chứng sinh", kind="electronic", count=1)),
}


class Stage:
    """Lets people come to a desk, each with a number of their own."""

    def __init__(self, ward: Ward, dice: Dice) -> None:
        self._ward, self._dice, self._people = ward, dice, 0

    def person(self, name: str, *, online: bool = False) -> Applicant:
        """Somebody new, even if the name was there before."""
        self._people += 1
        return caller(name, self._people, online=online)

    def case(
        self,
        who: str | Applicant,
        procedure: str,
        channel: Channel = "online",
        *,
        agency: str = AGENCY,
    ) -> Tale:
        """A case of somebody new, or of a person who came before."""
        online = channel == "online"
        wish = Wish(
            procedure=procedure,
            channel=channel,
            applicant=self.person(who, online=online) if isinstance(who, str) else who,
            agency=agency,
            papers=PAPERS.get(procedure, (FORM, IDENTITY)),
        )
        return Tale(self._ward, wish, self._dice)
