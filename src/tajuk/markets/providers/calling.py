"""The way out to a provider: the guarded fetcher, conditional requests, a secret that is told to nobody else."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from tajuk.common import clock
from tajuk.common.http import Answer, FetchError, Limits, fetch
from tajuk.markets.providers import ProviderError

SECONDS_FOR_A_CALL: Final = 15.0
SECONDS_FOR_A_POLL: Final = 60.0
_SIZE: Final = 5 * 1024 * 1024
_LONGEST_VALIDATOR: Final = 500
_MOST_VALIDATORS: Final = 500
_HOPS: Final = 2
_LONGEST_WAIT: Final = timedelta(days=1)
_HIDDEN: Final = "{credential}"
OK, NOT_MODIFIED = 200, 304


class Asked(ProviderError):
    """The source asks to be left alone for `wait`."""

    def __init__(self, text: str, wait: timedelta | None) -> None:
        super().__init__(text)
        self.wait = wait


@dataclass(slots=True)
class Line:
    """Calls a provider's addresses for one poll.

    `settings` may hold `headers`; `{credential}` in a header or an address stands for `credential`, which appears in
    no error. `validators` (address to ETag and Last-Modified) are sent along; `heard` collects the new ones.
    """

    settings: Mapping[str, Any]
    credential: str = ""
    validators: Mapping[str, list[str]] = field(default_factory=dict)
    now: datetime = field(default_factory=clock.now)
    heard: dict[str, list[str]] = field(default_factory=dict)
    _until: float = field(default_factory=lambda: time.monotonic() + SECONDS_FOR_A_POLL)

    def get(self, url: str) -> bytes | None:
        """Return the body at an address, nothing when it is unchanged; raise `ProviderError` for all else."""
        left = min(SECONDS_FOR_A_CALL, self._until - time.monotonic())
        if left <= 0:
            raise ProviderError(f"the poll took longer than {SECONDS_FOR_A_POLL:g} s")
        target, headers = self._filled(url), self._headers(url)
        # What carries a secret is not carried on to wherever the source points.
        hops = 0 if self.credential else _HOPS
        try:
            answer = fetch(target, headers=headers, limits=Limits(size=_SIZE, seconds=left, redirects=hops))
        except FetchError as error:
            raise ProviderError(self._without_secret(str(error))) from None
        if answer.status == NOT_MODIFIED and url in self.validators:
            self.heard[url] = self.validators[url]
            return None
        if answer.status != OK:
            wait = wait_asked(answer, self.now)
            raise Asked(f"the source answered with status {answer.status}", wait)
        self._remember(url, answer)
        return answer.body

    def _filled(self, text: str) -> str:
        if _HIDDEN in text and not self.credential:
            raise ProviderError("settings: {credential} is used and none is set")
        return text.replace(_HIDDEN, self.credential)

    def _headers(self, url: str) -> dict[str, str]:
        given = self.settings.get("headers", {})
        if not isinstance(given, Mapping):
            raise ProviderError("settings: headers must be an object")
        headers = {str(name): self._filled(str(value)) for name, value in given.items()}
        if any("\r" in text or "\n" in text for pair in headers.items() for text in pair):
            raise ProviderError("settings: a header must be one line")
        tag, changed = self.validators.get(url, ["", ""])
        if tag:
            headers["If-None-Match"] = tag
        if changed:
            headers["If-Modified-Since"] = changed
        return headers

    def _remember(self, url: str, answer: Answer) -> None:
        found = [answer.headers.get(name, "") for name in ("etag", "last-modified")]
        # A validator that was cut would never match: better none.
        kept = [text if len(text) <= _LONGEST_VALIDATOR else "" for text in found]
        if any(kept) and len(self.heard) < _MOST_VALIDATORS:
            self.heard[url] = kept

    def _without_secret(self, text: str) -> str:
        return text.replace(self.credential, "***") if self.credential else text


def wait_asked(answer: Answer, now: datetime) -> timedelta | None:
    """Return the wait that Retry-After asks for (RFC 9110, 10.2.3), at most a day."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return min(timedelta(seconds=int(asked[:9])), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(asked)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), _LONGEST_WAIT)
