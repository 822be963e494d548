"""The newsroom's own mail address: a small SMTP server (RFC 5321) behind the operator's, by aiosmtpd.

Mail to `<source>@…` is taken for the source of that slug. The answer 250 comes after the commit: what is not kept is
sent again by the server that brought it.
"""

import asyncio
import logging
import threading
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connections

from tajuk.common.clock import now
from tajuk.wires import payloads
from tajuk.wires.actions import receive
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source
from tajuk.wires.reading import Reading
from tajuk.wires.senders import refusal

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger(__name__)

TAKEN = "250 2.0.0 kept"
UNKNOWN = "550 5.1.1 no such address"
LATER = "451 4.3.0 not kept; try again"


def run_mail(stop: threading.Event) -> None:
    """Listen at `TAJUK_SMTP` (`host:port`) until `stop` is set; return at once where it is not set."""
    if not settings.TAJUK_SMTP:
        return
    from aiosmtpd.controller import Controller

    host, _, port = settings.TAJUK_SMTP.rpartition(":")
    controller = Controller(
        Takes(), hostname=host or "127.0.0.1", port=int(port), data_size_limit=payloads.max_bytes()
    )
    controller.start()
    log.info("wires: mail is taken at %s", settings.TAJUK_SMTP)
    stop.wait()
    controller.stop()


class Takes:
    """What the SMTP server asks for each mail."""

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's names
        self, server: "SMTP", session: "Session", envelope: "Envelope", address: str, options: list[str]
    ) -> str:
        """Accept addresses of sources that take mail."""
        found = await asyncio.to_thread(_closing, _source, address)
        if found is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 go on"

    async def handle_DATA(self, server: "SMTP", session: "Session", envelope: "Envelope") -> str:  # noqa: N802
        """Keep and read the mail for each source it is for."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            for address in envelope.rcpt_tos:
                await asyncio.to_thread(_closing, take_mail, content, address)
        except (OSError, DatabaseError):
            log.exception("wires: a mail was not kept")
            return LATER
        return TAKEN


def take_mail(content: bytes, address: str) -> None:
    """Keep and read a mail for the source that the address names; one whose sender is unsure goes to quarantine."""
    source = _source(address)
    if source is None:
        return
    reason = refusal(content, source)
    reading = Reading((), reason) if reason else None
    receive(content, source=source, name="mail.eml", media_type="message/rfc822", now=now(), reading=reading)


def _source(address: str) -> Source | None:
    slug = address.partition("@")[0].strip("<").lower()
    mailed = Source.objects.enabled().filter(kind=SourceKind.MAIL, slug=slug)
    return mailed.select_related("agency").first()


def _closing(call: Any, *given: Any) -> Any:
    try:
        return call(*given)
    finally:
        connections.close_all()
