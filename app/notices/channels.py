"""The channels a configuration names."""

from pathlib import Path

from app.notices.channel import Away, Channel, Later, Never
from app.notices.folder import FolderChannel
from app.notices.gateway import GatewayChannel
from app.notices.mail import MailChannel
from app.notices.people import MAIL, SMS, ZALO
from config import Config, Gateway, MailServer

__all__ = ["Away", "Channel", "Later", "Never", "channels_of"]


def channels_of(config: Config) -> dict[str, Channel]:
    """The channels this process can send by, by name; none without configuration."""
    places = {MAIL: config.mail, SMS: config.sms, ZALO: config.zalo}
    return {name: _channel(name, place) for name, place in places.items() if place is not None}


def _channel(name: str, place: MailServer | Gateway | Path) -> Channel:
    if isinstance(place, MailServer):
        return MailChannel(name, place)
    return GatewayChannel(name, place) if isinstance(place, Gateway) else FolderChannel(name, place)
