"""The desk's work in the background: stories that figures write."""

import threading
from typing import Final

from django.db import close_old_connections

from tajuk.common import clock
from tajuk.desk.actions.write_data_stories import write_due

_EVERY: Final = 20.0


def run_data_stories(stop: threading.Event) -> None:
    """Write the data stories that are due, until `stop` is set."""
    while not stop.wait(_EVERY):
        close_old_connections()
        write_due(clock.now())
