"""Publishing the letters of the cases ticked in the list of those that are not public yet."""

from collections.abc import Sequence

from app.errors import BadInput, MotcuaError
from app.services.act import Press, must_see
from app.services.apology_issue import Published, publish_many
from app.services.bulk import MOST, Line
from app.services.letter_making import case_of
from app.services.record import known_log
from app.store.engine import Database
from workflows.issued import standing_letter

_NONE = "hồ sơ không có thư xin lỗi nào để đăng"


def publish_ticked(database: Database, press: Press, codes: Sequence[str]) -> tuple[Line, ...]:
    """Publish the letter that holds, of each of some cases; sent again, the form does the rest.

    Args:
        database: where.
        press: who, with which form, when.
        codes: the cases, at most `app.services.bulk.MOST`.

    Raises:
        BadInput: for no case or too many, or a key that no form of ours has.
    """
    wanted = tuple(dict.fromkeys(codes))
    if not 0 < len(wanted) <= MOST:
        raise BadInput(f"hãy chọn từ 1 đến {MOST} hồ sơ")
    found = [_letter(database, press, code) for code in wanted]
    letters = [one for one in found if isinstance(one, Published)]
    lines = [one for one in found if isinstance(one, Line)]
    done = publish_many(database, press, letters) if letters else ()
    return tuple(sorted((*lines, *done), key=lambda line: wanted.index(line.code)))


def _letter(database: Database, press: Press, code: str) -> Published | Line:
    try:
        with database.reading() as connection:
            must_see(connection, press.officer, code)
            letter = standing_letter(case_of(known_log(connection, code)), "apology")
    except MotcuaError as error:
        return Line(code=code, result="refused", why=str(error))
    if letter is None:
        return Line(code=code, result="refused", why=_NONE)
    return Published(code=code, number=letter.number)
