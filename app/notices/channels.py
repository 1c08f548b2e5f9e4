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
    files = config.files_dir
    return {
        name: _channel(name, place, files) for name, place in places.items() if place is not None
    }


def _channel(name: str, place: MailServer | Gateway | Path, files: Path) -> Channel:
    if isinstance(place, MailServer):
        return MailChannel(name, place, files=files)
    if isinstance(place, Gateway):
        return GatewayChannel(name, place)
    return FolderChannel(name, place, files=files)
