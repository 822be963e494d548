"""Files on an FTP server, with TLS for `ftps:` (RFC 959, RFC 4217, listings by RFC 3659)."""

import contextlib
import ftplib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

from tajuk.common.outbound import FetchError, dial
from tajuk.wires.ways import STEP_SECONDS, Arrived, Listed, Visit, failure, waiting

PORTS = {"ftp": 21, "ftps": 21}


def fetch_ftp(visit: Visit) -> Iterator[Arrived]:
    """Yield the files of the address's folder, oldest first; raise `FetchError` with one line."""
    try:
        with contextlib.closing(_connected(visit)) as server:
            server.cwd(visit.folder)
            for name, listed in waiting(visit, lambda: _listed(server)).items():
                yield _arrived(server, name, listed.mark)
    except (ftplib.Error, OSError, EOFError, ValueError) as error:
        raise failure(visit, error) from None


def _connected(visit: Visit) -> ftplib.FTP:
    place = visit.place
    server: ftplib.FTP
    if place.scheme == "ftps":
        server = ftplib.FTP_TLS(timeout=STEP_SECONDS, context=_tls(visit))  # noqa: S321  # with TLS
    else:
        server = ftplib.FTP(timeout=STEP_SECONDS)  # noqa: S321  # what the agency offers; `ftps:` where it can
    host, port = place.hostname or "", place.port or PORTS.get(place.scheme, 21)
    # The checked connection is used, and data connections go to the same address, whatever the server names.
    connection = dial(host, port, seconds=STEP_SECONDS, allow=visit.allow)
    server.sock, server.host = connection, host
    server.af = connection.family
    server.file = connection.makefile("r", encoding=server.encoding)
    try:
        server.welcome = server.getresp()
        server.login(visit.access.get("user", "anonymous"), visit.access.get("password", "guest@"))
        if isinstance(server, ftplib.FTP_TLS):
            server.prot_p()
    except BaseException:
        server.close()
        raise
    return server


def _tls(visit: Visit) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authority := visit.access.get("authority"):
        context.load_verify_locations(cadata=authority)
    return context


def _listed(server: ftplib.FTP) -> dict[str, Listed]:
    """Return the files of the folder, marked by size and time as the server says them."""
    try:
        rows = list(server.mlsd(facts=["type", "size", "modify"]))
    except ftplib.error_perm:
        # An old server: names, and what can be asked of each.
        return {name: Listed(f"{name}|{_asked(server, name)}|", None) for name in server.nlst()}
    return {
        name: Listed(
            f"{name}|{facts.get('size', '')}|{facts.get('modify', '')}", _written(facts.get("modify", ""))
        )
        for name, facts in rows
        if facts.get("type") == "file"
    }


def _asked(server: ftplib.FTP, name: str) -> int:
    try:
        server.voidcmd("TYPE I")
        return server.size(name) or 0
    except ftplib.error_perm:
        return 0


def _written(moment: str) -> float | None:
    try:
        return datetime.strptime(moment[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _arrived(server: ftplib.FTP, name: str, mark: str) -> Arrived:
    def load(limit: int) -> bytes:
        held = bytearray()

        def take(chunk: bytes) -> None:
            held.extend(chunk)
            if len(held) > limit:
                raise FetchError(f"{name} is longer than {limit} bytes")

        server.retrbinary(f"RETR {name}", take)
        return bytes(held)

    return Arrived(name, mark, load, lambda: server.delete(name))
