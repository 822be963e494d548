"""A quote source on loopback, whose answers a test decides and whose callers it counts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]


@dataclass(slots=True)
class Source:
    """What a running source is asked, and how it answers."""

    port: int = 0
    replies: dict[str, Reply | Callable[[dict[str, str]], Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/all") -> str:
        """Return an address of the source."""
        return f"http://127.0.0.1:{self.port}{path}"

    def say(self, body: bytes, status: int = 200, path: str = "/all", **headers: str) -> None:
        """Have an address answered so from now on."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = (status, told, body)


@contextmanager
def running() -> Iterator[Source]:
    """Run a source until the block ends."""
    source = Source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            source.asked.append((self.path, headers))
            found = source.replies.get(self.path.partition("?")[0], (404, {}, b""))
            status, told, body = found(headers) if callable(found) else found
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            if "Content-Length" not in told:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    source.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield source
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
