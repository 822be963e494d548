"""What operators ask: is it alive, is it ready, what does it do (`/-/live`, `/-/ready`, `/-/metrics`)."""

import hmac
import logging
import time
from collections.abc import Callable
from ipaddress import ip_address

from tajuk.edge.answer import Edge
from tajuk.edge.composed import Answer
from tajuk.edge.environ import Scope
from tajuk.edge.gateway import Gateway

log = logging.getLogger(__name__)

PREFIX = "/-/"
_SAID_BY_PROXIES = (
    "x-forwarded-for",
    "forwarded",
    "via",
    "x-real-ip",
    "x-forwarded-proto",
    "x-forwarded-host",
)
_HEADERS = [
    ("content-type", "text/plain; charset=utf-8"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
]


class Operations:
    """Answers about one edge process. Gauges may be slow: `answer` is called outside the event loop."""

    def __init__(self, edge: Edge, gateway: Gateway) -> None:
        """Watch `edge` and `gateway`."""
        self._edge = edge
        self._gateway = gateway
        self._since = time.time()
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """Show `read()` in the metrics as `tajuk_<name>`; when it raises, the gauge is left out."""
        self._gauges[name] = (text, read)

    def answer(self, path: str, *, trusted: bool) -> Answer:
        """Answer one of the operators' addresses; metrics only to who is `trusted`."""
        match path.removeprefix(PREFIX):
            case "live":
                return Answer(200, _HEADERS, b"live\n")
            case "ready":
                ready = self._gateway.ready
                return Answer(200 if ready else 503, _HEADERS, b"ready\n" if ready else b"starting\n")
            case "metrics" if trusted:
                headers = [("content-type", "text/plain; version=0.0.4; charset=utf-8"), *_HEADERS[1:]]
                return Answer(200, headers, self.metrics().encode())
        return Answer(404, _HEADERS, b"404 not found\n")

    def metrics(self) -> str:
        """Return the metrics in Prometheus' text format 0.0.4."""
        lines = [
            "# HELP tajuk_requests_total Reader requests by how they were answered.",
            "# TYPE tajuk_requests_total counter",
            *(
                f'tajuk_requests_total{{outcome="{name}"}} {sum_}'
                for name, sum_ in self._edge.outcomes.items()
            ),
        ]
        gauges: dict[str, tuple[str, Callable[[], float]]] = {
            "cache_bytes": ("Bytes of plates in memory.", lambda: self._edge.bytes),
            "cache_plates": ("Plates in memory.", lambda: len(self._edge)),
            "blocked_addresses": ("Addresses on the block list.", lambda: len(self._edge.blocked)),
            "newsroom_requests": ("Requests that Django has in hand.", lambda: self._gateway.busy),
            "start_time_seconds": ("When this process started.", lambda: self._since),
        } | self._gauges
        for name, (text, read) in gauges.items():
            try:
                value = read()
            except Exception as error:
                log.warning("the gauge %s cannot be read: %s", name, error)
                continue
            lines += [f"# HELP tajuk_{name} {text}", f"# TYPE tajuk_{name} gauge", f"tajuk_{name} {value}"]
        return "\n".join(lines) + "\n"


def may_see_metrics(scope: Scope, secret: str = "") -> bool:
    """Say whether who asks may see figures: a direct neighbour on this machine, or who knows the secret.

    A proxy of one's own is such a neighbour too, so a request that anything says came through one is not
    direct: nobody need remember to hide the figures from the world.
    """
    headers = scope.headers
    given = headers.get("authorization") or ""
    if secret and hmac.compare_digest(given.encode(), f"Bearer {secret}".encode()):
        return True
    if any(headers.get(name) is not None for name in _SAID_BY_PROXIES):
        return False
    try:
        return ip_address(scope.client.rpartition(":")[0].strip("[]")).is_loopback
    except ValueError:
        return False
