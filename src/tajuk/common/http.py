"""The one outbound fetcher: every address that people or agencies gave is called through `fetch`.

It keeps the rules of OWASP ASVS 5.0 V1.3.6 and V15.3.2: schemes from a list, public addresses only, the name
resolved once and that very address connected to, no redirects unless asked for and each hop checked anew,
size and time bounded, also after decompression.
"""

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpcore
from django.conf import settings

from tajuk import __version__
from tajuk.common.outbound import FetchError, GuardedBackend, Refused, TooSlow

if TYPE_CHECKING:
    import httpx

# httpx is imported where it is used: it brings a command line of its own, a twentieth of every command's start.

__all__ = ["Answer", "FetchError", "Limits", "Refused", "TooLarge", "TooSlow", "fetch"]

SCHEMES = frozenset({"http", "https"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SECRET_HEADERS = frozenset({"authorization", "cookie"})
CHUNK = 64 * 1024


class TooLarge(FetchError):
    """The answer is longer than it may be, as sent or once unpacked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an exchange may cost: bytes of body (as sent and unpacked), seconds in all, hops followed."""

    size: int = 20_000_000
    seconds: float = 20.0
    redirects: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: HTTP status, headers by lower-case name, the unpacked body, the last address."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    limits: Limits = Limits(),
    allow: Iterable[str] | None = None,
) -> Answer:
    """Call `url` and return the answer, whatever its status; raise `FetchError` with one clear line.

    `allow` lists hosts (`localhost`, `127.0.0.1:8123`) that may be private; None means what
    `settings.TAJUK_FETCH_ALLOW` lists.
    """
    known = tuple(getattr(settings, "TAJUK_FETCH_ALLOW", ()) if allow is None else allow)
    backend = GuardedBackend(allow=known, deadline=time.monotonic() + limits.seconds)
    target, sent = _checked(url), dict(headers or {})
    for _hop in range(limits.redirects + 1):
        answer = _exchange(_request(method, target, sent, content), limits, backend)
        if answer.status not in REDIRECTS or limits.redirects == 0 or "location" not in answer.headers:
            return answer
        following = _checked(urljoin(str(target), answer.headers["location"]))
        if (following.scheme, following.netloc) != (target.scheme, target.netloc):
            # What was meant for one host is not told to another.
            sent = {name: value for name, value in sent.items() if name.lower() not in SECRET_HEADERS}
        target = following
    raise FetchError(f"{url} redirects more than {limits.redirects} times")


def _checked(url: str) -> "httpx.URL":
    import httpx

    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Refused(f"{url[:200]!r} is not an address: {error}") from None
    if target.scheme not in SCHEMES:
        raise Refused(f"{target.scheme or 'no scheme'}: addresses are not called, only http and https")
    if not target.host or target.userinfo:
        raise Refused("an address must name a host and no user")
    return target


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    # Building a context reads the whole certificate bundle: once a process is enough.
    import httpx

    return httpx.create_ssl_context()


def _request(method: str, url: "httpx.URL", headers: Mapping[str, str], content: bytes) -> "httpx.Request":
    import httpx

    own = {"User-Agent": f"Tajuk/{__version__}", "Accept-Encoding": "gzip", "Connection": "close"}
    return httpx.Request(method, url, headers={**own, **headers}, content=content or None)


def _exchange(request: "httpx.Request", limits: Limits, backend: GuardedBackend) -> Answer:
    import httpx

    url, content = request.url, request.content
    pool = httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=backend)
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    steps = dict.fromkeys(("connect", "read", "write", "pool"), limits.seconds)
    call = pool.stream(
        request.method,
        target,
        headers=request.headers.raw,
        content=content or None,
        extensions={"timeout": steps},
    )
    try:
        with pool, call as response:
            headers = httpx.Headers(response.headers)
            body = _body(response.iter_stream(), headers.get("content-encoding", ""), limits.size)
    except httpcore.TimeoutException:
        raise TooSlow(f"{url.host} took longer than {limits.seconds:g} s") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise FetchError(
            f"{url.host} did not answer properly: {str(error) or type(error).__name__}"
        ) from None
    return Answer(response.status, {name.lower(): value for name, value in headers.items()}, body, str(url))


def _body(chunks: Iterator[bytes], encoding: str, size: int) -> bytes:
    kept = bytearray()
    for chunk in _unpacked(_bounded(chunks, size), encoding.strip().lower()):
        kept += chunk
        if len(kept) > size:
            raise TooLarge(f"the answer is longer than {size} bytes")
    return bytes(kept)


def _bounded(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    left = size
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise TooLarge(f"the answer is longer than {size} bytes")
        yield chunk


def _unpacked(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in {"", "identity"}:
        yield from chunks
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError(f"the answer is packed as {encoding[:40]!r}, which was not asked for")
    # wbits 47: gzip or zlib, told by the header. A bounded step keeps a bomb from being whole in memory.
    inflater = zlib.decompressobj(47)
    try:
        for chunk in chunks:
            while chunk:
                if inflater.eof:
                    inflater = zlib.decompressobj(47)
                yield inflater.decompress(chunk, CHUNK)
                chunk = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as error:
        raise FetchError(f"the answer is packed wrongly: {error}") from None
    if not inflater.eof:
        raise FetchError("the answer is cut short")
