"""Files on an SFTP server (draft-ietf-secsh-filexfer), by paramiko, of the extra `sftp`."""

import contextlib
import io
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tajuk.common.outbound import FetchError, dial
from tajuk.wires.ways import STEP_SECONDS, Arrived, Listed, Visit, failure, waiting

if TYPE_CHECKING:
    import paramiko


def fetch_sftp(visit: Visit) -> Iterator[Arrived]:
    """Yield the files of the address's folder, oldest first; raise `FetchError` with one line.

    The first visit learns the server's key; a server that shows another one later is refused.
    """
    try:
        import paramiko
    except ImportError:
        raise FetchError("SFTP needs the extra `sftp`: pip install tajuk[sftp]") from None
    try:
        with _connected(visit) as transport, paramiko.SFTPClient.from_transport(transport) as client:
            folder = visit.folder
            for name, listed in waiting(visit, lambda: _listed(client, folder)).items():
                yield _arrived(client, f"{folder.rstrip('/')}/{name}", name, listed.mark)
    except (paramiko.SSHException, OSError, EOFError, ValueError) as error:
        raise failure(visit, error) from None


@contextlib.contextmanager
def _connected(visit: Visit) -> Iterator["paramiko.Transport"]:
    import paramiko

    place = visit.place
    connection = dial(place.hostname or "", place.port or 22, seconds=STEP_SECONDS, allow=visit.allow)
    transport = paramiko.Transport(connection)
    transport.banner_timeout = transport.auth_timeout = int(STEP_SECONDS)
    try:
        transport.start_client(timeout=STEP_SECONDS)
        _know(transport, visit)
        user = visit.access.get("user", "")
        if key := visit.access.get("key"):
            transport.auth_publickey(user, _private(key))
        else:
            transport.auth_password(user, visit.access.get("password", ""))
        yield transport
    finally:
        transport.close()


def _private(text: str) -> "paramiko.PKey":
    import paramiko

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            key: paramiko.PKey = kind.from_private_key(io.StringIO(text))
            return key
        except (paramiko.SSHException, ValueError):
            continue
    raise FetchError(
        "the private key cannot be read: Ed25519, ECDSA or RSA in PEM or OpenSSH form, without a password"
    )


def _know(transport: "paramiko.Transport", visit: Visit) -> None:
    key = transport.get_remote_server_key()
    shown = f"{key.get_name()} {key.fingerprint}"
    known = visit.source.host_key
    if known and known != shown:
        raise FetchError(f"the server shows another key than before: {shown}")
    visit.learned["host_key"] = shown


def _listed(client: "paramiko.SFTPClient", folder: str) -> dict[str, Listed]:
    return {
        each.filename: Listed(f"{each.filename}|{each.st_size or 0}|{each.st_mtime or 0}", each.st_mtime)
        for each in client.listdir_attr(folder)
        if stat.S_ISREG(each.st_mode or 0)
    }


def _arrived(client: "paramiko.SFTPClient", path: str, name: str, mark: str) -> Arrived:
    def load(limit: int) -> bytes:
        with client.open(path, "rb") as file:
            data: bytes = file.read(limit + 1)
        if len(data) > limit:
            raise FetchError(f"{name} is longer than {limit} bytes")
        return data

    return Arrived(name, mark, load, lambda: client.remove(path))
