"""Who wants to know how often pages are read, and who knows which are read most."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db import close_old_connections

log = logging.getLogger(__name__)

Sink = Callable[[Mapping[str, int]], object]

Order = Callable[[], Iterable[str]]

_sinks: list[Sink] = []
_orders: list[Order] = []


def register(sink: Sink) -> None:
    """Have `sink` called every few seconds with the new views, by path, of `counted` plates."""
    _sinks.append(sink)


def register_order(order: Order) -> None:
    """Have `order` asked for the addresses that are read most, in that order, when everything is to be baked anew."""
    _orders.append(order)


def most_read() -> Iterator[str]:
    """Yield the addresses that are read most, the most read first."""
    for order in _orders:
        yield from order()


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
