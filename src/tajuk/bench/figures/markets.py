"""Quotes: how many a core takes, how soon a tick is in the snapshot, what that costs, and what polling readers cost."""

import json
import math
import re
import secrets
import time
from decimal import Decimal

import httpx

from tajuk.bench import newsrooms
from tajuk.bench.clients import Reader
from tajuk.bench.figures.quotes_shown import bake_pages, stream, told_by
from tajuk.bench.load import put_load
from tajuk.bench.newsrooms import Newsroom, Running
from tajuk.bench.peers.contract import fresh
from tajuk.bench.peers.nginx import nginx
from tajuk.bench.processes import cpu_seconds, free_port
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Verdict, percentile
from tajuk.common import clock
from tajuk.edge.store import PlateStore

SNAPSHOT = "/_/market.json"
SYMBOL = "BTC/USD"  # it trades all the time
PER_SECOND, TO_DISK, GROWTH = 5_000.0, 250.0, 1.3
_BATCHES = (50, 200, 1_000)
_TICKS = 60
_PATIENCE = 10.0


def measure(options: Options) -> Figure:
    """Measure the markets on every database, and the bar's refresh on archives of every size."""
    figure = Figure("markets", "Quotes, from the provider to the reader")
    applied = Table(
        "Ticks that one process applies, 50 instruments in turn",
        ("database", "ticks in a delivery", "a second", "a second of its CPU"),
    )
    soon = Table(
        "Milliseconds from a pushed tick to the snapshot on disk, the product running",
        ("database", "stories", "ticks", "p50", "p99", "max", "CPU ms of the product a tick"),
    )
    polled = Table(
        "Readers that poll the snapshot",
        ("server", "answer", "requests a second", "CPU µs a request", "p99 ms"),
    )
    figure.tables = [applied, soon, polled]
    costs: dict[tuple[str, int], float] = {}
    for database in options.databases:
        for articles in options.articles:
            with newsrooms.kept(
                options.work, articles=articles, database=database, tell=options.tell
            ) as newsroom:
                if articles == options.articles[0]:
                    _apply(figure, applied, newsroom, options)
                    if database == options.databases[0]:
                        bake_pages(figure, newsroom, options)
                with newsrooms.up(newsroom, TAJUK_MARKET_SIMULATOR="0") as product:
                    options.tell(f"ticks to the snapshot ({database}, {articles:,} stories)")
                    costs[database, articles] = _soon(figure, soon, newsroom, product, articles)
                    if (database, articles) == (options.databases[0], options.articles[0]):
                        _poll(polled, product, options)
    _growth(figure, costs, options)
    stream(figure, options)
    return figure


def _apply(figure: Figure, table: Table, newsroom: Newsroom, options: Options) -> None:
    best = 0.0
    for batch in _BATCHES:
        options.tell(f"applying ticks, {batch} a delivery ({newsroom.database})")
        told = told_by(
            newsroom, "tajuk.bench.ticking", "--batch", str(batch), "--seconds", str(options.seconds)
        )
        table.rows.append(
            (newsroom.database, batch, round(told["per_second"]), round(told["per_cpu_second"]))
        )
        best = max(best, told["per_second"])
    what = f"ticks applied a second, {newsroom.database}"
    figure.verdicts.append(
        Verdict(what, best, PER_SECOND, "ticks/s", at_most=False, note="the best delivery")
    )
    if best < PER_SECOND:
        told = told_by(newsroom, "tajuk.bench.ticking", "--batch", "200", "--seconds", "3", "--profile")
        figure.profiles[f"applying ticks, {newsroom.database}"] = told["profile"]


