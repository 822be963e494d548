"""Several machines that serve one newsroom: what is baked, dropped or blocked on one is so on all."""

import threading
from pathlib import Path

from django.conf import settings

from tajuk.edge.nodes import Node


def this_node() -> Node | None:
    """Return this machine's part, or None where the newsroom has one machine (`TAJUK_PLATES` is not set)."""
    if not settings.TAJUK_PLATES:
        return None
    return Node(Path(settings.DATA) / "plates", settings.TAJUK_PLATES, settings.TAJUK_REDIS)


def run_exchange(stop: threading.Event) -> None:
    """Exchange plates with the other machines until `stop` is set; return at once when there are none."""
    if (node := this_node()) is not None:
        node.run(stop)
