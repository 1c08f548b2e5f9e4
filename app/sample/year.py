"""All cases of the sample year, each as its own list of entries."""

from collections.abc import Iterator

from app.sample import officers, words
from app.sample.arrivals import Entry, Request, accepted_directly, sent_before
from app.sample.courses import Course, Planner, Term, term_of
from app.sample.dice import Dice
from app.sample.office import HOUR
from app.sample.people import applicant, trainee
from app.sample.plan import PROFILES, QUARTERS, Flow, Profile
from app.sample.story import Story
from app.sample.ward import Ward, read_ward
from workflows import events as ev
from workflows.events import Channel

BY_POST = 0.2
COPY = "2.000635"


def year(seed: int) -> Iterator[list[Entry]]:
    """Every case; the order has no meaning."""
    ward, dice = read_ward(), Dice(seed)
    for number, quarter in enumerate(QUARTERS):
        term = term_of(quarter, ward)
        for profile in PROFILES.values():
            yield from _field(ward, term, profile, profile.flows[number], dice)
        for _ in range(quarter.refused):
            yield _refused(ward, term, dice)
        for person in range(1, quarter.trained + 1):
            yield _trained(ward, term, person, dice)


def _field(
    ward: Ward, term: Term, profile: Profile, flow: Flow, dice: Dice
) -> Iterator[list[Entry]]:
    planner = Planner(ward, term, profile, dice)
    for place, channel in enumerate(_channels(flow, profile, dice)):
        course = _planned(planner, flow, place, channel)
        request = Request(
            procedure=course.procedure.code, channel=channel, applicant=applicant(dice, channel)
        )
        yield Story(ward.office, profile, course, request, dice).tell()


def _channels(flow: Flow, profile: Profile, dice: Dice) -> list[Channel]:
    channels: list[Channel] = ["online"] * flow.online
    # Nobody posts a paper that is to be copied before his eyes.
    by_post = 0.0 if profile.steps else BY_POST
    channels += ["post" if dice.chance(by_post) else "direct" for _ in range(flow.direct)]
    return sorted(channels, key=lambda _: dice.random())


def _planned(planner: Planner, flow: Flow, place: int, channel: Channel) -> Course:
    if place < flow.overdue:
        return planner.overdue(channel)
    return planner.left(channel) if place < flow.left else planner.solved(channel)


def _refused(ward: Ward, term: Term, dice: Dice) -> list[Entry]:
    """Sent online and not taken in: refused on a ground, or never completed."""
    office, desk = ward.office, officers.desk(dice)
    ready = dice.span(term.begin + 40 * HOUR, term.end - 8 * HOUR)
    request = Request(procedure=COPY, channel="online", applicant=applicant(dice, "online"))
    answered = ready + dice.span(600, 6 * HOUR)
    told = sent_before(request, ready, answered, office, dice)
    at = office.at(answered)
    if dice.chance(0.4):
        reason = ev.SupplementRequested(
            at=at, items=(dice.pick(words.PAPERS),), reason=dice.pick(words.MISSING)
        )
        return [*told, Entry(event=reason, by=desk)]
    why, ground = dice.pick(words.REFUSED)
    return [*told, Entry(event=ev.Refused(at=at, reason=why, ground=ground), by=desk)]


def _trained(ward: Ward, term: Term, number: int, dice: Dice) -> list[Entry]:
    """Entered while the officers learnt the program, or twice, and struck out some days later."""
    office, desk, leader = ward.office, officers.desk(dice), officers.leader(dice)
    twice = number % 3 == 0
    who = applicant(dice, "direct") if twice else trainee(number)
    begun = office.starts[term.first + 18] + dice.span(HOUR, 6 * HOUR)
    request = Request(procedure=COPY, channel="direct", applicant=who)
    started = ev.StepStarted(at=office.at(begun + 900), step="appraise", assignee="hue.tp")
    struck = ev.Voided(
        at=office.at(begun + dice.span(3 * HOUR, 60 * HOUR)),
        reason=words.STRUCK[twice],
        approved_by=leader,
    )
    return [
        accepted_directly(request, office.at(begun), desk),
        Entry(event=started, by="hue.tp"),
        Entry(event=struck, by=officers.ADMIN),
    ]
