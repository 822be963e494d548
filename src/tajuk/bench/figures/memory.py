"""What the edge holds in memory for so many plates, and what the whole product holds when it rests."""

import os
import sys
import time
from pathlib import Path

from tajuk.bench import newsrooms, plates
from tajuk.bench.clients import Reader
from tajuk.bench.load import Loaded, put_load
from tajuk.bench.peers.contract import FILES
from tajuk.bench.processes import Memory, free_port, listens, memory, running
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Verdict

EDGE, PRODUCT = 250.0, 350.0
_SMALLEST = 10_000


def measure(options: Options) -> Figure:
    """Measure the memory of the edge alone and of the product."""
    figure = Figure("memory", "Memory")
    table = Table("MB of all processes together", ("what", "resident", "proportional", "processes"))
    figure.tables.append(table)
    _edge(figure, table, options)
    _product(figure, table, options)
    return figure


def _edge(figure: Figure, table: Table, options: Options) -> None:
    data = options.work / f"plates-{options.plates}"
    (data / "plates").mkdir(parents=True, exist_ok=True)
    options.tell(f"making {options.plates:,} plates")
    plates.make(data / "plates", options.plates, lambda done, of: options.tell(f"{done:,} of {of:,} plates"))
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "rsgi", "--workers", "1", "--no-ws", "--factory"),
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "tajuk.bench.edge_alone:make"),
    ]
    environment = {**os.environ, "TAJUK_DATA": str(data)}
    started = time.monotonic()
    with running(command, data, lambda: listens(port), environment=environment) as server:
        with Reader(f"http://127.0.0.1:{port}") as reader:
            status, _, _ = reader.get(plates.address(options.plates - 1))
        first = time.monotonic() - started
        if status != 200:
            raise newsrooms.NotMade(f"a made plate was answered with {status}")
        loaded = _ask_all_over(port, server.pids(), options)
        held = memory(server.pids())
        _row(
            table,
            f"the edge alone, {options.plates:,} plates, after load",
            held,
            server.pids(),
        )
    figure.notes.append(
        f"The edge alone gave its first page after {first:.2f} s; plates asked for in no order, most of them read from "
        f"their files, cost {loaded.cpu:.0f} µs of CPU each, {loaded.rate:,.0f} a second."
    )
    figure.verdicts.append(Verdict(f"the edge at {options.plates:,} plates, resident", held.rss, EDGE, "MB"))


def _ask_all_over(port: int, pids: list[int], options: Options) -> Loaded:
    script = Path(FILES / "random.lua")
    return put_load(
        f"http://127.0.0.1:{port}/", lambda: pids, seconds=options.seconds, script=script,
        environment={"PLATES": str(options.plates)},
    )  # fmt: skip


def _product(figure: Figure, table: Table, options: Options) -> None:
    articles = min(_SMALLEST, *options.articles)
    with (
        newsrooms.kept(options.work, articles=articles, tell=options.tell) as newsroom,
        newsrooms.up(newsroom) as product,
    ):
        with Reader(product.address) as reader:
            for path in ("/", "/terbaru/", "/makro/", "/cari?q=bank", "/desk/login/"):
                reader.get(path)
        newsrooms.settled(product, seconds=90)
        pids = product.server.pids()
        held = memory(pids)
        _row(table, f"the product at rest, {articles:,} stories", held, pids)
    figure.verdicts.append(Verdict("the product at rest, resident", held.rss, PRODUCT, "MB"))


def _row(table: Table, what: str, held: Memory, pids: list[int]) -> None:
    table.rows.append((what, round(held.rss, 1), round(held.pss, 1), len(pids)))
