"""A Dovecot of the tests' own: one mailbox, kept as a Maildir that a test can write to."""

import contextlib
import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port, listens, running

USER, PASSWORD = "redaksi", "kopi-tubruk"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A running server: its port, and the Maildir of its one account."""

    port: int
    folder: Path

    def deliver(self, name: str, message: bytes) -> None:
        """Put a message into the inbox as a mail server would."""
        path = self.folder / "new" / name
        path.write_bytes(message)
        owner = self.folder.stat()
        os.chown(path, owner.st_uid, owner.st_gid)

    def messages(self) -> list[str]:
        """Return the names of the messages that are there."""
        return sorted(path.name for part in ("new", "cur") for path in (self.folder / part).iterdir())


@contextlib.contextmanager
def dovecot(folder: Path) -> Iterator[Mailbox]:
    """Run Dovecot in `folder` (it must be short and open to its user: /tmp/…, not pytest's)."""
    port = free_port()
    maildir = folder / "mail"
    for part in ("new", "cur", "tmp"):
        (maildir / part).mkdir(parents=True, exist_ok=True)
    account = pwd.getpwnam("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
    if os.geteuid() == 0:
        for path in (maildir, *maildir.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid)
    group = "nogroup" if os.geteuid() == 0 else str(account.pw_gid)
    (folder / "users").write_text(
        f"{USER}:{{PLAIN}}{PASSWORD}:{account.pw_uid}:{account.pw_gid}::{folder}::\n"
    )
    (folder / "dovecot.conf").write_text(
        f"""base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{maildir}
default_internal_user = {account.pw_name}
default_internal_group = {group}
default_login_user = {account.pw_name}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
"""
    )
    command = ["/usr/sbin/dovecot", "-F", "-c", folder / "dovecot.conf"]
    with running(command, folder, lambda: listens(port)):
        yield Mailbox(port, maildir)
    subprocess.run(
        ["/usr/bin/doveadm", "-c", str(folder / "dovecot.conf"), "stop"], capture_output=True, check=False
    )
