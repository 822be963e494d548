"""What a request's conditional and `Accept-Encoding` headers ask for (RFC 9110, 12.5.3 and 13.1.2)."""

from functools import lru_cache
from typing import Protocol


class RequestHeaders(Protocol):
    """The only thing that is asked of a request's headers: look one up by its lower-case name."""

    def get(self, key: str, default: str | None = None) -> str | None:
        """Return the header's value."""
        ...


@lru_cache(maxsize=512)
def accepts_gzip(header: str | None) -> bool:
    """Say whether the `Accept-Encoding` header allows gzip; without the header nothing is encoded."""
    if not header or len(header) > 1_000:
        return False
    named: bool | None = None
    starred = False
    for item in header.split(","):
        coding, _, parameters = item.partition(";")
        wanted = _weight(parameters) > 0
        match coding.strip().lower():
            case "gzip" | "x-gzip":
                named = wanted
            case "*":
                starred = wanted
    return starred if named is None else named


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value.strip())
            except ValueError:
                return 0.0
    return 1.0


def names_etag(header: str, etag: str) -> bool:
    """Say whether the `If-None-Match` header names `etag` (quotes included), by the weak comparison."""
    if header == etag or header.strip() == "*":
        return True
    if len(header) > 4_000:
        return False
    return any(candidate.strip().removeprefix("W/") == etag for candidate in header.split(","))
