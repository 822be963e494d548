"""Visits to servers where copy waits: fetched, kept, read, and only then marked or removed there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tajuk.common.outbound import FetchError
from tajuk.wires import payloads
from tajuk.wires.actions import Receipt, receive
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Seen, Source
from tajuk.wires.reading import Reading, read
from tajuk.wires.senders import refusal
from tajuk.wires.ways import Arrived, Visit, Way, visit_to
from tajuk.wires.ways.ftp import fetch_ftp
from tajuk.wires.ways.imap import fetch_imap
from tajuk.wires.ways.s3 import fetch_s3
from tajuk.wires.ways.sftp import fetch_sftp

WAYS: Mapping[str, Way] = {
    SourceKind.FTP: fetch_ftp,
    SourceKind.SFTP: fetch_sftp,
    SourceKind.IMAP: fetch_imap,
    SourceKind.S3: fetch_s3,
}
#: Marks of what no server lists any more are forgotten after so long.
REMEMBERED = timedelta(days=60)
TRIED_FILES = 10


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial found: a file's name, and what reading it gave or why it could not be fetched."""

    name: str
    reading: Reading


def visit(source: Source, *, now: datetime) -> list[Receipt]:
    """Fetch what waits at the source, keep and read it, and return the receipts; raise `FetchError` with one line.

    Each file is committed before the next is fetched, and marked or removed there only then: a visit that breaks
    off has lost nothing and fetches nothing twice.
    """
    going = _begun(source)
    receipts = []
    for arrived in WAYS[source.kind](going):
        data = arrived.load(payloads.max_bytes())
        reading = _unsure(data, source)
        receipts.append(receive(data, source=source, name=arrived.name, now=now, reading=reading))
        _settle(source, arrived, now)
    _learn(source, going)
    return receipts


def tried(source: Source) -> Iterator[Tried]:
    """Yield what a visit would bring now, read but not kept, nothing marked; raise `FetchError` with one line."""
    for number, arrived in enumerate(WAYS[source.kind](visit_to(source, frozenset()))):
        if number == TRIED_FILES:
            return
        try:
            data = arrived.load(payloads.max_bytes())
            yield Tried(arrived.name, _unsure(data, source) or read(data, arrived.name))
        except FetchError as error:
            yield Tried(arrived.name, Reading((), str(error)))


def forget_marks(*, now: datetime) -> int:
    """Forget marks that are two months old; return how many."""
    return Seen.objects.filter(at__lt=now - REMEMBERED).delete()[0]


def _unsure(data: bytes, source: Source) -> Reading | None:
    """Return the refusal of a mail whose sender is unsure, which is kept in quarantine; nothing for what is right."""
    reason = refusal(data, source) if source.kind == SourceKind.IMAP else ""
    return Reading((), reason) if reason else None


def _begun(source: Source) -> Visit:
    seen = Seen.objects.filter(source=source).values_list("mark", flat=True)
    return visit_to(source, frozenset(seen))


def _settle(source: Source, arrived: Arrived, now: datetime) -> None:
    if source.remove_there:
        arrived.remove()
    else:
        Seen.objects.get_or_create(source=source, mark=arrived.mark[:1100], defaults={"at": now})


def _learn(source: Source, going: Visit) -> None:
    if going.learned and not source.host_key:
        Source.objects.filter(pk=source.pk).update(**going.learned)
