"""A day in the running product: the state machine's verbs on its database, its readers over HTTP, nginx in front.

`python -m tests.journeys.newsday --seconds 30` works on the newsroom of `TAJUK_DATA`, whose product it starts, kills
and restarts itself. It prints as JSON how much was done and how long after its verb the last leak was met (0: never).
"""

import argparse
import contextlib
import json
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import django

django.setup()

import httpx  # noqa: E402  (models need the set-up)
from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from hypothesis import HealthCheck, Phase, seed  # noqa: E402
from hypothesis import settings as profile  # noqa: E402
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402

from tajuk.articles import actions  # noqa: E402
from tajuk.articles.enums import RestrictionKind  # noqa: E402
from tajuk.articles.models import Article  # noqa: E402
from tajuk.clearance import exits  # noqa: E402
from tajuk.common import clock  # noqa: E402
from tests.journeys import canaries  # noqa: E402
from tests.product import Product  # noqa: E402
from tests.servers import free_port, listens, running  # noqa: E402
from tests.unit.clearance import looks  # noqa: E402
from tests.unit.clearance.machine import Newsday  # noqa: E402
from tests.unit.clearance.newsroom import Base, Newsroom, Reply  # noqa: E402

NGINX = """
daemon off; worker_processes 1; pid nginx.pid; error_log nginx.log warn;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u;
  scgi_temp_path s;
  proxy_cache_path cache levels=1:2 keys_zone=tajuk:4m inactive=10m use_temp_path=off;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_set_header Host 127.0.0.1:{behind};
      proxy_cache tajuk; proxy_cache_lock on; proxy_cache_key $request_uri$http_accept_encoding;
      {rules}
    }}
  }}
}}
"""
#: Obey every header, as any shared cache may: what is stale is served while it is fetched anew, or when that fails.
OBEYS = "proxy_cache_use_stale updating error timeout; proxy_cache_background_update on;"
#: What deploy/nginx does: a second, and never what is stale.
KEEPS_A_SECOND = """
      proxy_ignore_headers Cache-Control Expires; proxy_cache_valid 200 301 302 308 404 410 1s;
      proxy_cache_use_stale off;
"""
EDGE_SECONDS, NGINX_SECONDS = 10.0, 12.0  # on a machine that does other things; what was seen is told
PERSONAS: dict[str, dict[str, str]] = {
    "reader": {},
    "reader without gzip": {"accept-encoding": "identity"},
    "crawler": {
        "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "referer": "https://www.google.com/",
    },
    "preview": {"user-agent": "facebookexternalhit/1.1", "range": "bytes=0-65535"},
    "partner": {"authorization": "Bearer kunci-mitra", "accept": "application/json"},
}
QUERIES = ("", "output=amp", "print=1", "fbclid=x&utm_source=y", "preview=1&token=1")


@contextlib.contextmanager
def nginx(folder: Path, behind: int, rules: str = KEEPS_A_SECOND) -> Iterator[int]:
    """Run nginx with a cache in front of a port; give its own."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nginx.conf").write_text(NGINX.format(port=port, behind=behind, rules=rules))
    command = ["/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "nginx.log"]
    with running(command, folder, lambda: listens(port)):
        yield port


class RunningNewsroom(Newsroom):
    """The same newsroom, but its worker is the product's and its readers come by HTTP."""

    moves_time = False
    product: ClassVar[Product]
    front: ClassVar[int]
    client: ClassVar[httpx.Client]
    slowest: ClassVar[dict[str, float]] = {"edge": 0.0, "nginx": 0.0}
    asked_for: ClassVar[int] = 0

    def __init__(self, base: Base) -> None:
        """Use the product that runs."""
        self.base, self.folder = base, Path(settings.DATA)
        self._persona = random.choice(list(PERSONAS))
        self.done_at = time.monotonic()

    def close(self) -> None:
        """Stories of the example are put away by the machine."""

    def commit(self, verb: Callable[[], Any]) -> Any:
        """Do something in a transaction, as the desk does."""
        with transaction.atomic():
            done = verb()
        self.done_at = time.monotonic()
        return done

    def pass_time(self, by: timedelta) -> None:
        """Time passes by itself here."""

    def work(self, *, skew: timedelta = timedelta(), dies_after: int | None = None) -> None:
        """The worker works by itself; that it dies means that the whole product is killed, and started again."""
        if dies_after is not None:
            time.sleep(0.02 * dies_after)
            self.product.stop(signal.SIGKILL)
            self.product.start()

    def restart(self) -> None:
        """Stop the product as its operator does, and start it."""
        self.product.stop()
        self.product.start()

    def addresses(self) -> dict[str, set[str]]:
        """Return every address of every exit for the stories of this day only: the archive grows."""
        found: dict[str, set[str]] = {address: {"general"} for address in self.general()}
        for article in Article.objects.filter(pk__in=self.mine).select_related("section", "locale"):
            for exit_ in exits.registered():
                for address in exit_.addresses(article):
                    found.setdefault(address, set()).add(exit_.name)
        return found

    mine: frozenset[int] = frozenset()

    def get(self, address: str, **headers: str) -> Reply:
        """Ask the edge."""
        return self._ask(self.product.address, address, headers or PERSONAS[self._persona])

    def get_by_nginx(self, address: str) -> Reply:
        """Ask nginx, with a query that should change nothing."""
        query = random.choice(QUERIES)
        mark = "&" if "?" in address else "?"
        return self._ask(f"http://127.0.0.1:{self.front}", address + (mark + query if query else ""), {})

    def _ask(self, host: str, address: str, headers: dict[str, str]) -> Reply:
        type(self).asked_for += 1
        try:
            answer = self.client.get(host + address, headers=headers)
        except httpx.RemoteProtocolError:  # the server closed a kept connection: it was started anew
            answer = self.client.get(host + address, headers=headers)
        return Reply(answer.status_code, dict(answer.headers), answer.text)

    def refresh(self) -> int:
        """The product bakes again by itself what was asked for: give it a moment."""
        time.sleep(0.3)
        return 1

    def public_folders(self) -> list[Path]:
        """Return the folders that readers are served from."""
        return [self.folder / "plates", self.folder / "mirror", self.folder / "media" / "images"]


