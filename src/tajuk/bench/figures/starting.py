"""How long the product takes from its start to its first answer, and what it holds when it rests."""

import http.client
import subprocess
import time
from contextlib import suppress

from tajuk.bench import newsrooms
from tajuk.bench.clients import Reader
from tajuk.bench.newsrooms import Newsroom
from tajuk.bench.processes import free_port, stop
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Sample, Verdict

FIRST_ANSWER = 5.0
_PATIENCE = 120.0


def measure(options: Options) -> Figure:
    """Measure the start on every database and size: a page with a plate, and one that Django has to make."""
    figure = Figure("start", "From the start to the first answer")
    table = Table("Seconds", ("database", "stories", "first page", "median", "lowest", "highest", "rounds"))
    figure.tables.append(table)
    for database in options.databases:
        for articles in options.articles:
            with newsrooms.kept(
                options.work, articles=articles, database=database, tell=options.tell
            ) as newsroom:
                _measure_one(figure, table, newsroom, articles, options)
    return figure


def _measure_one(figure: Figure, table: Table, newsroom: Newsroom, articles: int, options: Options) -> None:
    with newsrooms.up(newsroom) as product, Reader(product.address) as reader:
        for path in ("/", "/terbaru/"):
            reader.get(path)
        newsrooms.settled(product, seconds=60)
    plated, made = Sample("s"), Sample("s")
    for number in range(options.rounds):
        options.tell(f"starting with {articles:,} stories on {newsroom.database}, round {number + 1}")
        first, second = _start(newsroom, f"/cari?q=bank+{number}")
        plated.values.append(first)
        made.values.append(second)
    for what, sample in (("with a plate", plated), ("that Django makes", made)):
        middle = (sample.middle, min(sample.values), max(sample.values))
        table.rows.append(
            (newsroom.database, articles, what, *(round(value, 2) for value in middle), options.rounds)
        )
        where = f"{newsroom.database}, {articles:,} stories"
        figure.verdicts.append(Verdict(f"first page {what}, {where}", sample.middle, FIRST_ANSWER, "s"))


def _start(newsroom: Newsroom, uncached: str) -> tuple[float, float]:
    """Start the product; return after how many seconds the front page and an uncached one were answered."""
    port = free_port()
    with (newsroom.data / "server.log").open("ab") as log:
        started = time.monotonic()
        process = subprocess.Popen(
            newsroom.command("up", "--port", str(port)),
            env=newsroom.variables(),
            cwd=newsroom.data,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        first = _answered(port, "/", started)
        return first, _answered(port, uncached, started)
    finally:
        stop(process)


def _answered(port: int, path: str, started: float) -> float:
    while time.monotonic() - started < _PATIENCE:
        with suppress(OSError, http.client.HTTPException), Reader(f"http://127.0.0.1:{port}") as reader:
            if reader.get(path)[0] == 200:
                return time.monotonic() - started
        time.sleep(0.01)
    raise newsrooms.NotMade(f"{path} was not answered within {_PATIENCE:.0f} s of the start")
