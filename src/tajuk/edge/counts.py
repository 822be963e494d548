"""Count how often pages are read, cheaply, and hand the sums on now and then."""

import logging
import threading
from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

Sink = Callable[[Mapping[str, int]], None]


class ViewCounts:
    """Views a path since the last flush; at most `limit` paths at once, the rest go uncounted until then."""

    def __init__(self, *, limit: int = 20_000) -> None:
        """Count with no sink: `sink` is set by whoever wants the sums."""
        self.sink: Sink | None = None
        self._limit = limit
        self._views: dict[str, int] = {}
        self._flushing = threading.Lock()

    def count_view(self, path: str) -> None:
        """Count one view of `path`."""
        views = self._views
        if path in views:
            views[path] += 1
        elif len(views) < self._limit:
            views[path] = 1

    def flush(self) -> int:
        """Hand what was counted to the sink, which may refuse it; return how many paths that were."""
        with self._flushing:
            views, self._views = self._views, {}
            if views and self.sink is not None:
                try:
                    self.sink(views)
                except Exception:
                    log.exception("views of %d paths could not be handed on", len(views))
            return len(views)
