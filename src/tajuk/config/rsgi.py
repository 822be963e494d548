"""The application of one server worker: the edge at once, Django as soon as it is loaded."""

import gc
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tajuk.edge.answer import Edge
from tajuk.edge.files import PICTURES, FileServer, Folder
from tajuk.edge.gateway import Gateway
from tajuk.edge.nodes import Node
from tajuk.edge.rsgi import Application
from tajuk.edge.store import PlateStore

if TYPE_CHECKING:
    from tajuk.config.background import Background

log = logging.getLogger(__name__)

_PICTURE_SECONDS = 86_400


def make() -> Application:
    """Return the application. Readers are served from plates while Django is still being loaded."""
    store = PlateStore(Path(settings.DATA) / "plates")
    if settings.TAJUK_PLATES:
        # What other machines withdrew while this one was down is not shown for a moment.
        Node(store.folder, settings.TAJUK_PLATES).catch_up()
    gateway = Gateway(trust_proxy=settings.TAJUK_TRUST_PROXY)
    newsroom = Newsroom()
    return Application(
        Edge(store, keyed=settings.TAJUK_TRUST_PROXY),
        gateway,
        FileServer(_folders()),
        metrics_secret=settings.TAJUK_METRICS_SECRET,
        started=newsroom.start,
        stopped=newsroom.stop,
    )


def _folders() -> dict[str, Folder]:
    folders: dict[str, Folder] = {}
    if (static := settings.STATIC_URL or "").startswith("/"):
        folders[static] = Folder(Path(str(settings.STATIC_ROOT)))
    if settings.MEDIA_URL.startswith("/"):
        # Renditions only: the originals next to them are nobody's business.
        renditions = Path(settings.MEDIA_ROOT) / "images"
        folders[settings.MEDIA_URL + "images/"] = Folder(renditions, PICTURES, _PICTURE_SECONDS)
        # The logo, the fonts and the style sheet of the paper's identity, under names made of their contents.
        identity = Path(settings.MEDIA_ROOT) / "identity"
        folders[settings.MEDIA_URL + "identity/"] = Folder(identity, frozenset({"css", "webp", "woff2"}))
    return folders


class Newsroom:
    """Django and its background work, started in a thread of its own."""

    def __init__(self) -> None:
        """Begin with nothing started."""
        self._background: Background | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, application: Application) -> None:
        """Begin to load Django for `application`."""
        self._thread = threading.Thread(target=self._load, args=(application,), name="start", daemon=True)
        self._thread.start()

    def stop(self, application: Application) -> None:
        """Stop what runs in the background."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5)
        if self._background is not None:
            self._background.stop()

    def _load(self, application: Application) -> None:
        try:
            self._serve(application)
        except Exception as error:
            log.exception("the newsroom cannot start; readers are served what is baked")
            application.gateway.give_up(error)

    def _serve(self, application: Application) -> None:
        from django.core.wsgi import get_wsgi_application
        from django.urls import get_resolver

        django = get_wsgi_application()
        get_resolver().url_patterns  # noqa: B018  (the first request need not wait for the addresses)

        from tajuk.config.background import Background
        from tajuk.press import queries, readership
        from tajuk.press.refresh import Refresher

        _gauge_wires(application)
        application.operations.gauge("outbox_entries", "Changes that wait to be baked.", queries.outbox_depth)
        application.edge.views.sink = readership.deliver
        application.edge.refresh = Refresher()
        # What was loaded stays: the collector need not walk through it again and again beside readers' answers.
        gc.collect()
        gc.freeze()
        application.gateway.serve(django)
        if not self._stopping.is_set():
            self._background = Background()
            self._background.start()


def _gauge_wires(application: Application) -> None:
    from tajuk.common.clock import now
    from tajuk.wires import watch

    gauge = application.operations.gauge
    gauge(
        "wire_sources_silent",
        "Sources silent longer than they should be.",
        lambda: watch.silent_sources(now()),
    )
    gauge("wire_sources_failing", "Sources that failed when last asked.", watch.failing_sources)
    gauge("wire_files_unread", "Files kept and not read yet.", watch.unread_deliveries)
    gauge("wire_files_quarantined", "Files in quarantine.", watch.quarantined)
    gauge("wire_lag_seconds", "Longest median from arrival to the list.", watch.slowest_lag)
