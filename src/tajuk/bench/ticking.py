"""Apply ticks in a newsroom from a process of its own, and print what that cost, as one JSON line.

`python -m tajuk.bench.ticking --seconds 5 --batch 200` works on the newsroom of its environment, on instruments of
its own that it makes and removes. A delivery of more ticks than instruments tells of each of them several times.
"""

import argparse
import cProfile
import io
import json
import pstats
import sys
import time
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import django

django.setup()

from tajuk.common import clock  # noqa: E402  (models need the set-up)
from tajuk.markets.actions import apply_ticks  # noqa: E402
from tajuk.markets.enums import Kind, Rhythm  # noqa: E402
from tajuk.markets.models import Calendar, Instrument, Provider, ProviderLink, SessionTemplate  # noqa: E402
from tajuk.markets.ticks import Tick  # noqa: E402

KEY = "bench"


def make(count: int) -> Provider:
    """Make a provider with so many instruments in a market that never closes."""
    remove()
    calendar = Calendar.objects.create(key=KEY, name_id=KEY, zone="UTC", rhythm=Rhythm.SESSIONS)
    SessionTemplate.objects.bulk_create(
        SessionTemplate(
            calendar=calendar,
            weekday=day,
            phase="session",
            opens="00:00",
            closes="00:00",
            valid_from="2020-01-01",
        )
        for day in range(7)
    )
    provider = Provider.objects.create(key=KEY, name=KEY, adapter="push", is_on=True)
    rows = Instrument.objects.bulk_create(
        Instrument(symbol=f"BENCH{n}", slug=f"bench{n}", name_id=KEY, kind=Kind.EQUITY, calendar=calendar)
        for n in range(count)
    )
    ProviderLink.objects.bulk_create(ProviderLink(instrument=row, provider=provider) for row in rows)
    return provider


def remove() -> None:
    """Remove what `make` made."""
    Instrument.objects.filter(calendar__key=KEY).delete()
    Provider.objects.filter(key=KEY).delete()
    Calendar.objects.filter(key=KEY).delete()


def delivery(start: datetime, number: int, batch: int, instruments: int) -> list[Tick]:
    """Return the ticks of one delivery, each a moment after the one before it of its instrument."""
    first = number * batch
    return [
        Tick(
            f"BENCH{(first + n) % instruments}",
            Decimal(7000 + (first + n) % 37),
            start + timedelta(milliseconds=first + n),
            volume=first + n,
        )
        for n in range(batch)
    ]


def measure(seconds: float, batch: int, instruments: int, profile: bool) -> dict[str, Any]:
    """Apply deliveries for so many seconds; return ticks a second by the wall and by this process's CPU."""
    provider = make(instruments)
    watch = cProfile.Profile() if profile else None
    try:
        start = clock.now() - timedelta(hours=1)
        for number in range(3):
            apply_ticks(delivery(start, number, batch, instruments), provider=provider, now=clock.now())
        applied, number = 0, 3
        wall, cpu = time.monotonic(), time.process_time()
        if watch:
            watch.enable()
        while time.monotonic() - wall < seconds:
            applied += apply_ticks(
                delivery(start, number, batch, instruments), provider=provider, now=clock.now()
            ).applied
            number += 1
        if watch:
            watch.disable()
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    finally:
        remove()
    told = {"batch": batch, "instruments": instruments, "ticks": applied, "per_second": applied / wall}
    return {**told, "per_cpu_second": applied / cpu, "profile": _top(watch) if watch else []}


def _top(watch: cProfile.Profile, lines: int = 25) -> list[str]:
    out = io.StringIO()
    pstats.Stats(watch, stream=out).sort_stats("tottime").print_stats(lines)
    return [line for line in out.getvalue().splitlines() if line.strip()][4:]


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tajuk.bench.ticking", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--batch", type=int, default=200, help="ticks in one delivery")
    parser.add_argument("--instruments", type=int, default=50)
    parser.add_argument("--profile", action="store_true", help="print where the time went")
    options = parser.parse_args()
    told = measure(options.seconds, options.batch, options.instruments, options.profile)
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
