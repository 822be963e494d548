"""Turn a request into a WSGI environ, and refuse what two servers could read in two ways.

What a client says of its own address (`Forwarded`, `X-Forwarded-*`, `X-Real-IP`) reaches Django only when
the server is told that a proxy of its own stands in front; what would make it answer for another path never
does.
"""

import re
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import IO, Protocol

MAX_HEADER_BYTES = 32 * 1024
MAX_HEADERS = 100

_SAID_BY_PROXIES = frozenset(
    {"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-real-ip"}
)
_NEVER = frozenset({"proxy", "x-original-url", "x-rewrite-url", "x-forwarded-prefix", "x-forwarded-server"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_host = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

Environ = dict[str, object]


class Refused(Exception):
    """A request that is not passed on; `status` is the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Headers(Protocol):
    """Headers as RSGI gives them: lower-case names, repeated ones as often as they came."""

    def items(self) -> list[tuple[str, str]]:
        """Return every header."""
        ...

    def get(self, key: str, default: str | None = None) -> str | None:
        """Return one header's value."""
        ...

    def get_all(self, key: str) -> list[str]:
        """Return every value of one header."""
        ...


class Scope(Protocol):
    """The part of an RSGI scope that is used here."""

    http_version: str
    client: str
    server: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> Headers:
        """The request's headers."""
        ...


@lru_cache(maxsize=512)
def is_host(host: str) -> bool:
    """Say whether `host` is a name or an address, perhaps with a port (RFC 9110, 7.2)."""
    return len(host) <= 300 and _host.fullmatch(host) is not None


def is_for_one_host(scope: Scope, headers: Headers) -> bool:
    """Say whether a request names exactly one host, as RFC 9112 (3.2) wants it; only HTTP/1.0 may name none."""
    hosts = headers.get_all("host")
    if len(hosts) != 1:
        return not hosts and scope.http_version == "1.0"
    authority = scope.authority
    return is_host(hosts[0]) and (not authority or authority.lower() == hosts[0].lower())


def checked_headers(scope: Scope) -> dict[str, str]:
    """Return the request's headers, repeated ones joined; raise `Refused` for an ambiguous request."""
    if scope.method not in _METHODS:
        raise Refused(405, "method")
    if not scope.path.startswith("/") or "\x00" in scope.path or "\ufffd" in scope.path:
        raise Refused(400, "path")
    pairs = scope.headers.items()
    if len(pairs) > MAX_HEADERS or sum(len(name) + len(value) for name, value in pairs) > MAX_HEADER_BYTES:
        raise Refused(431, "headers")
    headers: dict[str, str] = {}
    for name, value in pairs:
        if name in headers:
            if name in {"host", "content-length", "transfer-encoding", "content-type", "authorization"}:
                raise Refused(400, f"two {name} headers")
            headers[name] += ("; " if name == "cookie" else ", ") + value
        else:
            headers[name] = value
    _check_framing(scope.method, headers)
    _check_host(scope, headers)
    return headers


def _check_framing(method: str, headers: Mapping[str, str]) -> None:
    length, encoding = headers.get("content-length"), headers.get("transfer-encoding")
    if encoding is not None and (length is not None or encoding.strip().lower() != "chunked"):
        raise Refused(400, "framing")
    if length is not None and not (length.isascii() and length.isdigit()):
        raise Refused(400, "framing")
    if method in {"GET", "HEAD"} and (encoding is not None or (length or "0").strip("0")):
        raise Refused(400, f"a body with {method}")


def _check_host(scope: Scope, headers: dict[str, str]) -> None:
    host, authority = headers.get("host"), scope.authority
    if authority:
        if host is not None and host.lower() != authority.lower():
            raise Refused(400, "two hosts")
        headers["host"] = authority
    elif not host or not is_host(host):
        raise Refused(400, "no host")


def environ_of(
    scope: Scope, headers: Mapping[str, str], body: IO[bytes], length: int, *, trust_proxy: bool = False
) -> Environ:
    """Return the WSGI environ (PEP 3333) of a checked request with a body of `length` bytes."""
    client, _, client_port = scope.client.rpartition(":")
    server, _, server_port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]") or "localhost",
        "SERVER_PORT": server_port or "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": client_port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        # Django reads X_Forwarded_Proto and X-Forwarded-Proto as one: only the name without "_" may be said.
        if "_" in name or name in _NEVER or (name in _SAID_BY_PROXIES and not trust_proxy):
            continue
        if name not in {"content-type", "content-length", "transfer-encoding"}:
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    if "content-type" in headers:
        environ["CONTENT_TYPE"] = headers["content-type"]
    if length or "content-length" in headers:
        environ["CONTENT_LENGTH"] = str(length)
    if trust_proxy:
        _believe_proxy(environ, headers)
    return environ


def _believe_proxy(environ: Environ, headers: Mapping[str, str]) -> None:
    if forwarded := headers.get("x-forwarded-for"):
        environ["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()  # what the nearest proxy itself saw
    if headers.get("x-forwarded-proto", "").strip().lower() == "https":
        environ["wsgi.url_scheme"] = "https"


StartResponse = Callable[..., Callable[[bytes], object]]
