"""How long after its verb a killed story is still met, with thousands of other changes waiting for the worker.

`python -m tests.journeys.killing --waiting 10000 --kills 100` works on the newsroom of `TAJUK_DATA`, whose product it
starts, and prints as JSON, in seconds from the verb's commit: when the last leak was met, and when all exits were seen
clean. With `--no-worker` the worker never gets its turn.
"""

import argparse
import contextlib
import fcntl
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

import httpx  # noqa: E402  (models need the set-up)
from django.conf import settings  # noqa: E402

from tajuk.articles.models import Article  # noqa: E402
from tajuk.common import clock  # noqa: E402
from tajuk.desk.actions import withdraw  # noqa: E402
from tajuk.press.actions import bake_later  # noqa: E402
from tajuk.press.models import OutboxEntry  # noqa: E402
from tests.journeys import canaries  # noqa: E402
from tests.paper import Paper, paragraphs  # noqa: E402
from tests.product import Product  # noqa: E402

EVERYWHERE = (
    "/", "/makro/", "/terbaru/", "/rss.xml", "/sitemap-news.xml", "/_/fragments/latest", "/lite/", "/api/v1/articles",
)  # fmt: skip
BOUND = 60.0


def main(arguments: list[str]) -> int:
    """Kill stories one after the other and tell how long each was met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--no-worker", action="store_true")
    options = parser.parse_args(arguments)
    data = Path(settings.DATA)
    with _held_back(data, options.no_worker), Product(data) as product, httpx.Client(timeout=30) as client:
        client.base_url = httpx.URL(product.address)
        stories = [_publish(number) for number in range(options.kills)]
        _wait_for(client, stories)
        days = (
            f"/terbaru/{clock.now() - timedelta(days=n):%Y-%m-%d}/" for n in range(2, options.waiting + 2)
        )
        waiting = bake_later(days, reason="uji")
        told = [_kill(client, story) for story in stories]
        left = OutboxEntry.objects.waiting().count()
    json.dump({"kills": len(told), "waiting": waiting, "left": left} | _figures(told), sys.stdout)
    return 0


@contextlib.contextmanager
def _held_back(data: Path, asked: bool) -> Iterator[None]:
    """Hold the worker's lock, so that no worker gets its turn: as if it had died and nobody noticed."""
    (data / "run").mkdir(exist_ok=True)
    descriptor = os.open(data / "run" / "press.lock", os.O_RDWR | os.O_CREAT, 0o600)
    if asked:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _publish(number: int) -> Article:
    word = canaries.word(number + 1, "judul")
    body = paragraphs(f"Isi {canaries.word(number + 1, 'isi')}.", "Dua.")
    return Paper(clock.now()).write(
        "ini", word, body, minutes=0, summary=canaries.word(number + 1, "ringkas")
    )


def _wait_for(client: httpx.Client, stories: list[Article]) -> None:
    """Let readers meet the stories, so that plates of them are there."""
    for story in stories:
        deadline = time.monotonic() + BOUND
        while client.get(story.get_absolute_url()).status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    for address in EVERYWHERE:
        client.get(address)


def _kill(client: httpx.Client, story: Article) -> tuple[float, float]:
    """Return when the last leak was met, and when all were seen clean."""
    number = next(int(word[6:].split("j")[0]) for word in canaries.found_in(story.headline))
    words = {canaries.word(number, name) for name in ("judul", "isi", "ringkas")}
    left = [story.get_absolute_url(), f"/lite{story.get_absolute_url()}", *EVERYWHERE]
    for address in left:
        client.get(address)
    withdraw.kill(story, reason="keliru", by=None, now=clock.now())
    began, last = time.monotonic(), 0.0
    while left:
        for address in list(left):
            text = client.get(address).text
            if canaries.found_in(text) & words - canaries.found_in(address):
                last = time.monotonic() - began
            else:
                left.remove(address)
        assert time.monotonic() - began < BOUND, left
    return last, time.monotonic() - began


def _figures(told: list[tuple[float, float]]) -> dict[str, Any]:
    figures = {}
    for name, values in zip(("last leak", "all clean"), zip(*told, strict=True), strict=True):
        ordered = sorted(values)
        figures[name] = {
            "p50": round(statistics.median(ordered), 3),
            "p99": round(ordered[max(0, round(len(ordered) * 0.99) - 1)], 3),
            "most": round(ordered[-1], 3),
        }
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
