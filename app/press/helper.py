"""A press in a process of its own, for one that cannot compile (see room.py)."""

from multiprocessing import get_context
from multiprocessing.connection import Connection

from app.press.press import Inputs, NotDrawn, Press, Template

# Important: not "fork", which is what the helper is there to get away from.
FRESH = get_context("spawn")


class Helper:
    """The near end of the pipe; the far end stops when this one is gone."""

    def __init__(self, template: Template) -> None:
        self._pipe, far = FRESH.Pipe()
        self._process = FRESH.Process(target=serve, args=(far, template), daemon=True)
        self._process.start()
        far.close()

    def drawn(self, inputs: Inputs, seconds: int) -> bytes:
        """As `Press.drawn`, over there.

        Raises:
            NotDrawn: as there, and when the helper has died.
        """
        (paper,) = self._asked(inputs, seconds)
        return paper

    def pictured(self, inputs: Inputs, seconds: int) -> list[bytes]:
        """As `Press.pictured`, over there.

        Raises:
            NotDrawn: as `drawn`.
        """
        return self._asked(inputs, seconds, True)

    def _asked(self, *asked: object) -> list[bytes]:
        try:
            self._pipe.send(asked)
            made: list[bytes] | str = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise NotDrawn("tiến trình in văn bản đã dừng giữa chừng") from error
        if isinstance(made, str):
            raise NotDrawn(made)
        return made


def serve(pipe: Connection, template: Template) -> None:
    """Draw what comes, until nobody is left to ask."""
    press = Press(template)
    while True:
        try:
            asked = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(press, *asked))


def _answer(
    press: Press, inputs: Inputs, seconds: int, pictures: bool = False
) -> list[bytes] | str:
    try:
        return press.pictured(inputs, seconds) if pictures else [press.drawn(inputs, seconds)]
    except NotDrawn as error:
        return str(error)
