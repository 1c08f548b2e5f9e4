"""Passwords: what is accepted, how they are kept, and one-time ones to hand over."""

import secrets
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import BadInput

SHORTEST, LONGEST = 10, 200  # characters
_DIFFERENT = 5  # letters, digits and signs that must differ from each other
# What is tried first anywhere, and here; only those long enough to pass otherwise.
_COMMON = frozenset({
    "1234567890", "0123456789", "0987654321", "9876543210", "12345678910", "123456789a",
    "1234512345", "1122334455", "qwertyuiop", "1q2w3e4r5t", "1qaz2wsx3edc", "abcdefghij",
    "password12", "password123", "password1234", "passw0rd123", "iloveyou123", "admin12345",
    "admin123456", "administrator", "matkhau123", "matkhau1234", "mậtkhẩu123", "mật khẩu123",
    "anhyeuem123", "anhyeuem12", "emyeuanh123", "vietnam123", "vietnam1234", "vietnam2024",
    "vietnam2025", "vietnam2026", "motcua1234", "motcua2024", "motcua2025", "motcua2026",
    "ubndphuong", "hosomotcua", "cán bộ một cửa",
})  # fmt: skip
# Nothing that a voice on the telephone or a tired eye confuses: no 0 o, 1 l i, 5 s, 2 z, 8 b.
_CLEAR = "acdefghjkmnpqrtuvwxy34679"
_GROUPS, _GROUP = 3, 4


def normal(password: str) -> bytes:
    """The bytes of a password: the same however a keyboard composes its Vietnamese letters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


class Hasher:
    """Makes and checks hashes at one price; nothing of a password stays in it."""

    def __init__(self, *, time_cost: int, memory_cost: int, parallelism: int = 1) -> None:
        self._argon = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism
        )

    def made(self, password: str) -> str:
        """The text that is kept in place of a password."""
        return self._argon.hash(normal(password))

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether a password is the one that was kept; None for a login that nobody has.

        Either answer takes the same time, so the time does not tell whether the login exists. What
        is longer than any password (with its tone marks typed apart) is not read to its end.
        """
        nobodys = self._nobodys
        try:
            fits = self._argon.verify(kept or nobodys, normal(password[: 4 * LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
        return bool(fits) and kept is not None

    def is_old(self, kept: str) -> bool:
        """Whether a hash was made at another price and should be made anew."""
        return self._argon.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self.made(secrets.token_urlsafe())


# The least that OWASP's sheet on password storage advises: 19 MiB, two passes, one thread. More
# would let sixteen officers who sign in at half past seven wait for each other on two cores.
HASHER = Hasher(time_cost=2, memory_cost=19 * 1024)


def one_time_password() -> str:
    """A password to be read out once, and changed at the first sign-in."""
    letters = [secrets.choice(_CLEAR) for _ in range(_GROUPS * _GROUP)]
    groups = ("".join(letters[n : n + _GROUP]) for n in range(0, len(letters), _GROUP))
    return "-".join(groups)


def check_password(password: str, login: str, *, field: str = "password") -> None:
    """Refuse a password that is easily guessed.

    Raises:
        BadInput: with what is wrong with it; the password itself is not in the sentence.
    """
    if words := _complaint(unicodedata.normalize("NFKC", password), login):
        raise BadInput(words, field=field)


def _complaint(password: str, login: str) -> str | None:
    if any(not letter.isprintable() for letter in password):
        return "mật khẩu có ký tự không nhìn thấy được; hãy gõ lại"
    if len(password) < SHORTEST:
        return f"mật khẩu phải có ít nhất {SHORTEST} ký tự"
    if len(password) > LONGEST:
        return f"mật khẩu chỉ được dài đến {LONGEST} ký tự"
    folded = password.casefold()
    if folded == login.casefold():
        return "mật khẩu không được trùng với tên đăng nhập"
    if folded in _COMMON or len(set(folded)) < _DIFFERENT:
        return "mật khẩu này quá dễ đoán; hãy chọn một câu ngắn mà chỉ mình bạn biết"
    return None
