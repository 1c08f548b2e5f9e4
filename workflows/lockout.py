"""How failures to sign in are counted, and when they close the door for a while."""

from dataclasses import dataclass, replace
from datetime import datetime

from sla.zone import later


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """How many failures within how long close the door, and for how long each time.

    Attributes:
        failures: attempts that are let through before the door closes.
        window: minutes from the first failure after which the count begins anew.
        steps: minutes the door stays closed, the first time, the second time and so on.
        forgets: minutes after the last lock from which the first step holds again.
    """

    failures: int
    window: int
    steps: tuple[int, ...]
    forgets: int = 24 * 60


# Choices of this program, no rules of law. Five guesses a quarter of an hour at one login from one
# address, then fewer and fewer, find no password of ten characters, and somebody who mistypes waits
# no longer than a coffee. What a stranger does elsewhere does not count here.
PLACE_LIMIT = Limit(failures=5, window=15, steps=(15, 30, 60, 240))
# One login from all addresses together: so many that a few strangers do not close it for its owner,
# so few that a thousand addresses find nothing either.
LOGIN_LIMIT = Limit(failures=50, window=60, steps=(60, 240))
# A whole office may stand behind one address, so it gets more and is never closed for long.
ADDRESS_LIMIT = Limit(failures=50, window=15, steps=(15,))
# Minutes for which an address is the login's own after a good sign-in: 30 days. Neither what others
# do to the login elsewhere nor what they do at the address keeps its owner out there.
OWN_PLACE = 30 * 24 * 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What is counted against one login, one address, or one login at one address.

    An attempt is counted before its password is looked at, so that many at once cannot slip
    through together; what turns out well is taken back.

    Attributes:
        failures: since `since`, with the attempts that are being looked at.
        locks: how often the door has closed without a success between.
        locked_until: when it opened or will open again after the last time.
    """

    failures: int = 0
    locks: int = 0
    since: datetime | None = None
    locked_until: datetime | None = None

    def closed_until(self, limit: Limit, *, now: datetime) -> datetime | None:
        """When to try again; None for an open door."""
        if self.locked_until and now < self.locked_until:
            return self.locked_until
        current = self._current(limit, now)
        if current.since and current.failures >= limit.failures:
            return later(current.since, minutes=limit.window)
        return None

    def attempted(self, limit: Limit, *, now: datetime) -> "Tally":
        """With one more attempt, made while the door was open."""
        current = self._current(limit, now)
        return replace(current, failures=current.failures + 1, since=current.since or now)

    def failed(self, limit: Limit, *, now: datetime) -> "Tally":
        """After an attempt that was counted has failed: the last one allowed closes the door."""
        if self.failures < limit.failures:
            return self
        minutes = limit.steps[min(self.locks, len(limit.steps) - 1)]
        return Tally(locks=self.locks + 1, locked_until=later(now, minutes=minutes))

    def forgiven(self) -> "Tally":
        """With one attempt taken back."""
        return replace(self, failures=max(0, self.failures - 1))

    def _current(self, limit: Limit, now: datetime) -> "Tally":
        """Without what is too old to count."""
        kept = self
        if kept.locked_until and later(kept.locked_until, minutes=limit.forgets) <= now:
            kept = replace(kept, locks=0, locked_until=None)
        if kept.since and later(kept.since, minutes=limit.window) <= now:
            kept = replace(kept, failures=0, since=None)
        return kept
