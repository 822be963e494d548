"""A day in the running product: the state machine's verbs on its database, its readers over HTTP, nginx in front.

`python -m tests.journeys.newsday --seconds 30` works on the newsroom of `TAJUK_DATA`, whose product it starts, kills
and restarts itself. It prints as JSON how much was done and how long after its verb the last leak was met (0: never).
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict
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
from tests.journeys import walkers  # noqa: E402
from tests.journeys.walkers import PERSONAS  # noqa: E402
from tests.product import Product, tajuk  # noqa: E402
from tests.servers import free_port, listens, running  # noqa: E402
from tests.unit.clearance import looks  # noqa: E402
from tests.unit.clearance.machine import Newsday  # noqa: E402
from tests.unit.clearance.newsroom import Base, Newsroom, Reply  # noqa: E402

NGINX = """
daemon off; {user} worker_processes 1; pid nginx.pid; error_log nginx.log warn;
events {{ worker_connections 256; }}
http {{
  map $upstream_http_cache_control $private {{ default 0; "~*(?:no-store|no-cache|private)" 1; }}
  access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u;
  scgi_temp_path s;
  proxy_cache_path cache levels=1:2 keys_zone=tajuk:4m inactive=10m use_temp_path=off;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_set_header Host 127.0.0.1:{behind};
      proxy_cache tajuk; proxy_cache_lock on; proxy_cache_key $request_uri$http_accept_encoding;
      add_header X-Cache $upstream_cache_status always;
      {rules}
    }}
  }}
}}
"""
#: Obey what the headers say and nothing else, as any shared cache may: how long it is kept, how long it may be stale.
OBEYS = "proxy_cache_background_update on;"
#: What deploy/nginx does: a second, and never what is stale; with a token always anew.
KEEPS_A_SECOND = """
      proxy_ignore_headers Cache-Control Expires Vary; proxy_cache_valid 200 301 302 308 410 1s;
      proxy_cache_use_stale off; proxy_cache_bypass $http_authorization; proxy_no_cache $http_authorization $private;
"""
EDGE_SECONDS, NGINX_SECONDS, OBEYING_SECONDS = (
    10.0,
    12.0,
    60.0,
)  # on a machine that does other things; what was seen is told


@contextlib.contextmanager
def nginx(folder: Path, behind: int, rules: str = KEEPS_A_SECOND) -> Iterator[int]:
    """Run nginx with a cache in front of a port; give its own."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    # Its worker would be `nobody` else, whom pytest's folders keep out: it could keep nothing and break off.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(port=port, behind=behind, rules=rules, user=user))
    command: list[str | Path] = [
        "/usr/sbin/nginx",
        "-p",
        folder,
        "-c",
        folder / "nginx.conf",
        "-e",
        folder / "nginx.log",
    ]
    with running(command, folder, lambda: listens(port)):
        yield port


class RunningNewsroom(Newsroom):
    """The same newsroom, but its worker is the product's and its readers come by HTTP."""

    moves_time = False
    product: ClassVar[Product]
    front: ClassVar[int]
    token: ClassVar[str]
    client: ClassVar[httpx.Client]
    bounds: ClassVar[dict[str, float]] = {"edge": EDGE_SECONDS, "nginx": NGINX_SECONDS}
    slowest: ClassVar[dict[str, float]] = defaultdict(float)
    cache: ClassVar[Counter[str]] = Counter()
    requests: ClassVar[int] = 0
    withdrawals: ClassVar[int] = 0
    cookie: ClassVar[str] = ""
    read_whole: ClassVar[int] = 0

    def __init__(self, base: Base) -> None:
        """Use the product that runs."""
        self.base, self.folder = base, Path(settings.DATA)
        self.persona = random.choice(list(PERSONAS))
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
            self._start_anew(signal.SIGKILL)

    def restart(self) -> None:
        """Stop the product as its operator does, and start it."""
        self._start_anew(signal.SIGINT)

    def _start_anew(self, sign: signal.Signals) -> None:
        """Stop and start the product; the connections that were kept to it are gone."""
        self.product.stop(sign)
        self.product.start()
        self.client.close()
        type(self).client = httpx.Client(timeout=20)

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
        return self.ask(address, headers or PERSONAS[self.persona])

    def ask(
        self, address: str, headers: dict[str, str], *, method: str = "GET", by_nginx: bool = False
    ) -> Reply:
        """Ask the edge or nginx; no answer is a failure, and so is an error of the server's."""
        cls = type(self)
        cls.requests += 1
        host = f"http://127.0.0.1:{self.front}" if by_nginx else self.product.address
        answer = self.client.request(method, host + address, headers=headers)
        assert answer.status_code < 500, (address, answer.status_code, by_nginx)
        if by_nginx:
            cls.cache[answer.headers.get("x-cache", "")] += 1
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
        """End the day: what is out is held, then killed, and everybody looks. Its stories are put away."""
        if sys.exc_info()[0] is None:
            self._withdraw_what_is_out()
        self._put_away()

    def _withdraw_what_is_out(self) -> None:
        out = self.world.must_stand(self.now)
        if not out:
            self.publish(0)
            self.nothing_leaks_and_nothing_lacks()
        pick = list(self.world.stories.values()).index(out[0]) if out else 0
        for fact in ("hold", "kill"):
            self.keep_in(pick, fact)
            self.nothing_leaks_and_nothing_lacks()

    def _put_away(self) -> None:
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
    """Let everybody walk every exit until nothing leaks; fail when that takes too long."""
    assert isinstance(day, RunningDay)
    room = day.room
    assert isinstance(room, RunningNewsroom)
    type(day).steps += 1
    room.mine = frozenset(day.pks.values())
    by_exit = room.addresses()
    everybody = walkers.walkers(room)
    for walker in everybody:
        _walk(day, walker, walker.route(list(by_exit)), room.done_at)
    _shows_what_it_must(day, room, list(by_exit))
    partner = next(walker for walker in everybody if isinstance(walker, walkers.Partner))
    RunningNewsroom.withdrawals += walkers.partner_is_told(day, partner)
    for walker in everybody:
        if isinstance(walker, walkers.Subscriber):
            RunningNewsroom.read_whole += looks.subscribers_have_all(day, walker.ask)
    looks.no_file_tells(day, lingers=True)


