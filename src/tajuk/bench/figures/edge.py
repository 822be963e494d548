"""What a reader's page costs at the edge, beside the servers and systems that a publisher could take instead."""

import gzip
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tajuk.bench import content, newsrooms
from tajuk.bench.clients import Reader
from tajuk.bench.load import Loaded, LoadFailed, put_load
from tajuk.bench.newsrooms import Running
from tajuk.bench.peers import ghost, nginx, varnish, wagtail, wordpress
from tajuk.bench.peers.contract import NotHad, Peer, Served, Subject
from tajuk.bench.processes import NotStarted
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Sample, Verdict
from tajuk.edge.store import PlateStore

GZIP: Mapping[str, str] = {"Accept-Encoding": "gzip"}
PLAIN: Mapping[str, str] = {"Accept-Encoding": "identity"}
SERVERS: tuple[Peer, ...] = (nginx.Nginx(), varnish.Varnish())
SYSTEMS: tuple[Peer, ...] = (wagtail.Wagtail(), wordpress.WordPress(), ghost.Ghost())
COMPOSED = "Tajuk, composed of 2 live fragments, gzip"
OWN = "Tajuk, an article of its own with all its parts, gzip"
OWN_PLAIN = "Tajuk, composed, not compressed"
UNCHANGED = "Tajuk, 304"
BEHIND = "nginx with a one-second cache, Tajuk behind it"
NGINX_UNCHANGED = "nginx, 304"
_SMALLEST = 10_000


def measure(options: Options) -> Figure:
    """Measure the edge and its peers, a round of each in turn."""
    figure = Figure("edge", "A reader's page at the edge")
    with (
        newsrooms.kept(
            options.work, articles=min(_SMALLEST, *options.articles), tell=options.tell
        ) as newsroom,
        newsrooms.up(newsroom, TAJUK_MARKET_SIMULATOR="0") as product,
        ExitStack() as stack,
    ):
        store = PlateStore(newsroom.data / "plates")
        path, page = _article(product, store)
        targets = _own(stack, product, path, options)
        subject = Subject(page, content.copy(), options.work)
        targets += _peers(figure, stack, subject, options)
        figure.notes.append(
            f"The page is {len(page.whole()):,} bytes, {len(page.fragments)} of its parts are fragments; the market "
            "bar changes once a second throughout. One worker process each, wrk with one thread and 64 connections."
        )
        if not newsrooms.settled(product):
            figure.notes.append(
                "The product was still baking when the load began: its own figures are too high."
            )
        with _ticking(newsroom.data / "plates"):
            measured = _rounds(figure, targets, options)
    _tabulate(figure, measured)
    _judge(figure, measured)
    return figure


def _article(product: Running, store: PlateStore) -> tuple[str, content.Page]:
    """Have an article baked, keep a page of 30 KB cut from it, and return its path and that page."""
    with Reader(product.address) as reader:
        path = _first_article(reader)
        end = time.monotonic() + 30
        while (stored := store.read(path)) is None or any(
            store.read(f"/_/fragments/{name}") is None for name in stored.plate.fragments
        ):
            reader.get(path)
            if time.monotonic() > end:
                raise newsrooms.NotMade(f"{path} has no plate, or not all of its fragments")
            time.sleep(0.2)
        page = content.cut(content.page_of(store, stored.plate))
        content.keep(store, page, stored.plate)
        status, body, _ = reader.get(content.ADDRESS)
        if status != 200 or body != page.whole():
            raise newsrooms.NotMade("the edge answers with another page than the one to be measured")
    return path, page


def _first_article(reader: Reader) -> str:
    _, body, _ = reader.get("/feed.json")
    text = body.decode()
    url = text.partition('"url":"')[2].partition('"')[0] or text.partition('"url": "')[2].partition('"')[0]
    return "/" + url.partition("://")[2].partition("/")[2]


def _own(stack: ExitStack, product: Running, path: str, options: Options) -> list[Served]:
    pids = product.server.pids
    address = product.address + content.ADDRESS
    port, front = stack.enter_context(nginx.micro_cache(options.work / "micro", product.port))
    return [
        Served(COMPOSED, address, pids),
        Served(OWN, product.address + path, pids),
        Served(OWN_PLAIN, address, pids, PLAIN),
        Served(UNCHANGED, address, pids, {**GZIP, "If-None-Match": "*"}),
        Served(BEHIND, f"http://127.0.0.1:{port}{content.ADDRESS}", lambda: [*front.pids(), *pids()]),
    ]


