"""How long a story takes from the editor's click to each page that shows it, and what twenty a second do to readers."""

import random
import secrets
import time
from contextlib import AbstractContextManager
from typing import Any

from tajuk.bench import newsrooms
from tajuk.bench.clients import Reader, Stream
from tajuk.bench.newsrooms import Newsroom, Running
from tajuk.bench.orders import Hand, taking_orders
from tajuk.bench.processes import cpu_seconds
from tajuk.bench.profiles import profile_of
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Verdict, percentile

PLACES = ("article", "front", "section", "latest", "feed")
P50, P99, GROWTH = 150.0, 400.0, 1.3
PER_SECOND, BACKLOG_SECONDS, READERS_RATIO = 20.0, 5.0, 2.0
_PATIENCE = 20.0
_READERS = 100.0
_REST_SECONDS = 15.0


def writing(newsroom: Newsroom, port: int) -> AbstractContextManager[Hand]:
    """Run a process that publishes in a newsroom served at `port`."""
    return taking_orders("tajuk.bench.writer", newsroom, TAJUK_PORT=str(port))


def measure(options: Options) -> Figure:
    """Measure publishing on every database and size."""
    figure = Figure("publish", "From the editor's click to the reader")
    shown = Table(
        "Milliseconds until a story is seen",
        ("database", "stories", "page", "publishes", "p50", "p99", "max"),
    )
    paced = Table(
        f"{PER_SECOND:.0f} stories a second",
        (
            "database",
            "stories",
            "published",
            "a second",
            "backlog gone after s",
            "readers' p99 ms at rest",
            "during",
        ),
    )
    figure.tables = [shown, paced]
    for database in options.databases:
        before: dict[str, float] = {}
        for articles in options.articles:
            with newsrooms.kept(
                options.work, articles=articles, database=database, tell=options.tell
            ) as newsroom:
                _measure_one(figure, newsroom, articles, options, before)
    return figure


def _measure_one(
    figure: Figure, newsroom: Newsroom, articles: int, options: Options, before: dict[str, float]
) -> None:
    shown, paced = figure.tables
    where = f"{newsroom.database}, {articles:,} stories"
    with (
        newsrooms.up(newsroom, TAJUK_MARKET_SIMULATOR="0") as product,
        writing(newsroom, product.port) as writer,
    ):
        _warm(product, writer, options)
        options.tell(f"publishing {options.publishes} stories, one by one ({where})")
        times, cost = _publish(product, writer, options.publishes)
        for place in PLACES:
            row = times[place]
            p50, p99 = percentile(row, 0.5), percentile(row, 0.99)
            shown.rows.append((newsroom.database, articles, place, len(row), *map(_ms, (p50, p99, max(row)))))
            figure.verdicts += _verdicts(f"{place}, {where}", p50, p99, before.setdefault(place, p50))
        figure.notes.append(
            f"{where}: the publishing itself took {cost:.0f} ms of CPU in the desk's process."
        )
        if options.sustained and articles == max(options.articles):
            _sustain(figure, paced, product, writer, articles, options)
    if any(verdict.is_reached is False for verdict in figure.verdicts) and where not in figure.profiles:
        figure.profiles[f"publish and bake, {where}"] = profile_of(newsroom, "publish")


def _verdicts(what: str, p50: float, p99: float, first: float) -> list[Verdict]:
    found = [Verdict(f"p50, {what}", p50, P50, "ms"), Verdict(f"p99, {what}", p99, P99, "ms")]
    if first != p50:
        found.append(Verdict(f"p50 beside that of the smallest archive, {what}", p50 / first, GROWTH, "×"))
    return found


def _warm(product: Running, writer: Hand, options: Options) -> None:
    """Publish a few stories and read what they touch, so that every page has its plate."""
    for number in range(3):
        made = writer.ask("draft", number=number, word="pemanasan")
        with Reader(product.address) as reader:
            for path in _pages(made).values():
                reader.get(path)
        writer.ask("publish", pk=made["id"])
    _drained(writer, _PATIENCE)


def _pages(made: dict[str, Any]) -> dict[str, str]:
    paths = (made["path"], "/", made["section"], "/terbaru/", "/rss.xml")
    return dict(zip(PLACES, paths, strict=True))


def _publish(product: Running, writer: Hand, count: int) -> tuple[dict[str, list[float]], float]:
    """Publish one by one; return the milliseconds until each page showed it, and the CPU milliseconds of a publish."""
    times: dict[str, list[float]] = {place: [] for place in PLACES}
    cpu = 0.0
    chance = random.Random(1)
    with Reader(product.address) as reader:
        for number in range(count):
            word = f"kata{secrets.token_hex(5)}"
            made = writer.ask("draft", number=1_000 + number, word=word)
            _drained(writer, _PATIENCE)
            time.sleep(chance.uniform(0.05, 0.2))
            writer.send("publish", pk=made["id"])
            seen = reader.appeared(word, _pages(made), seconds=_PATIENCE)
            done = writer.read()
            cpu += done["cpu"]
            for place in PLACES:
                times[place].append((seen.get(place, done["called"] + _PATIENCE) - done["called"]) * 1e3)
    return times, cpu / count * 1e3


def _drained(writer: Hand, seconds: float) -> float:
    """Wait until nothing waits to be baked; return after how many seconds, at most `seconds`."""
    started = time.monotonic()
    while writer.ask("waiting")["waiting"] and time.monotonic() - started < seconds:
        time.sleep(0.02)
    return time.monotonic() - started


def _sustain(
    figure: Figure, table: Table, product: Running, writer: Hand, articles: int, options: Options
) -> None:
    count = round(PER_SECOND * options.sustained)
    where = f"{product.newsroom.database}, {articles:,} stories"
    options.tell(f"publishing {PER_SECOND:.0f} a second for {options.sustained:.0f} s ({where})")
    drafts = [writer.ask("draft", number=50_000 + n, word=f"laju{n}")["id"] for n in range(count)]
    paths = ["/", "/terbaru/", "/rss.xml", "/makro/", "/investasi/"]
    _drained(writer, _PATIENCE)
    with Stream(product.address, paths, rate=_READERS) as stream:
        time.sleep(min(_REST_SECONDS, options.sustained))
    rest = percentile(stream.times, 0.99)
    before = cpu_seconds(product.server.pids())
    with Stream(product.address, paths, rate=_READERS) as stream:
        done = writer.ask("pace", pks=drafts, rate=PER_SECOND)
    during = percentile(stream.times, 0.99)
    gone = _drained(writer, 60)
    used = cpu_seconds(product.server.pids()) - before
    speed = count / done["seconds"]
    table.rows.append(
        (product.newsroom.database, articles, count, round(speed, 1), round(gone, 2), _ms(rest), _ms(during))
    )
    figure.notes.append(
        f"{where}: a sustained story cost {done['cpu'] / count * 1e3:.0f} ms of CPU to publish and "
        f"{used / count * 1e3:.0f} ms in the product, pages and {_READERS:.0f} readers a second included; "
        f"{stream.failed} of their {len(stream.times)} requests failed."
    )
    figure.verdicts += [
        Verdict(f"stories a second kept up, {where}", speed, PER_SECOND * 0.98, "a second", at_most=False),
        Verdict(f"backlog gone after, {where}", gone, BACKLOG_SECONDS, "s"),
        Verdict(f"readers' p99 during beside rest, {where}", during / rest, READERS_RATIO, "×"),
        Verdict(f"failed requests, {where}", float(stream.failed), 0, "requests"),
    ]


def _ms(value: float) -> float:
    return round(value, 1)