class RunningDay(Newsday):
    """The state machine on the running product: what hangs on the clock is left to the tests in process."""

    _numbers_of_all_days: ClassVar["count[int]"] = count(1_000)
    steps: ClassVar[int] = 0

    def open_room(self) -> Newsroom:
        """Return the running newsroom."""
        return RunningNewsroom(self.base)

    def numbers(self) -> "count[int]":
        """Return numbers that no other day has."""
        self._first_item = next(self._numbers_of_all_days) * 1_000_000
        return self._numbers_of_all_days

    def item_key(self, key: int) -> int:
        """Return a number that no other day's item has."""
        return self._first_item + key

    def teardown(self) -> None:
        """Kill what this day wrote: the next day's readers look for their own canaries only."""
        for pk in self.pks.values():
            with contextlib.suppress(actions.NotPossible):
                actions.restrict(
                    Article.objects.get(pk=pk),
                    RestrictionKind.KILL,
                    reason="akhir hari",
                    by=None,
                    now=clock.now(),
                )


def look_over_http(day: Newsday) -> None:
    """Walk every exit at the edge and at nginx until nothing leaks; fail when that takes too long."""
    assert isinstance(day, RunningDay)
    room = day.room
    assert isinstance(room, RunningNewsroom)
    type(day).steps += 1
    room.mine = frozenset(day.pks.values())
    began = room.done_at
    by_exit = room.addresses()
    for where, ask, bound in (
        ("edge", room.get, EDGE_SECONDS),
        ("nginx", room.get_by_nginx, NGINX_SECONDS),
    ):
        left = list(by_exit)
        while left := [address for address in left if leaks(day, address, ask(address))]:
            waited = time.monotonic() - began
            RunningNewsroom.slowest[where] = max(RunningNewsroom.slowest[where], waited)
            assert waited < bound, (where, waited, [(a, leaks(day, a, ask(a))) for a in left])
    texts = {address: room.get(address).text for address in by_exit}
    deadline = began + EDGE_SECONDS
    while True:
        try:
            looks.all_is_there(day, texts)
            break
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            texts = {address: room.get(address).text for address in by_exit}
    looks.no_file_tells(day, lingers=True)


def leaks(day: Newsday, address: str, reply: Reply) -> set[str]:
    """Return the canaries of this day that stand in an answer and may not."""
    may = day.world.may_stand(day.now) | {looks.BIOGRAPHY} | day.world.may_linger(day.now)
    told = canaries.found_in(f"{reply.headers} {reply.text}") - canaries.found_in(address) - may
    return {word for word in told if looks.owner_of(word) in day.owners()}


def main(arguments: list[str]) -> int:
    """Run days until the time is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30, help="begin no day after so long")
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args(arguments)
    random.seed(options.seed)
    data = Path(settings.DATA)
    (data / "mirror").mkdir(exist_ok=True)
    with transaction.atomic():
        base = Base(data)
    with (
        Product(data, TAJUK_FEED_FULL_TEXT="1") as product,
        nginx(data / "nginx", product.port) as front,
        httpx.Client(timeout=20) as client,
    ):
        RunningNewsroom.product, RunningNewsroom.front, RunningNewsroom.client = product, front, client
        days = _run(base, options.seconds, options.steps, options.seed)
        log = product.log
    told = {
        "days": days, "steps": RunningDay.steps, "asked": RunningNewsroom.asked_for, "seed": options.seed,
        "slowest": {name: round(value, 2) for name, value in RunningNewsroom.slowest.items()},
        "tracebacks": log.count("Traceback"),
    }  # fmt: skip
    json.dump(told, sys.stdout)
    connections.close_all()
    return 0


def _run(base: Base, seconds: float, steps: int, first: int) -> int:
    machine = type("RunningDay", (RunningDay,), {"base": base, "look": staticmethod(look_over_http)})
    began, days = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        chosen = profile(
            max_examples=1, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        seed(first + days)(machine)  # type: ignore[arg-type]  # it takes state machines, too
        run_state_machine_as_test(machine, settings=chosen)
        days += 1
    RunningDay.steps = machine.steps  # type: ignore[attr-defined]
    return days


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
