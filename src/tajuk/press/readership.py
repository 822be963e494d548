"""Who wants to know how often pages are read."""

import logging
from collections.abc import Callable, Mapping

from django.db import close_old_connections

log = logging.getLogger(__name__)

Sink = Callable[[Mapping[str, int]], object]

_sinks: list[Sink] = []


def register(sink: Sink) -> None:
    """Have `sink` called every few seconds with the new views, by path, of `counted` plates."""
    _sinks.append(sink)


def deliver(views: Mapping[str, int]) -> None:
    """Hand views on to everybody; one that fails loses its share and keeps nobody else from theirs."""
    close_old_connections()
    try:
        for sink in _sinks:
            try:
                sink(views)
            except Exception:
                log.exception("views of %d paths were not taken", len(views))
    finally:
        close_old_connections()
