"""The life of one case: how it comes in, how it is worked on, and how it ends."""

from app.sample.dice import Dice
from app.sample.province import phrases
from app.sample.province.afterwards import afterwards
from app.sample.province.course import HOUR, course_of
from app.sample.province.kinds import Kind
from app.sample.province.labour import Labour, supplement
from app.sample.province.people import person, trainee
from app.sample.province.telling import Telling
from app.sample.province.world import Coming, Desk, World

BY_POST = 0.08
ASKED, REFUSED, SLOW = 0.04, 0.006, 0.02
TRAINING, STRUCK_OUT = 0.002, 0.8
TREND = 0.45  # by how much more is sent online at the end of the period than at its beginning


class Life:
    """One case: who asks whom for what, and by which way."""

    def __init__(self, world: World, coming: Coming, dice: Dice) -> None:
        self.hours, self.coming, self.dice = world.hours, coming, dice
        self.told = Telling()
        self.desk: Desk = world.desk(dice)
        asked = self.desk.asked if coming.office_hours else self.desk.sent
        self.kind: Kind = asked.draw(dice)
        self.channel = self._channel()
        self.clerk = dice.pick(self.desk.staff.one_stop)
        self.training = self.channel == "direct" and dice.random() < TRAINING

    def tell(self) -> Telling:
        """Everything from the first sign on."""
        accepted = self._arrival()
        if self.training:
            self._struck_out(self.hours.worked(self.coming.wall))
        elif accepted is not None:
            for mark in self._labour(accepted).marks():
                self.at(*mark)
            afterwards(self.told, self.kind, self.desk.staff, self.hours, self.dice)
        return self.told

    def at(self, worked: int, type_: str, data: str = "{}", by: str = "") -> None:
        """Something that happens at a working second."""
        self.told.add(self.hours.wall(worked), type_, data, by)

    def _channel(self) -> str:
        manner, dice = self.kind.manner, self.dice
        often = manner.online * (1 + TREND * (self.coming.elapsed - 0.5))
        if not self.coming.office_hours or dice.random() < often:
            return "online"
        # Nobody posts what is done before his eyes.
        return "post" if not self.kind.same_day and dice.random() < BY_POST else "direct"

    def _opening(self) -> str:
        online, also = self.channel == "online", ',"training":true' if self.training else ""
        if self.training:
            who = trainee(self.coming.serial)
        else:
            who = person(self.dice, self.desk.place, online=online)
        return (
            f'{{"agency":"{self.desk.code}","procedure":"{self.kind.procedure}",'
            f'"channel":"{self.channel}","applicant":{who}{also}}}'
        )

    def _arrival(self) -> int | None:
        """Tell how it comes in; the working second of the acceptance, None if there is none."""
        wall, worked = self.coming.wall, self.hours.worked(self.coming.wall)
        if self.channel == "direct":
            self.told.add(wall, "accepted", self._opening(), self.clerk)
            return worked
        online = self.channel == "online"
        self.told.add(wall, "submitted", self._opening(), "" if online else self.clerk)
        return self._answered(self._asked(worked) if online else worked)

    def _asked(self, worked: int) -> int:
        """Sometimes something is missing: the working second at which everything is there."""
        dice = self.dice
        if dice.random() >= ASKED:
            return worked
        asked = worked + dice.span(600, 7 * HOUR)
        brought = asked + dice.span(HOUR, 40 * HOUR)
        self.at(asked, "supplement_requested", supplement(dice), self.clerk)
        self.at(brought, "supplemented")
        return brought

    def _answered(self, ready: int) -> int | None:
        dice = self.dice
        slow = dice.random() < SLOW
        answered = ready + (dice.span(17 * HOUR // 2, 14 * HOUR) if slow else self._lag())
        if dice.random() < REFUSED:
            reason, ground = dice.pick(phrases.REFUSED)
            self.at(answered, "refused", f'{{"reason":{reason},"ground":{ground}}}', self.clerk)
            return None
        self.at(answered, "accepted", by=self.clerk)
        return answered

    def _lag(self) -> int:
        # The smaller of two draws: most are looked at soon, all within the 8 hours.
        return min(self.dice.span(240, 7 * HOUR), self.dice.span(240, 7 * HOUR))

    def _struck_out(self, accepted: int) -> None:
        """Entered while the officers learnt the program; some are forgotten and hang for ever."""
        dice, leader = self.dice, self.desk.staff.leader[0]
        if dice.random() < STRUCK_OUT:
            data = f'{{"reason":{phrases.TRAINED},"approved_by":"{leader}"}}'
            self.at(accepted + dice.span(HOUR, 60 * HOUR), "voided", data, self.clerk)

    def _labour(self, accepted: int) -> Labour:
        return Labour(
            kind=self.kind,
            staff=self.desk.staff,
            clerk=self.clerk,
            course=course_of(self.kind, accepted, self.hours, self.dice),
            hours=self.hours,
            dice=self.dice,
        )
