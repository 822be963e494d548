"""An OpenSSH server of the tests' own, for SFTP with a key."""

import contextlib
import getpass
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port, listens, running


@dataclass(frozen=True, slots=True)
class Ssh:
    """A running server: its port, the account that may log in and its private key."""

    port: int
    user: str
    key: str


@contextlib.contextmanager
def ssh(folder: Path, port: int = 0) -> Iterator[Ssh]:
    """Run sshd in `folder` with SFTP alone, a new host key and one key that may log in."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("host", "user"):
        (folder / name).unlink(missing_ok=True)
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(made, check=True, capture_output=True)
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    (folder / "sshd.conf").write_text(
        f"""Port {port}
ListenAddress 127.0.0.1
HostKey {folder / "host"}
AuthorizedKeysFile {folder / "authorized"}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    command = ["/usr/sbin/sshd", "-D", "-e", "-f", folder / "sshd.conf"]
    with running(command, folder, lambda: listens(port)):
        yield Ssh(port, getpass.getuser(), (folder / "user").read_text())
