"""How much of what was sent the other ends have not taken yet, as Linux tells it.

The server queues what it cannot send without a bound, and does not say so. The system knows: a connection whose
reader takes nothing keeps bytes in its send queue (`/proc/net/tcp`, proc(5)).
"""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Final, TypeAlias

Peer: TypeAlias = tuple[IPv4Address | IPv6Address, int]

_TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_ESTABLISHED: Final = b"01"
_BUFFER: Final = 65_536


def peer_of(client: str) -> Peer | None:
    """Return the peer that a server calls `192.0.2.1:4711` or `[::1]:4711`; nothing for what is none."""
    host, _, port = client.rpartition(":")
    try:
        return _plain(ip_address(host.strip("[]"))), int(port)
    except ValueError:
        return None


def unsent(least: int) -> set[Peer]:
    """Return the peers of established connections that have at least so many bytes unsent or unacknowledged.

    Where the system does not tell, none.
    """
    found: set[Peer] = set()
    for table in _TABLES:
        # Line by line: of ten thousand readers the whole table and its lines would be 13 MB at a time.
        with suppress(FileNotFoundError, PermissionError), table.open("rb", buffering=_BUFFER) as lines:
            next(lines, None)
            for line in lines:
                fields = line.split(maxsplit=5)
                if fields[3] == _ESTABLISHED and int(fields[4].partition(b":")[0], 16) >= least:
                    found.add(_read(fields[2].decode("ascii")))
    return found


def _read(text: str) -> Peer:
    address, _, port = text.partition(":")
    # Each group of four bytes stands in the machine's own order.
    words = [bytes.fromhex(address[place : place + 8])[::-1] for place in range(0, len(address), 8)]
    return _plain(ip_address(b"".join(words))), int(port, 16)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return (getattr(address, "ipv4_mapped", None) or address) if address.version == 6 else address
