"""How fast wires are read, format by format on one core, and how much memory a long file of them takes."""

import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from importlib import import_module

from tajuk.bench.figures import wires_intake
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Sample, Verdict
from tajuk.bench.wires import samples, write_long
from tajuk.wires.read import read_document

# What Superdesk's readers do with files of 9 KB, in items a second on one core of another, quiet machine.
SUPERDESK = {
    "NewsML-G2": 1926.0, "NewsML 1.2": 3902.0, "NITF": 768.0, "ninjs": 6907.0, "IPTC 7901": 7600.0,
    "ANPA 1312": 8046.0,
}  # fmt: skip
LONG, MOST_MEGABYTES = 100_000_000, 200.0
_LONG_FORMS = ("NewsML-G2", "ninjs", "RSS")
_READ_LONG = r"""
import re, sys, time
from tajuk.wires.stream import read_stream
with open(sys.argv[1], "rb") as file:
    count = sum(1 for _ in read_stream(file))
peak = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) / 1024
print(count, time.process_time(), peak)
"""


def measure(options: Options) -> Figure:
    """Measure reading in CPU time, so that what else the machine does shows less."""
    figure = Figure("wires", "Reading wires")
    speed = Table("Items read a second of CPU time", ("format", "bytes", "tajuk", "peer", "of the peer"))
    figure.tables.append(speed)
    for name, document in samples().items():
        options.tell(f"reading {name}")
        ours, (peer, theirs) = _in_turn(name, document, options)
        speed.rows.append((name, len(document), round(ours), peer, None if theirs is None else round(theirs)))
        if bound := SUPERDESK.get(name):
            note = "the bound is Superdesk's own figure from another machine"
            figure.verdicts.append(
                Verdict(f"{name}, items/s", ours, bound, "items/s", at_most=False, note=note)
            )
    _long(figure, options)
    wires_intake.measure(figure, options)
    return figure


def _in_turn(name: str, document: bytes, options: Options) -> tuple[float, tuple[str, float | None]]:
    """Return the median rate of ours, and the name and rate of a peer, rounds in turn."""
    peer, read = _peer(name) if options.peers else ("", None)
    mine, other = Sample("items/s"), Sample("items/s")
    seconds = options.seconds / max(1, options.rounds)
    for _ in range(options.rounds):
        mine.values.append(_rate(lambda: read_document(document), seconds))
        if read is not None:
            other.values.append(_rate(lambda: read(document), seconds))
    return mine.middle, (peer, other.middle if other.values else None)


def _rate(read: Callable[[], object], seconds: float) -> float:
    read()
    count, started = 0, time.process_time()
    while (spent := time.process_time() - started) < seconds:
        for _ in range(10):
            read()
        count += 10
    return count / spent


def _peer(name: str) -> tuple[str, Callable[[bytes], object] | None]:
    if name in {"RSS", "Atom"}:
        from io import BytesIO

        import feedparser

        return "feedparser", lambda document: feedparser.parse(BytesIO(document))
    if name == "NewsML-G2":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                peer = import_module(
                    "NewsMLG2"
                )  # a peer is no dependency: it is there in a developer's environment
        except ImportError:
            return "newsmlg2 is not installed", None
        return "newsmlg2", lambda document: peer.NewsMLG2Document(_item_of(document)).get_item()
    return "", None


def _item_of(document: bytes) -> bytes:
    """Return the item of a message alone, which is all that newsmlg2 reads."""
    start, end = document.index(b"<newsItem"), document.index(b"</newsItem>") + 11
    space = b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"'
    return document[start:end].replace(b"<newsItem", space, 1)


def _long(figure: Figure, options: Options) -> None:
    table = Table("A file of 100 MB, item after item", ("format", "items", "CPU s", "items/s", "peak MB"))
    figure.tables.append(table)
    for form in _LONG_FORMS:
        options.tell(f"reading {LONG // 1_000_000} MB of {form}")
        path = options.work / f"wires-{form.lower()}.long"
        try:
            items = write_long(path, form, LONG)
            command = [sys.executable, "-c", _READ_LONG, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        finally:
            path.unlink(missing_ok=True)
        if done.returncode:
            figure.notes.append(f"{form}: {done.stderr.strip().splitlines()[-1][:200]}")
            continue
        count, seconds, peak = (float(each) for each in done.stdout.split())
        table.rows.append((form, int(count), round(seconds, 1), round(count / seconds), round(peak, 1)))
        if count != items:
            figure.notes.append(f"{form}: {count:,.0f} of {items:,} items were read.")
        figure.verdicts.append(Verdict(f"{form} of 100 MB, peak memory", peak, MOST_MEGABYTES, "MB"))
