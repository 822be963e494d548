"""Polling: conditional requests for feeds, visits to servers, back-off when one fails, jitter lest all call at once."""

import base64
import logging
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from tajuk.common.http import Answer, FetchError, Limits, fetch
from tajuk.wires import payloads
from tajuk.wires.actions import Receipt, receive
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source
from tajuk.wires.visits import visit
from tajuk.wires.ways import SECONDS as VISIT_SECONDS
from tajuk.wires.ways import access_of

log = logging.getLogger(__name__)

SECONDS_FOR_A_POLL = 20.0
#: A turn that was taken and never ended, by a process that died, is free again after so long.
CLAIMED = timedelta(seconds=max(SECONDS_FOR_A_POLL, VISIT_SECONDS) * 2)
LONGEST_WAIT = timedelta(hours=1)
#: How far, as a part of the interval, a poll may lie off its time.
JITTER = 0.1
NOT_MODIFIED, OK = 304, 200
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll brought: a receipt for each document that came, an error line when it failed."""

    source: Source
    receipts: tuple[Receipt, ...] = ()
    error: str = ""


def due(*, now: datetime) -> list[Source]:
    """Return the sources whose time has come; each is to be polled by one process, see `claim`."""
    return list(Source.objects.due(now).select_related("agency"))


def poll(source: Source, *, now: datetime) -> Poll:
    """Ask the source for what is new, take it in, and set when to ask again."""
    return _poll_feed(source, now) if source.kind == SourceKind.POLL else _visit(source, now)


def _visit(source: Source, now: datetime) -> Poll:
    try:
        receipts = visit(source, now=now)
    except (FetchError, OSError) as error:
        return _failed(source, str(error), now)
    _rested(source, now)
    return Poll(source, tuple(receipts))


def _poll_feed(source: Source, now: datetime) -> Poll:
    try:
        answer = ask(source)
        if answer.status not in (OK, NOT_MODIFIED):
            return _failed(source, f"HTTP status {answer.status}", now, asked=_asked_wait(answer, now))
        receipts = (_take_in(answer, source, now),) if answer.status == OK else ()
    except (FetchError, OSError) as error:
        return _failed(source, str(error), now)
    # Only now: had the newsroom not kept the answer, the feed must be asked for all of it again.
    _succeeded(source, answer, now)
    return Poll(source, receipts)


def ask(source: Source, *, anew: bool = False) -> Answer:
    """Return the feed's answer; `anew` asks without conditions. Raise `FetchError` with one line."""
    headers = {"Accept": ACCEPT, **_who(source), **({} if anew else _conditions(source))}
    return fetch(source.address, headers=headers, limits=_limits())


def _who(source: Source) -> dict[str, str]:
    """Return the header that says who asks: a bearer token (RFC 6750) or a name and password (RFC 7617)."""
    access = access_of(source)
    if token := access.get("token"):
        return {"Authorization": f"Bearer {token}"}
    if user := access.get("user"):
        pair = f"{user}:{access.get('password', '')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    return {}


def _take_in(answer: Answer, source: Source, now: datetime) -> Receipt:
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    return receive(answer.body, source=source, name=source.address, media_type=media_type, now=now)


def claim(source: Source, *, now: datetime) -> bool:
    """Take the source's turn, unless another process has taken it."""
    turn = Source.objects.filter(pk=source.pk, next_poll_at=source.next_poll_at, enabled=True)
    return turn.update(next_poll_at=now + CLAIMED) == 1


def _limits() -> Limits:
    return Limits(size=payloads.max_bytes(), seconds=SECONDS_FOR_A_POLL, redirects=3)


def _conditions(source: Source) -> dict[str, str]:
    headers = {}
    if source.etag:
        headers["If-None-Match"] = source.etag
    if source.last_modified:
        headers["If-Modified-Since"] = source.last_modified
    return headers


def _succeeded(source: Source, answer: Answer, now: datetime) -> None:
    kept: dict[str, Any] = {}
    if answer.status == OK:
        kept["etag"] = _fitting(answer.headers.get("etag", ""), 1000)
        kept["last_modified"] = _fitting(answer.headers.get("last-modified", ""), 100)
    _rested(source, now, **kept)


def _rested(source: Source, now: datetime, **kept: Any) -> None:
    next_poll = now + _jittered(timedelta(seconds=source.interval_seconds))
    healthy = {"failures": 0, "last_error": "", "last_heard_at": now, "next_poll_at": next_poll}
    Source.objects.filter(pk=source.pk).update(**healthy | kept)


def _failed(source: Source, error: str, now: datetime, asked: timedelta | None = None) -> Poll:
    failures = source.failures + 1
    wait = max(asked or timedelta(), wait_after(failures, source.interval_seconds))
    Source.objects.filter(pk=source.pk).update(
        failures=failures, last_error=error[:500], next_poll_at=now + _jittered(wait)
    )
    log.warning("wires: %s could not be polled (%d in a row): %s", source.slug, failures, error)
    return Poll(source, error=error)


def wait_after(failures: int, interval_seconds: int) -> timedelta:
    """Return how long to leave a feed alone: the interval, doubled with each failure, up to an hour."""
    interval = timedelta(seconds=interval_seconds)
    doubled: timedelta = interval * 2 ** min(failures, 16)
    return max(interval, min(doubled, LONGEST_WAIT))


def _asked_wait(answer: Answer, now: datetime) -> timedelta | None:
    """Return the wait that the header Retry-After asks for (RFC 9110, 10.2.3), at most a day."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdigit():
        return timedelta(seconds=min(int(asked[:9]), 86_400))
    try:
        until = parsedate_to_datetime(asked)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), timedelta(days=1))


def _jittered(wait: timedelta) -> timedelta:
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # spreads load, guards nothing


def _fitting(value: str, length: int) -> str:
    # A validator that was cut would never match: better none.
    return value if len(value) <= length else ""
