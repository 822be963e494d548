"""Where the newsroom may connect to: public addresses, each name resolved once, within a deadline."""

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore

IPv4, IPv6 = ipaddress.IPv4Address, ipaddress.IPv6Address

_REFUSED = [
    # What `is_global` lets through and no feed lives at: IETF protocol assignments, 6to4 relays.
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("192.88.99.0/24"),
    # Tunnels that carry an IPv4 address of the sender's choice: 6to4, Teredo; and documentation.
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/23"),
    ipaddress.ip_network("3fff::/20"),
]
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


class FetchError(Exception):
    """Something from outside could not be had; the text is one line for people."""


class Refused(FetchError):
    """The address is one that the newsroom does not call; nothing was sent."""


class TooSlow(FetchError):
    """The whole exchange took longer than it may."""


def is_public(text: str) -> bool:
    """Tell whether an IP address is on the public internet, looking inside IPv4-mapped IPv6."""
    address = ipaddress.ip_address(text)
    if isinstance(address, IPv6):
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address not in _GLOBAL_UNICAST:
            return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in _REFUSED)


def is_allowed(host: str, port: int, allow: Iterable[str]) -> bool:
    """Tell whether `host` or `host:port` stands in the list of exceptions; IPv6 as `[::1]:8000`."""
    name = f"[{host}]" if ":" in host else host
    return not {name.lower(), f"{name}:{port}".lower()}.isdisjoint(entry.lower() for entry in allow)


def dial(host: str, port: int, *, seconds: float, allow: Iterable[str]) -> socket.socket:
    """Return a connection to a public address of `host`, the name resolved once; raise `FetchError`.

    For protocols other than HTTP; every step of what follows on it may take `seconds`.
    """
    deadline = time.monotonic() + seconds
    failure: OSError | None = None
    for address in checked_addresses(host, port, deadline, allow):
        try:
            return socket.create_connection((address, port), max(deadline - time.monotonic(), 0.1))
        except OSError as error:
            failure = error
    raise FetchError(f"{host} does not take the call: {failure}")


def checked_addresses(host: str, port: int, deadline: float, allow: Iterable[str]) -> list[str]:
    """Return the addresses of a host that may be called; raise `Refused` when one of them is not public."""
    found = resolve(host, port, deadline - time.monotonic())
    if not is_allowed(host, port, allow):
        for address in found:
            # One bad answer condemns the name: a resolver that mixes them is being played with.
            if not is_public(address):
                raise Refused(f"{host} is at {address}, which is not a public address")
    return found


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the host's IP addresses in the resolver's order; raise `TooSlow` or `FetchError`."""
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # getaddrinfo takes no time limit: it runs in a thread of its own that may be left behind.
    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise TooSlow(f"{host} could not be resolved in time") from None
    if isinstance(found, Exception):
        raise FetchError(f"{host} is not known: {found}")
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


class GuardedStream(httpcore.NetworkStream):
    """A connection whose every step ends at one deadline (`time.monotonic()` seconds)."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TooSlow("the answer took too long")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within what is left of the time."""
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within what is left of the time."""
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Speak TLS, checking the certificate for the name that was asked for, not for the address."""
        inner = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return GuardedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Pass on what the connection knows of itself."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connect to public addresses only, to the very address that was checked, before a deadline."""

    def __init__(self, *, allow: Iterable[str], deadline: float) -> None:
        self._allow = tuple(allow)
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve once, check every answer, connect to the first that takes the call."""
        failure: Exception | None = None
        for address in checked_addresses(host, port, self._deadline, self._allow):
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TooSlow(f"{host} did not take the call in time")
            try:
                stream = self._inner.connect_tcp(address, port, min(left, timeout or left))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return GuardedStream(stream, self._deadline)
        raise FetchError(f"{host} does not take the call: {failure}")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: an address from outside never names a local socket."""
        raise Refused("local sockets are not called")

    def sleep(self, seconds: float) -> None:
        """Wait between attempts."""
        time.sleep(seconds)
