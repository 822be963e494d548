"""Prepare a newsroom for wires and watch its list from a process of its own.

`python -m tajuk.bench.wires_newsroom` takes orders as `tajuk.bench.orders` gives them.
"""

import importlib
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (models need the set-up)
from django.db import connection  # noqa: E402

from tajuk.bench import orders, wires_stored  # noqa: E402
from tajuk.bench.archive import newsroom  # noqa: E402
from tajuk.bench.orders import Answer  # noqa: E402
from tajuk.bench.samples import percentile  # noqa: E402
from tajuk.common import clock  # noqa: E402
from tajuk.wires.actions import receive, renew_token, save_preset  # noqa: E402
from tajuk.wires.enums import SourceKind  # noqa: E402
from tajuk.wires.models import Agency, Preset, Rule, Source, WireItem  # noqa: E402
from tajuk.wires.queries import Wanted, wires_list  # noqa: E402

SCREEN = 60
# The list is looked at so far down, lest a burst passes between two looks.
_WATCHED = 200
_LOOK_SECONDS = 0.02
_PRESETS: tuple[dict[str, Any], ...] = (
    {"words": ["rupiah", "bank indonesia", "suku bunga"]},
    {"words": ["saham", "IHSG", "bursa efek"], "most_urgency": 5},
    {"languages": ["id"], "most_urgency": 4},
    {"topics": ["04000000"], "without": ["sepak bola"]},
    {"instruments": ["BBCA", "BBRI"]},
    {"agencies": ["bench"], "words": ["banu"]},
    {"only_corrections": True},
    {"places": ["jakarta"], "languages": ["id", "en"]},
)


# The one that every made wire fits.
_WHOLE = 2


def prepare(items: int, recent: int) -> Answer:
    """Migrate, make sources, presets and rules, store made wires; return the token of the webhook."""
    call_command("migrate", verbosity=0, interactive=False)
    now = clock.now()
    if not newsroom.is_there():
        newsroom.make(now=now)
    agency, _ = Agency.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    kinds = {"bench-folder": SourceKind.FOLDER, "bench-push": SourceKind.PUSH}
    sources = {
        slug: Source.objects.get_or_create(
            slug=slug, defaults={"name": slug, "agency": agency, "kind": kind}
        )[0]
        for slug, kind in kinds.items()
    }
    started = time.process_time()
    for number, filters in enumerate(_PRESETS):
        if not Preset.objects.filter(name=f"Bench {number}").exists():
            save_preset(Preset(name=f"Bench {number}", **filters), now=now)
    whole = Preset.objects.get(name=f"Bench {_WHOLE}")
    source = sources["bench-folder"]
    made = wires_stored.fill(source, whole, items=items, recent=recent, now=now, told=_tell)
    Rule.objects.get_or_create(
        name="Bench", defaults={"words": ["banu"], "add_tags": ["bench"], "enabled": True}
    )
    token = renew_token(sources["bench-push"], by=None, now=now)
    return {
        "token": token,
        "made": made,
        "items": WireItem.objects.count(),
        "cpu": time.process_time() - started,
    }


def watch(count: int, after: int, seconds: float) -> Answer:
    """Look at the first screen of the list until `count` items are there that came after `after`; say when each was."""
    end = time.monotonic() + seconds
    seen: dict[str, float] = {}
    while len(seen) < count and time.monotonic() < end:
        rows = list(wires_list().values_list("pk", "guid")[:_WATCHED])
        moment = time.monotonic()
        for pk, guid in rows:
            if pk > after:
                seen.setdefault(guid, moment)
        time.sleep(_LOOK_SECONDS)
    return {"seen": seen}


def newest() -> Answer:
    """Return the highest number of an item."""
    last = WireItem.objects.order_by("-pk").first()
    return {"pk": last.pk if last else 0}


def open_list(rounds: int) -> Answer:
    """Return how many milliseconds the data of the list takes, with no filter and with each of several."""
    rare = wires_stored.Writer().wire(7, paragraphs=1).headline.split()[0]
    asked = {
        "all": Wanted(), "agency": Wanted(agency="bench"), "urgency up to 4": Wanted(most_urgency=4),
        "language": Wanted(language="id"), "a rare word": Wanted(words=rare), "a common word": Wanted(words="banu"),
        "a word that is not there": Wanted(words="xyzzy"),
        "preset": Wanted(preset=Preset.objects.get(name=f"Bench {_WHOLE}").pk),
    }  # fmt: skip
    return {"milliseconds": {name: _opened(wanted, rounds) for name, wanted in asked.items()}}


def cost(count: int) -> Answer:
    """Return the CPU milliseconds that taking in an item costs, and those of finding its event and copies in it."""
    writer, source = wires_stored.Writer(), Source.objects.select_related("agency").get(slug="bench-push")
    first = time.time_ns() // 10**6
    spent: dict[str, list[float]] = {"all of it": [], "its event": []}
    record: Any = importlib.import_module("tajuk.wires.actions.record_version")
    record.gather = _timed(record.gather, spent["its event"])
    for number in range(first, first + count):
        data = wires_stored.document(writer.wire(number, paragraphs=6), f"urn:x-cost:{number}")
        _timed(receive, spent["all of it"])(data, source=source, now=clock.now())
    return {name: {"mean": sum(each) / len(each), **_parts(each)} for name, each in spent.items()}


def _timed(call: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    def timed(*args: Any, **given: Any) -> Any:
        started = time.process_time()
        done = call(*args, **given)
        spent.append((time.process_time() - started) * 1e3)
        return done

    return timed


def _parts(values: list[float]) -> dict[str, float]:
    return {"median": percentile(values, 0.5), "p99": percentile(values, 0.99)}


def _opened(wanted: Wanted, rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        started = time.perf_counter()
        list(wires_list(wanted)[:SCREEN])
        spent.append((time.perf_counter() - started) * 1e3)
    return percentile(spent, 0.5)


def _tell(done: int, whole: int) -> None:
    if done % 50_000 == 0:
        sys.stderr.write(f"{done:,} of {whole:,} wires\n")
        sys.stderr.flush()


if __name__ == "__main__":
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -65536")
    orders.serve({"cost": cost, "newest": newest, "open": open_list, "prepare": prepare, "watch": watch})
