"""The key of a form: sent twice, it is recorded once."""

import secrets


def fresh() -> str:
    """A new key of 32 hexadecimal digits."""
    return secrets.token_hex(16)