def _walk(day: "RunningDay", walker: walkers.Walker, left: list[str], began: float) -> None:
    slowest, bound = RunningNewsroom.slowest, RunningNewsroom.bounds[walker.where]

    def leaks(address: str) -> set[str]:
        return walkers.leaks(day, address, walker.ask(address), walker)

    while left := list(filter(leaks, left)):
        waited, name = time.monotonic() - began, f"{walker.name} at {walker.where}"
        slowest[name] = max(slowest[name], waited)
        assert waited < bound, (name, waited, [(each, leaks(each)) for each in left])


def _shows_what_it_must(day: "RunningDay", room: RunningNewsroom, addresses: list[str]) -> None:
    while True:
        texts = {address: room.get(address).text for address in addresses}
        try:
            looks.all_is_there(day, texts)
        except AssertionError:
            if time.monotonic() > room.done_at + EDGE_SECONDS:
                raise
        else:
            return walkers.nobody_has_what_is_paid(day, texts)


def main(arguments: list[str]) -> int:
    """Run days until the time is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30, help="begin no day after so long")
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument(
        "--obeying", action="store_true", help="nginx does what the headers say, and only that"
    )
    options = parser.parse_args(arguments)
    random.seed(options.seed)
    data = Path(settings.DATA)
    (data / "mirror").mkdir(exist_ok=True)
    with transaction.atomic():
        base = Base(data)
    told = tajuk(data, "partner", walkers.PARTNER, "--name", "Mitra Kenari")
    assert told.returncode == 0, told.stderr
    room = RunningNewsroom
    room.token = told.stdout.strip()
    room.bounds["nginx"] = OBEYING_SECONDS if options.obeying else NGINX_SECONDS
    room.client = httpx.Client(timeout=20)
    rules = OBEYS if options.obeying else KEEPS_A_SECOND
    with (
        Product(data, TAJUK_FEED_FULL_TEXT="1") as room.product,
        nginx(data / "nginx", room.product.port, rules) as room.front,
    ):
        room.cookie = _signed_in(room, data, base)
        days = _run(base, options.seconds, options.steps, options.seed)
        log = room.product.log
    room.client.close()
    figures = {
        "days": days, "steps": RunningDay.steps, "asked": room.requests, "seed": options.seed,
        "slowest": {name: round(value, 2) for name, value in room.slowest.items()},
        "cache": room.cache, "withdrawals": room.withdrawals, "read whole": room.read_whole,
        "nginx": (data / "nginx" / "nginx.log").read_text().count("[crit]"), "tracebacks": log.count("Traceback"),
    }  # fmt: skip
    json.dump(figures, sys.stdout)
    connections.close_all()
    return 0


def _signed_in(room: type[RunningNewsroom], data: Path, base: Base) -> str:
    """Subscribe by the command, open its link as a browser does, press the button; return the cookies."""
    told = tajuk(data, "subscriber", "add", "sari@contoh.id", "--plan", base.plan.slug, "--reason", "uji")
    assert told.returncode == 0, told.stderr
    given = told.stdout.partition("?pas=")[2].strip()
    with httpx.Client(base_url=room.product.address) as browser:
        page = browser.get("/akun/masuk", params={"pas": given})
        assert given in page.text, page
        form = {"pas": given, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        answer = browser.post("/akun/masuk", data=form)
        assert answer.status_code == 302, answer
        assert browser.get("/akun/").text.count(base.plan.name_id) >= 1
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


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