def _soon(figure: Figure, table: Table, newsroom: Newsroom, product: Running, articles: int) -> float:
    """Push ticks one by one; return the CPU milliseconds of the whole product for each."""
    token = newsroom.call("markets", "token", "push").strip()
    store = PlateStore(newsroom.data / "plates")
    times: list[float] = []
    with Reader(product.address) as reader, httpx.Client(base_url=product.address) as client:
        reader.get(SNAPSHOT)
        for number in range(3):
            _push(client, store, token, number)
        before = cpu_seconds(product.server.pids())
        for number in range(_TICKS):
            time.sleep(0.15)
            times.append(_push(client, store, token, number))
        cpu = (cpu_seconds(product.server.pids()) - before) * 1_000 / _TICKS
    p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
    row = tuple(round(each, 1) for each in (p50, p99, max(times), cpu))
    table.rows.append((newsroom.database, articles, len(times), *row))
    what = f"p99, tick to snapshot on disk, {newsroom.database}, {articles:,} stories"
    figure.verdicts.append(Verdict(what, p99, TO_DISK, "ms"))
    return cpu


def _push(client: httpx.Client, store: PlateStore, token: str, number: int) -> float:
    """Push a tick; return the milliseconds until the snapshot on disk holds its value."""
    value = Decimal(41_000 + number % 90) + Decimal(secrets.randbelow(99) + 1) / 100
    tick = {"symbol": SYMBOL, "value": str(value), "as_of": clock.now().isoformat()}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": secrets.token_hex(8)}
    began = time.monotonic()
    answer = client.post("/api/v1/markets/ticks", json={"ticks": [tick]}, headers=headers)
    if answer.status_code != 200 or answer.json()["applied"] != 1:
        raise newsrooms.NotMade(f"a pushed tick was not applied: {answer.text[:200]}")
    while time.monotonic() - began < _PATIENCE:
        if _shown(store) == value:
            return (time.monotonic() - began) * 1_000
        time.sleep(0.001)
    return math.inf


def _shown(store: PlateStore) -> Decimal | None:
    stored = store.read(SNAPSHOT)
    if stored is None:
        return None
    rows = json.loads(stored.plate.identity(), parse_float=Decimal)["instruments"]
    return next((Decimal(row["value"]) for row in rows if row["symbol"] == SYMBOL), None)


def _poll(table: Table, product: Running, options: Options) -> None:
    """Ask the product and nginx for the same bytes, whole and with the tag that says they are known."""
    folder = fresh(options.work / "snapshot")
    (folder / "www").mkdir()
    packed = {"Accept-Encoding": "gzip"}
    with Reader(product.address) as reader:
        _status, body, _headers = reader.get(SNAPSHOT, packed)
    # The very bytes that the product sends, so that neither server compresses anything.
    (folder / "www" / "market.json.gz").write_bytes(body)
    (folder / "www" / "market.json").touch()
    port = free_port()
    http = f"  server {{ listen 127.0.0.1:{port}; root {folder}/www; location / {{ gzip_static always; }} }}"
    with nginx(folder, http) as server:
        servers = {
            "Tajuk": (f"{product.address}{SNAPSHOT}", product.server.pids),
            "nginx": (f"http://127.0.0.1:{port}/market.json", server.pids),
        }
        for name, (url, pids) in servers.items():
            address, path = re.fullmatch(r"(http://[^/]+)(.*)", url).groups()  # type: ignore[union-attr]  # ours
            with Reader(address) as reader:
                tag = reader.get(path, packed)[2].get("etag", "")
            for answer, headers in (("200, gzip", packed), ("304", {**packed, "If-None-Match": tag})):
                options.tell(f"polling: {name}, {answer}")
                rounds = [
                    put_load(url, pids, seconds=options.seconds, headers=headers)
                    for _ in range(options.rounds)
                ]
                middle = sorted(rounds, key=lambda one: one.rate)[len(rounds) // 2]
                table.rows.append(
                    (name, answer, round(middle.rate), round(middle.cpu, 1), round(middle.p99, 1))
                )


def _growth(figure: Figure, costs: dict[tuple[str, int], float], options: Options) -> None:
    small, large = min(options.articles), max(options.articles)
    for database in options.databases:
        if small != large and costs.get((database, small)):
            ratio = costs[database, large] / costs[database, small]
            what = f"CPU of a bar refresh at {large:,} stories beside {small:,}, {database}"
            figure.verdicts.append(Verdict(what, ratio, GROWTH, "×"))
