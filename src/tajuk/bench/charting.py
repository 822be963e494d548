"""Bake instruments' pages with ten years of days, and print what one costs, as one JSON line.

`python -m tajuk.bench.charting` works on the newsroom of its environment: it gives three instruments the days that
they lack, before those they have, and bakes their pages in turn, one by one.
"""

import argparse
import cProfile
import json
import statistics
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import django

django.setup()

from tajuk.bench.profiles import top  # noqa: E402  (models need the set-up)
from tajuk.markets.enums import Provenance  # noqa: E402
from tajuk.markets.models import DailyBar, Instrument  # noqa: E402
from tajuk.press.bake import bake  # noqa: E402

SYMBOLS = ("IDX", "BBCA", "USD/IDR")
YEARS = 10
_SATURDAY = 5


def lengthen(instrument: Instrument, years: int = YEARS) -> int:
    """Give an instrument days back to so many years before its last one; return how many days it has."""
    bars = instrument.bars.order_by("date")
    oldest, newest = bars.earliest("date"), bars.latest("date")
    day = oldest.date
    first = newest.date - timedelta(days=round(365.25 * years))
    rows, close = [], oldest.close
    while (day := day - timedelta(days=1)) >= first:
        if day.weekday() < _SATURDAY:  # the seeded calendars begin later
            close = _before(close, day)
            rows.append(
                DailyBar(instrument=instrument, date=day, close=close, provenance=Provenance.SIMULATED)
            )
    DailyBar.objects.bulk_create(rows, batch_size=1_000)
    return bars.count()


def _before(close: Decimal, day: date) -> Decimal:
    """Return a close that differs a little from the day after it, the same one for the same day."""
    return (close * (1 + Decimal(day.toordinal() * 7_919 % 201 - 100) / 10_000)).quantize(Decimal("0.0001"))


def measure(rounds: int) -> dict[str, Any]:
    """Bake the pages so many times each; return milliseconds of this process's CPU for one, and the days it holds."""
    rows = list(Instrument.objects.filter(symbol__in=SYMBOLS, bars__isnull=False).distinct())
    days = {row.symbol: lengthen(row) for row in rows}
    paths = [f"/pasar/{row.slug}/" for row in rows]
    for path in paths:
        bake(path)
    costs = []
    for _ in range(rounds):
        for path in paths:
            before = time.process_time()
            bake(path)
            costs.append((time.process_time() - before) * 1_000)
    with cProfile.Profile() as profile:
        for path in paths:
            bake(path)
    told = {"days": days, "pages": len(costs), "cpu_ms": statistics.median(costs)}
    return {**told, "profile": top(profile, count=len(paths), each="a page")}


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tajuk.bench.charting", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    sys.stdout.write(json.dumps(measure(parser.parse_args().rounds)) + "\n")


if __name__ == "__main__":
    main()
