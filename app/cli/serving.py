"""What serving by one process and by several have in common: the socket and the application."""

import errno
import socket
from typing import Any

from werkzeug.utils import import_string

from app.cli.opening import unusable
from app.errors import BadInput
from app.store.engine import why

BACKLOG = 256
_PORTS = {
    errno.EADDRINUSE: "đang được chương trình khác dùng; hãy chọn cổng khác",
    errno.EACCES: "cần quyền quản trị máy; hãy chọn cổng từ 1024 trở lên",
}


def application() -> Any:
    """The application behind `wsgi:app`, by the name any server knows it by."""
    return import_string("wsgi:app")


def listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections on an address of this machine.

    Raises:
        BadInput: for an address that is not ours, or a port that is taken or not allowed.
    """
    family, address = _address(host, port)
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        # A server started again must not wait for the last connections of the one before.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise _refused(error, host, port) from None
    return sock


def _address(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise unusable("serve", "--host", f"không hiểu địa chỉ “{host}”") from None
    family, _, _, _, address = found[0]
    return family, address


def _refused(error: OSError, host: str, port: int) -> BadInput:
    if words := _PORTS.get(error.errno or 0):
        return unusable("serve", "--port", f"cổng {port} {words}")
    if error.errno == errno.EADDRNOTAVAIL:
        return unusable("serve", "--host", f"máy này không có địa chỉ “{host}”")
    return unusable("serve", "--host", f"không mở được {host}, cổng {port} ({why(error)})")
