"""Quotes as readers get them: an instrument's page with ten years of days, and the stream to many readers at once."""

import json
import subprocess
import sys
from typing import Any

from tajuk.bench import newsrooms
from tajuk.bench.newsrooms import Newsroom
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Verdict

PAGE_MS = 20.0
READERS, HEARD_MS, STREAM_MB = 10_000, 250.0, 200.0


def bake_pages(figure: Figure, newsroom: Newsroom, options: Options) -> None:
    """Bake instruments' pages with ten years of days, one by one."""
    options.tell("instruments' pages with ten years of days")
    told = told_by(newsroom, "tajuk.bench.charting", "--rounds", str(10 * options.rounds))
    table = Table(
        "Instruments' pages with ten years of days", ("pages", "days each", "CPU ms a page (median)")
    )
    days = ", ".join(f"{symbol} {count:,}" for symbol, count in told["days"].items())
    table.rows.append((told["pages"], days, round(told["cpu_ms"], 1)))
    figure.tables.append(table)
    verdict = Verdict("CPU of an instrument's page with ten years of days", told["cpu_ms"], PAGE_MS, "ms")
    figure.verdicts.append(verdict)
    if verdict.is_reached is False:
        figure.profiles["an instrument's page"] = told["profile"]


def stream(figure: Figure, options: Options) -> None:
    """Hold the stream open to ten thousand readers of one process, a tick a second."""
    options.tell(f"the stream of quotes to {READERS:,} readers")
    told = told_by(None, "tajuk.bench.streaming", "--readers", str(READERS))
    columns = ("readers", "ticks", "missed", "p50 ms", "p99 ms", "max ms", "MB", "MB at most", "cores")
    names = (
        "connected",
        "ticks",
        "missed_within_a_second",
        "p50_ms",
        "p99_ms",
        "max_ms",
        "rss_mb",
        "peak_rss_mb",
    )
    table = Table("The stream of quotes, one process, a tick a second", columns)
    table.rows.append((*(told[name] for name in names), told["cores"]))
    figure.tables.append(table)
    figure.verdicts += [
        Verdict("p99, tick to 10,000 readers of the stream", told["p99_ms"], HEARD_MS, "ms"),
        Verdict("memory of a process with 10,000 readers (RSS)", told["rss_mb"], STREAM_MB, "MB"),
    ]


def told_by(newsroom: Newsroom | None, module: str, *words: str) -> dict[str, Any]:
    """Return what a measuring module prints when it runs in a process of its own, on a newsroom or on none."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=newsroom.variables() if newsroom else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise newsrooms.NotMade(f"{module} failed: {done.stderr.strip()[-600:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
