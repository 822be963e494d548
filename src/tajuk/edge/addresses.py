"""From a reader's address to the plate that answers it.

An *address* is a path, decoded once, with the few query keys that the plate's kind allows, in order:
`/terbaru/`, `/terbaru/?page=2`. Whatever else a query holds (`utm_source`, a click id) is no part of it, so
that nobody can make a cache keep the same page under endless names.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import parse_qsl

FRAGMENTS = "/_/fragments/"
NOTICES = "/_/notices/"

_plain_value = re.compile(r"[A-Za-z0-9._-]{1,40}")


def fragment_address(name: str) -> str:
    """Return the address of the fragment `name` (`market-bar`, `en/market-bar`)."""
    return FRAGMENTS + name


def file_name(address: str) -> str:
    """Return where the plate of `address` lies: 4,096 folders, 244 files each at a million plates."""
    digest = blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"{digest[:3]}/{digest[3:]}.plate"


def with_query(path: str, query: str, allowed: Iterable[str]) -> str:
    """Return the address of `path` with those pairs of `query` that are `allowed` and plain, sorted by key.

    A key given twice counts once, the first; a value of other than 1 to 40 letters, digits, `.`, `_`, `-` is
    left out.
    """
    if not query or len(query) > 2_000:
        return path
    wanted = set(allowed)
    if not wanted:
        return path
    kept: dict[str, str] = {}
    try:
        pairs = parse_qsl(query, max_num_fields=50)
    except ValueError:
        return path
    for key, value in pairs:
        if key in wanted and key not in kept and _plain_value.fullmatch(value):
            kept[key] = value
    if not kept:
        return path
    return path + "?" + "&".join(f"{key}={kept[key]}" for key in sorted(kept))
