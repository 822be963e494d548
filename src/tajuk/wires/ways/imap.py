"""Mail in a mailbox (RFC 9051), over TLS but for a server on this machine: each message is handed over as it came."""

import contextlib
import imaplib
import ssl
from collections.abc import Iterator

from tajuk.common.outbound import FetchError, dial
from tajuk.wires.ways import MOST_FILES, STEP_SECONDS, Arrived, Visit, failure


class _Guarded(imaplib.IMAP4):
    """A connection to an address that was checked before it was called."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        place = visit.place
        super().__init__(
            place.hostname or "", place.port or (993 if place.scheme == "imaps" else 143), STEP_SECONDS
        )

    def _create_socket(self, timeout: float | None) -> object:
        plain = dial(self.host, self.port, seconds=timeout or STEP_SECONDS, allow=self._visit.allow)
        if self._visit.place.scheme != "imaps":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def fetch_imap(visit: Visit) -> Iterator[Arrived]:
    """Yield the mailbox's messages, the oldest first; raise `FetchError` with one line."""
    try:
        with contextlib.closing(_Logged(visit)) as box:
            for uid in box.uids()[:MOST_FILES]:
                yield box.arrived(uid)
    except (imaplib.IMAP4.error, OSError) as error:
        raise failure(visit, error) from None


class _Logged:
    """A mailbox that was opened."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._server = _Guarded(visit)
        self._server.login(visit.access.get("user", ""), visit.access.get("password", ""))
        mailbox = visit.folder.strip("/") or "INBOX"
        status, said = self._server.select(f'"{mailbox}"')
        if status != "OK":
            raise FetchError(f"{visit.place.hostname}: no mailbox {mailbox!r}: {said!r}")
        _, validity = self._server.response("UIDVALIDITY")
        self._validity = (validity[0] or b"0").decode() if validity else "0"

    def uids(self) -> list[str]:
        _, found = self._server.uid("SEARCH", "UNDELETED")
        uids = found[0].decode().split() if found and found[0] else []
        return [uid for uid in uids if self._visit.is_new(f"{uid}.eml", self._mark(uid))]

    def arrived(self, uid: str) -> Arrived:
        def load(limit: int) -> bytes:
            _, found = self._server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{limit + 1}>)")
            data = next((bytes(part[1]) for part in found if isinstance(part, tuple)), b"")
            if len(data) > limit:
                raise FetchError(f"message {uid} is longer than {limit} bytes")
            return data

        return Arrived(f"{uid}.eml", self._mark(uid), load, lambda: self._remove(uid))

    def close(self) -> None:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self._server.logout()

    def _mark(self, uid: str) -> str:
        return f"{self._validity}|{uid}"

    def _remove(self, uid: str) -> None:
        self._server.uid("STORE", uid, "+FLAGS", r"(\Deleted)")
        self._server.expunge()
