"""The newsroom's one clock: aware times, in UTC inside, in the newsroom's zone for people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta())


def of_this_machine() -> datetime:
    """Return the present moment by the clock of this machine, right or wrong."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = of_this_machine


def now() -> datetime:
    """Return the present moment as an aware UTC datetime, by the newsroom's one clock."""
    return _source() + _offset.get()


def follow(source: Callable[[], datetime] | None) -> None:
    """Take the time from `source` in this process from now on; None: from this machine's clock."""
    global _source
    _source = source or of_this_machine


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Move this context's clock by `by`, for tests and rehearsals."""
    token = _offset.set(_offset.get() + by)
    try:
        yield
    finally:
        _offset.reset(token)


def aware(moment: datetime) -> datetime:
    """Return `moment` in UTC; raise `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC)
