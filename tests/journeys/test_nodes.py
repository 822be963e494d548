"""Rows 1 and 2: two machines serve one newsroom (PostgreSQL, S3-compatible storage, Redis); one of each is killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.journeys.conftest import soon
from tests.product import REPOSITORY, Product, environment
from tests.servers.postgresql import Cluster, postgresql
from tests.servers.redis import redis
from tests.servers.s3 import s3

pytestmark = [pytest.mark.enable_socket, pytest.mark.long]

SEEN_SECONDS = 8.0
GONE_SECONDS = 60.0


@dataclass
class Machines:
    """Two products with one database."""

    one: Product
    two: Product
    cluster: Cluster
    settings: dict[str, str]

    def __iter__(self) -> Iterator[Product]:
        yield from (self.one, self.two)

    def run(self, *command: str, text: str | None = None) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command], env=environment(self.one.data, **self.settings), cwd=REPOSITORY,
            input=text, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def publish(self, word: str) -> dict[str, object]:
        made = self.run("tests.writing", text=json.dumps([{"headline": f"Judul {word}", "word": word}]))
        story: dict[str, object] = json.loads(made)[0]
        return story

    def statuses(self, path: object) -> list[int]:
        return [machine.get(str(path)).status_code for machine in self]

    def status_everywhere(self, path: object, status: int, seconds: float) -> float:
        return soon(lambda: self.statuses(path) == [status, status], seconds)


@contextlib.contextmanager
def machines(folder: Path, redis_address: str, plates: str) -> Iterator[Machines]:
    with postgresql(folder / "pg") as cluster:
        settings = {
            "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.postgresql",
            "TAJUK_DATABASE": cluster.url,
            "TAJUK_PLATES": plates,
            "TAJUK_REDIS": redis_address,
            "TAJUK_ADDRESS": "http://contoh.id",
            "TAJUK_HOSTS": "contoh.id,127.0.0.1",
        }
        places = [folder / name for name in ("satu", "dua")]
        for place in places:
            (place / "run").mkdir(parents=True)
        products = [Product(place, **settings) for place in places]
        made = Machines(products[0], products[1], cluster, settings)
        made.run("tajuk", "migrate", "--verbosity", "0")
        products[0].stories = json.loads(made.run("tests.paper", "small"))
        made.run("tajuk.config.preparation")
        with contextlib.ExitStack() as stack:
            for product in products:
                stack.enter_context(Product.__enter__(product) and contextlib.closing(_Stopping(product)))
            yield made


class _Stopping:
    def __init__(self, product: Product) -> None:
        self._product = product

    def close(self) -> None:
        self._product.stop()


def test_two_machines_show_one_newsroom_whatever_one_of_them_loses(tmp_path: Path) -> None:
    with (
        s3(tmp_path / "s3") as plates,
        contextlib.ExitStack() as broker,
    ):
        address = broker.enter_context(redis(tmp_path / "redis"))
        with machines(tmp_path, address, plates) as both:
            _both_see_what_is_published_and_killed(both)
            _row_2_without_redis_the_database_and_the_storage_are_enough(both, broker)
            _a_machine_that_is_killed_leaves_the_other_at_work(both)
            _row_1_without_the_database_every_plate_is_served(both, tmp_path)


def _both_see_what_is_published_and_killed(both: Machines) -> None:
    story = both.publish("kenarisatu")
    both.status_everywhere(story["path"], 200, SEEN_SECONDS * 3)
    for machine in both:
        soon(lambda machine=machine: "kenarisatu" in machine.get("/terbaru/").text, SEEN_SECONDS * 3)
    both.run("tajuk", "kill", str(story["id"]), "--reason", "keliru")
    both.status_everywhere(story["path"], 410, SEEN_SECONDS * 3)
    for machine in both:
        soon(lambda machine=machine: "kenarisatu" not in machine.get("/terbaru/").text, SEEN_SECONDS)


def _row_2_without_redis_the_database_and_the_storage_are_enough(
    both: Machines, broker: contextlib.ExitStack
) -> None:
    broker.close()
    story = both.publish("kenaridua")
    both.status_everywhere(story["path"], 200, SEEN_SECONDS * 3)
    both.run("tajuk", "kill", str(story["id"]), "--reason", "keliru")
    assert both.status_everywhere(story["path"], 410, GONE_SECONDS) < GONE_SECONDS


def _a_machine_that_is_killed_leaves_the_other_at_work(both: Machines) -> None:
    before = both.publish("kenaritiga")
    both.status_everywhere(before["path"], 200, SEEN_SECONDS * 3)
    os.killpg(both.two.pid, signal.SIGKILL)
    both.two.stop()
    after = both.publish("kenariempat")
    soon(lambda: both.one.get(str(after["path"])).status_code == 200, SEEN_SECONDS * 3)
    both.run("tajuk", "kill", str(before["id"]), "--reason", "keliru")
    soon(lambda: both.one.get(str(before["path"])).status_code == 410, SEEN_SECONDS * 3)
    # The other is back: it has never shown the killed story since, and has the new one.
    both.two.start()
    assert both.two.get(str(before["path"])).status_code == 410
    soon(lambda: both.two.get(str(after["path"])).status_code == 200, SEEN_SECONDS * 3)
    os.killpg(both.one.pid, signal.SIGKILL)
    both.one.stop()
    last = both.publish("kenarilima")
    soon(lambda: both.two.get(str(last["path"])).status_code == 200, SEEN_SECONDS * 4)
    both.one.start()
    both.status_everywhere(last["path"], 200, SEEN_SECONDS * 3)


def _row_1_without_the_database_every_plate_is_served(both: Machines, folder: Path) -> None:
    known = [str(story["path"]) for story in both.one.stories.values() if _serves(both, str(story["path"]))]
    pages = ["/", "/makro/", "/terbaru/", *known]
    plates = {page: both.one.get(page).text for page in pages}
    assert len(known) >= 3
    waiting = both.publish("kenarienam")
    subprocess.run(["kill", "-QUIT", str(both.cluster.pid)], check=True)  # pg_ctl -m immediate
    soon(lambda: both.one.get("/desk/login/").status_code == 503, 20)
    for page in pages:
        assert both.statuses(page) == [200, 200], page
    desk = both.one.get("/desk/login/")
    assert "terganggu" in desk.text and desk.headers["retry-after"]
    # An address is taken off with no database at all, on every machine.
    both.run("tajuk", "edge", "block", known[0])
    both.status_everywhere(known[0], 410, GONE_SECONDS)
    os.killpg(both.two.pid, signal.SIGKILL)
    both.two.stop()
    both.two.start()
    assert both.statuses(known[0]) == [410, 410], "a block outlives a restart"
    with postgresql(folder / "pg", both.cluster.port):
        both.status_everywhere(waiting["path"], 200, 90)
        soon(lambda: both.one.get("/desk/login/").status_code == 200, 60)
        both.run("tajuk", "edge", "unblock", known[0])
        both.status_everywhere(known[0], 200, SEEN_SECONDS * 3)
        assert set(plates) == set(pages)


def _serves(both: Machines, path: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return both.statuses(path) == [200, 200]
    return False