def _peers(figure: Figure, stack: ExitStack, subject: Subject, options: Options) -> list[Served]:
    found: list[Served] = []
    for peer in (*SERVERS, *(SYSTEMS if options.peers else ())):
        name = type(peer).__name__
        options.tell(f"starting {name}")
        try:
            served = stack.enter_context(peer.serving(subject, options.tell))
        except (NotHad, NotStarted) as error:
            figure.notes.append(f"{name} is not among the peers of this run: {error}")
            continue
        found += served
    plain = next((each for each in found if each.name.startswith("nginx gzip_static")), None)
    if plain:
        with Reader(plain.url) as reader:
            tag = reader.get("/plain/page.html")[2]["etag"]
        found.append(
            Served(
                NGINX_UNCHANGED, plain.url.replace("/static/", "/plain/"), plain.pids, {"If-None-Match": tag}
            )
        )
    return found


@contextmanager
def _ticking(plates: Path) -> Iterator[None]:
    """Change the market bar once a second, as trading does."""
    ticks, stop = content.Ticks(plates), threading.Event()

    def run() -> None:
        while not stop.wait(1.0):
            ticks.tick()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        ticks.restore()


def _rounds(figure: Figure, targets: list[Served], options: Options) -> dict[str, list[Loaded]]:
    measured: dict[str, list[Loaded]] = {target.name: [] for target in targets}
    for number in range(options.rounds):
        for target in targets:
            options.tell(f"round {number + 1} of {options.rounds}: {target.name}")
            if number == 0:
                _warm(target)
            try:
                loaded = put_load(target.url, target.pids, seconds=options.seconds, headers=target.headers)
            except LoadFailed as error:
                figure.notes.append(f"{target.name}, round {number + 1}: {error}")
                continue
            measured[target.name].append(loaded)
    return {name: rounds for name, rounds in measured.items() if rounds}


def _warm(target: Served) -> None:
    parts = urlsplit(target.url)
    with Reader(f"http://{parts.netloc}") as reader:
        for _ in range(4):
            reader.get(parts.path, target.headers)
        _, body, headers = reader.get(parts.path, target.headers)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    if target.body is not None and body != target.body:
        raise newsrooms.NotMade(f"{target.name} answers with {len(body)} bytes that are not the page")


def _tabulate(figure: Figure, measured: dict[str, list[Loaded]]) -> None:
    table = Table(
        "CPU of all server processes a request, and requests a second",
        ("served by", "CPU µs", "lowest", "highest", "requests/s", "p99 ms", "CPU beside nginx gzip_static"),
    )
    base = _cpu(measured, "nginx gzip_static, one file")
    for name, rounds in measured.items():
        cpu = Sample("µs", [each.cpu for each in rounds])
        rate = Sample("1/s", [each.rate for each in rounds])
        p99 = Sample("ms", [each.p99 for each in rounds])
        beside = round(cpu.middle / base, 2) if base else None
        table.rows.append(
            (name, *(round(value, 1) for value in (cpu.middle, min(cpu.values), max(cpu.values))),
             round(rate.middle), round(p99.middle, 1), beside)
        )  # fmt: skip
    figure.tables.append(table)


def _cpu(measured: dict[str, list[Loaded]], name: str) -> float | None:
    return Sample("µs", [each.cpu for each in measured[name]]).middle if name in measured else None


def _rate(measured: dict[str, list[Loaded]], name: str) -> float | None:
    return Sample("1/s", [each.rate for each in measured[name]]).middle if name in measured else None


def _judge(figure: Figure, measured: dict[str, list[Loaded]]) -> None:
    def cpu(what: str, mine: str, other: str, bound: float) -> None:
        one, two = _cpu(measured, mine), _cpu(measured, other)
        figure.verdicts.append(Verdict(what, one / two if one and two else None, bound, "×"))

    def rate(what: str, mine: str, other: str, bound: float) -> None:
        one, two = _rate(measured, mine), _rate(measured, other)
        figure.verdicts.append(Verdict(what, one / two if one and two else None, bound, "×", at_most=False))

    static, plain = "nginx gzip_static, one file", "nginx, one file, not compressed"
    cpu("CPU of a composed gzip page beside nginx gzip_static", COMPOSED, static, 1.8)
    cpu("… beside Varnish ESI with gzip", COMPOSED, "Varnish ESI of the fragments, gzip", 1 / 5)
    cpu("… beside nginx SSI with gzip", COMPOSED, "nginx SSI of the fragments, gzip 1", 1 / 10)
    cpu("CPU of a 304 beside nginx's", UNCHANGED, NGINX_UNCHANGED, 2.0)
    cpu("CPU of a page not compressed beside nginx's", OWN_PLAIN, plain, 2.0)
    rate("requests/s behind nginx's cache beside nginx gzip_static", BEHIND, static, 0.9)
    for name, bound in (
        ("Wagtail, uncached", 200), ("Wagtail with wagtail-cache, gzip", 3), ("WordPress, uncached", 200),
        ("WordPress with fastcgi_cache, gzip", 3), ("Ghost, uncached", 200),
    ):  # fmt: skip
        rate(f"requests/s of composed pages beside {name}", COMPOSED, name, bound)
