"""The invented accounts of an office, by rule, so that nobody has to list them."""

from dataclasses import dataclass

from workflows.agency import Role

# How many of each an office has.
SEATS = (
    (Role.ONE_STOP, "mc", 2),
    (Role.SPECIALIST, "cm", 3),
    (Role.LEADER, "ld", 1),
    (Role.CLERK, "vt", 1),
    (Role.CASHIER, "tp", 1),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """The logins of an office, each role's in order: `mc1.h00.x007`, `mc2.h00.x007` and so on."""

    one_stop: tuple[str, ...]
    specialist: tuple[str, ...]
    leader: tuple[str, ...]
    clerk: tuple[str, ...]
    cashier: tuple[str, ...]

    @classmethod
    def of(cls, agency: str) -> "Staff":
        """The accounts of the office of that code."""
        named = {role.value: _logins(short, seats, agency) for role, short, seats in SEATS}
        return cls(**named)

    def doing(self, role: str) -> tuple[str, ...]:
        """The logins of those who hold a role."""
        held: dict[str, tuple[str, ...]] = {
            "one_stop": self.one_stop,
            "specialist": self.specialist,
            "leader": self.leader,
            "clerk": self.clerk,
            "cashier": self.cashier,
        }
        return held[role]


def _logins(short: str, seats: int, agency: str) -> tuple[str, ...]:
    return tuple(f"{short}{number}.{agency.lower()}" for number in range(1, seats + 1))
