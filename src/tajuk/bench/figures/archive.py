"""How long the desk's lists and the readers' search take on an archive of so many stories."""

import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tajuk.bench import newsrooms
from tajuk.bench.clients import Reader
from tajuk.bench.newsrooms import Running
from tajuk.bench.processes import cpu_seconds
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Sample, Verdict
from tajuk.demo.paper import PASSWORD

BOUND = 300.0
DESK = {
    "front": "/desk/",
    "stories": "/desk/stories/",
    "stories, tenth page": "/desk/stories/?p=10",
    "stories of a section": "/desk/stories/?section=3",
    "stories with a word": "/desk/stories/?q=inflasi",
    "stories with two words": "/desk/stories/?q=bank+sentral",
    "stories with a word that none has": "/desk/stories/?q=tidakadakatabegini",
    "wires": "/desk/wires/",
    "pictures": "/desk/images/",
    "pages": "/desk/pages/",
}
READERS = {
    "search, a word of many stories": "/cari?q=inflasi",
    "search, two words": "/cari?q=ekspor+nikel",
    "search, words together": "/cari?q=%22suku+bunga+acuan%22",
    "search, a word and not another": "/cari?q=saham+-asing",
    "search, a word that none has": "/cari?q=tidakadakatabegini",
    "latest, a page far down": "/terbaru/?page=40",
}


def measure(options: Options) -> Figure:
    """Measure each list and search on every database and size."""
    figure = Figure("archive", "Lists and searches of the archive")
    table = Table(
        "Milliseconds (CPU: of all the product's processes)",
        ("database", "stories", "what", "median", "lowest", "highest", "CPU", "rounds"),
    )
    figure.tables.append(table)
    for database in options.databases:
        for articles in options.articles:
            with (
                newsrooms.kept(
                    options.work, articles=articles, database=database, tell=options.tell
                ) as newsroom,
                newsrooms.up(newsroom, TAJUK_MARKET_SIMULATOR="0") as product,
            ):
                newsrooms.settled(product)
                _measure_one(figure, table, product, articles, options)
    return figure


def _measure_one(figure: Figure, table: Table, product: Running, articles: int, options: Options) -> None:
    where = f"{product.newsroom.database}, {articles:,} stories"
    options.tell(f"lists and searches on {where}")
    with Reader(product.address) as reader:
        cookie = {"cookie": _log_in(reader)}
        slowest = Verdict(f"slowest list or search, {where}", 0.0, BOUND, "ms")
        for name, path in {**DESK, **READERS}.items():
            headers = cookie if path.startswith("/desk") else {}
            sample = Sample("ms")
            if (trouble := _trouble(reader, path, headers)) is not None:
                figure.notes.append(f"{where}: {name} ({path}) is left out: {trouble}.")
                continue
            before = cpu_seconds(product.server.pids())
            for number in range(options.rounds):
                # A key that nobody reads keeps every cache out of it.
                asked = f"{path}{'&' if '?' in path else '?'}{urlencode({'putaran': number})}"
                started = time.monotonic()
                reader.get(asked, headers)
                sample.values.append((time.monotonic() - started) * 1e3)
            cpu = (cpu_seconds(product.server.pids()) - before) / options.rounds * 1e3
            middle = (sample.middle, min(sample.values), max(sample.values), cpu)
            shown = f"desk: {name}" if path.startswith("/desk") else name
            table.rows.append(
                (
                    product.newsroom.database,
                    articles,
                    shown,
                    *(round(value, 1) for value in middle),
                    options.rounds,
                )
            )
            if sample.middle > (slowest.reached or 0):
                slowest = Verdict(f"slowest list or search, {where}", sample.middle, BOUND, "ms", note=shown)
    figure.verdicts.append(slowest)


def _trouble(reader: Reader, path: str, headers: dict[str, str]) -> str | None:
    """Ask once beforehand; return why a path cannot be measured."""
    try:
        status = reader.get(path, headers)[0]
    except OSError as error:
        reader.close()
        return f"no answer ({error})"
    return None if status == 200 else f"answered with {status}"


def _log_in(reader: Reader) -> str:
    """Log in as the administrator and return the cookies."""
    jar: SimpleCookie = SimpleCookie()
    _, body, headers = reader.get("/desk/login/")
    jar.load(headers.get("set-cookie", ""))
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    if token is None:
        raise newsrooms.NotMade("the desk's log-in has no form")
    form = {"username": "admin", "password": PASSWORD, "csrfmiddlewaretoken": token[1].decode()}
    cookies = "; ".join(f"{name}={value.value}" for name, value in jar.items())
    status, cookie = reader.post("/desk/login/", form, {"cookie": cookies})
    if status != 302 or not cookie:
        raise newsrooms.NotMade(f"the desk answered a log-in with {status}")
    return cookie
