"""Vietnamese words only the pages need; what the log itself says stands in `workflows.words`."""

from workflows.desk_rights import ROLES
from workflows.words import CHANNELS, STATES, VERDICTS

__all__ = ["CHANNELS", "ROLES", "STATES", "VERDICTS"]
