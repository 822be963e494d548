"""Is a mail from whom it says? What the receiving mail server found of SPF, DKIM and DMARC, as it wrote it down.

Only results of servers that the operator named (`TAJUK_MAIL_CHECKED_BY`) count: everybody can write such a header,
and a server takes away those that bear its own name (RFC 8601, 5).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses

from django.conf import settings

from tajuk.wires.models import Source

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*(?P<method>[\w-]+)(?:/\d+)?\s*=\s*(?P<result>[\w-]+)(?P<rest>.*)", re.DOTALL)
_DOMAIN = re.compile(r"(?:header\.(?:d|i|from)|smtp\.mailfrom)\s*=\s*\"?(?:[^\s;@\"]*@)?(?P<domain>[\w.-]+)")
ALIGNED = frozenset({"dkim", "spf", "dmarc"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a mail server: method (`spf`, `dkim`, `dmarc`), result (`pass`, …), and the domain it speaks of."""

    method: str
    result: str
    domain: str


def refusal(data: bytes, source: Source) -> str:
    """Return why a mail may not be taken for the source, as one line; nothing when it may."""
    head = BytesHeaderParser(policy=compat32).parsebytes(data[:200_000])
    senders = [address.lower() for _, address in getaddresses(head.get_all("From", [])) if "@" in address]
    if len(senders) != 1:
        return "not taken: it names no sender, or more than one"
    if not _is_wanted(senders[0], source.senders.lower().split()):
        return f"not taken: {senders[0]} is not among the senders of {source.slug}"
    domain = senders[0].rpartition("@")[2]
    found = [each for each in _findings(head) if each.method in ALIGNED]
    if any(each.method == "dmarc" and each.result == "fail" for each in found):
        return f"not taken: the mail server found that it is not from {domain} (DMARC)"
    if not any(each.result == "pass" and _is_of(each.domain, domain) for each in found):
        return f"not taken: no mail server that is trusted says that it is from {domain} (SPF or DKIM)"
    return ""


def _is_wanted(sender: str, wanted: list[str]) -> bool:
    domain = sender.rpartition("@")[2]
    return not wanted or sender in wanted or domain in wanted or f"@{domain}" in wanted


def _is_of(found: str, domain: str) -> bool:
    """Tell whether a checked domain vouches for the sender's: the same, or one above it."""
    return bool(found) and (domain == found or (domain.endswith(f".{found}") and "." in found))


def _findings(head: Message) -> Iterator[Finding]:
    trusted = {name.lower() for name in settings.TAJUK_MAIL_CHECKED_BY}
    for value in head.get_all("Authentication-Results", []):
        who, *results = _COMMENT.sub(" ", " ".join(str(value).split())).split(";")
        if not who.split() or who.split()[0].lower() not in trusted:
            continue
        for each in results:
            if match := _RESULT.fullmatch(each):
                domain = _DOMAIN.search(match["rest"])
                yield Finding(
                    match["method"].lower(),
                    match["result"].lower(),
                    domain["domain"].lower() if domain else "",
                )
