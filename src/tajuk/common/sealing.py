"""Keep secrets that must be read again, such as log-ins of agencies: sealed in the database, open only in memory.

Fernet (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec), by keys derived from `SECRET_KEY` and, for what
was sealed before it was changed, from `SECRET_KEY_FALLBACKS`.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"tajuk sealed secrets 1"


class Unsealable(Exception):
    """Something sealed cannot be opened: the key was changed, or the bytes were."""


def seal(text: str) -> bytes:
    """Return `text` sealed with today's key."""
    return _keys().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """Return what was sealed; raise `Unsealable` with one line where that cannot be."""
    try:
        return _keys().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise Unsealable("what is kept sealed cannot be opened: was the secret key changed?") from None


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(
        secret.encode() if isinstance(secret, str) else secret
    )
    return Fernet(base64.urlsafe_b64encode(derived))
