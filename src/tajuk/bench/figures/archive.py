"""How long the desk's screens, the readers' search and their lists take on an archive of so many stories."""

import json
import re
import time
from collections.abc import Callable
from http.cookies import SimpleCookie

from tajuk.articles.nearness.keeping import NEWEST
from tajuk.bench import newsrooms
from tajuk.bench.archive.screens import Asked, asked
from tajuk.bench.clients import Reader
from tajuk.bench.newsrooms import Running
from tajuk.bench.processes import cpu_seconds
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Sample, Verdict
from tajuk.demo.paper import PASSWORD

BOUND, SEARCH_BOUND, RELATED_BOUND = 300.0, 100.0, 30.0
# The bound of a search holds up to so many stories; beyond, that of any list.
SEARCHED = 100_000
_ROUNDS = 9
_RELATED = 200


def measure(options: Options) -> Figure:
    """Measure each screen, search and list, and the query for related stories, on every database and size."""
    figure = Figure("archive", "Lists and searches of the archive")
    columns = ("database", "stories", "what", "median", "lowest", "highest", "CPU", "rounds")
    whole = Table("Milliseconds of whole answers (CPU: of all the product's processes)", columns)
    related = Table(
        "Milliseconds of a query for related stories, after the profiles are read",
        ("database", "stories", "profiles", "seconds to read", "median", "99 in 100", "highest", "queries"),
    )
    figure.tables += [whole, related]
    for database in options.databases:
        for articles in options.articles:
            with newsrooms.kept(
                options.work, articles=articles, database=database, tell=options.tell
            ) as newsroom:
                with newsrooms.up(newsroom, TAJUK_MARKET_SIMULATOR="0") as product:
                    newsrooms.settled(product)
                    _measure_one(figure, whole, product, articles, options)
                told = json.loads(newsroom.call("related", "--time", str(_RELATED), "--json"))
                _add_related(figure, related, (database, articles), told)
    return figure


def _add_related(figure: Figure, table: Table, where: tuple[str, int], told: dict[str, float]) -> None:
    profiles, typical = int(told["profiles"]), told["ms a query"]
    values = (told["s to read"], typical, told["ms, 99 in 100"], told["ms, slowest"])
    table.rows.append((*where, profiles, *values, int(told["queries"])))
    # An archive that was made before there were profiles tells nothing: `tajuk related --rebuild` writes them.
    is_whole = profiles >= min(where[1], NEWEST)
    what = f"a query for related stories, {where[0]}, {where[1]:,} stories"
    note = "" if is_whole else f"{profiles:,} stories have profiles"
    figure.verdicts.append(Verdict(what, typical if is_whole else None, RELATED_BOUND, "ms", note=note))


def _measure_one(figure: Figure, table: Table, product: Running, articles: int, options: Options) -> None:
    database = product.newsroom.database
    where = f"{database}, {articles:,} stories"
    options.tell(f"lists and searches on {where}")
    slowest: dict[str, tuple[float, str]] = {"desk": (0.0, ""), "search": (0.0, ""), "list": (0.0, "")}
    with Reader(product.address) as reader:
        cookie = {"cookie": _log_in(reader)}

        def page(path: str) -> str:
            return reader.get(path, _headers(path, cookie))[1].decode()

        for each in asked(page):
            if (trouble := _trouble(reader, each.at(-1), _headers(each.path, cookie))) is not None:
                figure.notes.append(f"{where}: {each.name} ({each.path}) is left out: {trouble}.")
                continue
            rounds = max(_ROUNDS, options.rounds)
            sample, cpu = _sample(
                product, lambda path: reader.get(path, _headers(path, cookie)), each, rounds
            )
            values = (sample.middle, min(sample.values), max(sample.values), cpu)
            options.tell(f"{each.name}: {sample.middle:.0f} ms")
            table.rows.append((database, articles, each.name, *(round(value, 1) for value in values), rounds))
            slowest[each.kind] = max(slowest[each.kind], (sample.middle, each.name))
    for kind, (value, name) in slowest.items():
        bound = SEARCH_BOUND if kind == "search" and articles <= SEARCHED else BOUND
        what = {"desk": "slowest screen of the desk", "list": "slowest list", "search": "slowest search"}[
            kind
        ]
        figure.verdicts.append(Verdict(f"{what}, {where}", value, bound, "ms", note=name))


def _sample(product: Running, ask: Callable[[str], object], each: Asked, rounds: int) -> tuple[Sample, float]:
    """Ask in turn; return the times, and the milliseconds of CPU that an answer took."""
    sample, before = Sample("ms"), cpu_seconds(product.server.pids())
    for number in range(rounds):
        started = time.monotonic()
        ask(each.at(number))
        sample.values.append((time.monotonic() - started) * 1e3)
    return sample, (cpu_seconds(product.server.pids()) - before) / rounds * 1e3


def _headers(path: str, cookie: dict[str, str]) -> dict[str, str]:
    return cookie if path.startswith("/desk") else {}


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
