"""Surrogate keys: what an answer was made from, told to the caches in front, so that they can purge by it.

A dependency key becomes a token of six signs: short, because the headers of a whole proxy must hold a front's
two hundred keys, and silent about the newsroom. Two keys with one token only purge a page too many. An answer
with more keys than are told carries `MANY`, which every purge names.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

MANY = "many--"
_MOST = 200


@lru_cache(maxsize=100_000)
def token(key: str) -> str:
    """Return the token of a dependency key."""
    return urlsafe_b64encode(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=5).digest())[
        :6
    ].decode()


def tokens(keys: Iterable[str]) -> list[str]:
    """Return the tokens of `keys`, each once, in order; the first 200 and `MANY` when there are more."""
    found = sorted({token(key) for key in keys})
    return found if len(found) <= _MOST else [*found[:_MOST], MANY]


def key_headers(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return the headers that tell the keys: Fastly's and Varnish's by blanks, Cloudflare's by commas."""
    found = tokens(keys)
    return [("surrogate-key", " ".join(found)), ("cache-tag", ",".join(found))] if found else []
