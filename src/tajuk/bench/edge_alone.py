"""The edge in a process of its own, without Django: what it holds for so many plates."""

import os
from pathlib import Path
from typing import Any

from tajuk.edge.answer import Edge
from tajuk.edge.files import FileServer
from tajuk.edge.gateway import Gateway
from tajuk.edge.rsgi import Application
from tajuk.edge.store import PlateStore


def make() -> Any:
    """Return the application that Granian runs for the plates of `TAJUK_DATA`."""
    return Application(Edge(PlateStore(Path(os.environ["TAJUK_DATA"]) / "plates")), Gateway(), FileServer({}))
