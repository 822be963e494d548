"""An application for the server tests: plates and a small WSGI application behind Granian."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tajuk.common.clock import now
from tajuk.edge.answer import Edge
from tajuk.edge.files import FileServer, Folder
from tajuk.edge.gateway import Gateway
from tajuk.edge.plates import plate_of
from tajuk.edge.rsgi import Application
from tajuk.edge.store import PlateStore


def behind(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    plain = [("Content-Type", "text/plain"), ("Connection", "keep-alive")]
    if path == "/fails":
        raise RuntimeError("on purpose")
    if path == "/slow":
        time.sleep(1.0)
    if path == "/big":
        start("200 OK", [*plain, ("Content-Length", str(300 * 65_536))])
        return (b"x" * 65_536 for _ in range(300))
    if path == "/breaks":
        start("200 OK", plain)
        return broken()
    body = environ["wsgi.input"].read()
    text = f"{environ['REQUEST_METHOD']} {path} {environ['QUERY_STRING']} {len(body)} {now():%Y}".encode()
    start(
        "201 Created",
        [*plain, ("Content-Length", str(len(text))), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
    )
    return [text]


def broken() -> Iterator[bytes]:
    yield b"x" * 1_000_000
    raise RuntimeError("on purpose")


def make() -> Application:
    folder = Path("SERVED")
    store = PlateStore(folder / "plates")
    store.write(plate_of("/_/fragments/bar", [b"[BAR]"]))
    store.write(
        plate_of("/a", [b"<p>" + b"Emas " * 100, "bar", b"</p>"], headers=[("Content-Type", "text/html")])
    )
    gateway = Gateway(threads=2, queue=2, max_body=1_000_000)
    application = Application(Edge(store), gateway, FileServer({"/static/": Folder(folder / "static")}))
    application.operations.gauge("outbox_entries", "Waiting.", lambda: 7)
    application.operations.gauge("broken", "Broken.", lambda: 1 / 0)
    gateway.serve(behind)
    return application
