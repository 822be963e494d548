"""`tajuk markets`: fetch, show, seed, health, close, quarantine, token, figures."""

from argparse import ArgumentParser
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from tajuk.common import clock
from tajuk.common.notation import Language
from tajuk.markets import board, queries
from tajuk.markets.actions import (
    BadClose,
    NotWaiting,
    accept_tick,
    issue_push_token,
    reject_tick,
    set_official_close,
)
from tajuk.markets.enums import Decision, Health
from tajuk.markets.figures import report
from tajuk.markets.figures.labels import NotLabelled
from tajuk.markets.models import Instrument, Provider, QuarantinedTick
from tajuk.markets.polling import Fetched, fetch_all
from tajuk.markets.providers import PUSHED
from tajuk.markets.seed import seed_markets
from tajuk.markets.shown import BarItem
from tajuk.markets.ticks import BadTick

WRONG_CALL = 2
NOT_RIGHT = 1


class Command(BaseCommand):
    """Work the markets from the command line."""

    help = (
        "Poll the quote providers, show the market bar, add the demo's instruments, judge quarantined ticks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verbs.add_parser("fetch", help="poll the providers that are switched on once")
        show = verbs.add_parser("show", help="show the market bar as a table")
        show.add_argument("--all", action="store_true", help="every instrument, not the bar only")
        show.add_argument("--language", choices=("id", "en"), default="id")
        verbs.add_parser("seed", help="add the demo's calendars, instruments and simulated history")
        kept = verbs.add_parser("quarantine", help="show the ticks that were not believed, or judge one")
        kept.add_argument("--accept", type=int, metavar="ID", help="apply it after all")
        kept.add_argument("--reject", type=int, metavar="ID", help="drop it")
        kept.add_argument("--note", default="", metavar="TEXT", help="the reason of the decision")
        health = verbs.add_parser("health", help="show how it goes with each provider")
        close = verbs.add_parser("close", help="set the official close of a day")
        close.add_argument("symbol", metavar="SYMBOL")
        close.add_argument("date", type=date.fromisoformat, metavar="YYYY-MM-DD")
        close.add_argument("value", type=Decimal, metavar="VALUE", help="with a decimal point")
        for verb in (show, kept, health):
            verb.add_argument("--json", action="store_true", help="one JSON document a line")
        token = verbs.add_parser("token", help="make a new token for pushing ticks, and show it once")
        token.add_argument("provider", metavar="PROVIDER")
        report.add_arguments(verbs.add_parser("figures", help="compare the figures of copy with the data"))

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        getattr(self, f"do_{options['verb']}")(options)

    def do_fetch(self, options: dict[str, Any]) -> None:
        """Poll once; 1 when a provider could not be read."""
        polls = fetch_all(clock.now())
        for poll in polls:
            self.stdout.write(f"{poll.provider}: {_said(poll)}")
        if not polls:
            self.stdout.write("no provider is switched on")
        if any(poll.error for poll in polls):
            raise CommandError("not every provider could be read", returncode=NOT_RIGHT)

    def do_show(self, options: dict[str, Any]) -> None:
        """Show the bar, or everything; 1 when there is nothing to show."""
        now = clock.now()
        items = queries.board(now) if options["all"] else queries.bar(now)
        if not items:
            raise CommandError("no instrument is on the bar: try `tajuk markets seed`", returncode=NOT_RIGHT)
        if options["json"]:
            for item in items:
                self.stdout.write(orjson.dumps(queries.entry(item)).decode())
        else:
            self.stdout.write(_table(items, options["language"]))

    def do_seed(self, options: dict[str, Any]) -> None:
        """Add what the demo has and the newsroom has not."""
        added = seed_markets(now=clock.now())
        self.stdout.write(
            f"{added.calendars} calendars, {added.instruments} instruments, {added.bars} days added"
        )

    def do_health(self, options: dict[str, Any]) -> None:
        """Show the providers; 1 when one that is switched on fails."""
        rows = board.board(clock.now()).providers
        for row in rows:
            told = {
                "provider": row.provider.key,
                "state": row.state.value,
                "speaks": row.speaks,
                "linked": row.linked,
                "last_tick": row.health and row.health.tick_as_of,
                "lag_seconds": row.lag and row.lag.total_seconds(),
                "failures": row.health.failures if row.health else 0,
                "error": row.health.last_error if row.health and row.health.failures else "",
            }
            line = orjson.dumps(told).decode() if options["json"] else _line(told)
            self.stdout.write(line)
        if any(row.state in {Health.FAILING, Health.OPEN} for row in rows):
            raise CommandError("not every provider answers", returncode=NOT_RIGHT)

    def do_close(self, options: dict[str, Any]) -> None:
        """Set a close; 1 when it cannot be one."""
        instrument = Instrument.objects.filter(symbol=options["symbol"]).first()
        if instrument is None:
            raise CommandError(f"there is no instrument {options['symbol']!r}", returncode=WRONG_CALL)
        try:
            bar = set_official_close(
                instrument, date=options["date"], value=options["value"], now=clock.now()
            )
        except BadClose as error:
            raise CommandError(str(error), returncode=NOT_RIGHT) from None
        self.stdout.write(f"{instrument} {bar.date:%Y-%m-%d}: {bar.close}")

    def do_quarantine(self, options: dict[str, Any]) -> None:
        """Judge one tick, or list those that wait."""
        if options["accept"] or options["reject"]:
            pk = options["accept"] or options["reject"]
            self._judge(pk, accept=bool(options["accept"]), note=options["note"])
            return
        waiting = QuarantinedTick.objects.filter(decision=Decision.PENDING).select_related(
            "instrument", "provider"
        )
        for row in waiting.order_by("-last_at"):
            told = {
                "id": row.pk,
                "symbol": row.instrument.symbol,
                "provider": row.provider.key,
                "reason": row.reason,
                "count": row.count,
                "last_at": row.last_at.isoformat(timespec="seconds"),
                "last_value": None if row.last_value is None else str(row.last_value),
                "payload": row.payload,
            }
            line = (
                orjson.dumps(told).decode() if options["json"] else "  ".join(f"{v}" for v in told.values())
            )
            self.stdout.write(line)

    def _judge(self, pk: int, *, accept: bool, note: str) -> None:
        row = QuarantinedTick.objects.select_related("instrument", "provider").filter(pk=pk).first()
        if row is None:
            raise CommandError(f"there is no quarantined tick {pk}", returncode=WRONG_CALL)
        try:
            (accept_tick if accept else reject_tick)(row, by=None, now=clock.now(), note=note[:200])
        except (NotWaiting, BadTick) as error:
            raise CommandError(str(error), returncode=NOT_RIGHT) from None
        self.stdout.write(f"{row.instrument}: {'accepted' if accept else 'rejected'}")

    def do_token(self, options: dict[str, Any]) -> None:
        """Make a token for a provider that pushes."""
        provider = Provider.objects.filter(key=options["provider"], adapter__in=PUSHED).first()
        if provider is None:
            raise CommandError(f"there is no pushing provider {options['provider']!r}", returncode=WRONG_CALL)
        self.stdout.write(issue_push_token(provider, by=None, now=clock.now()))

    def do_figures(self, options: dict[str, Any]) -> None:
        """Check a text, or measure the check; 1 when a figure differs, or the measure falls short."""
        shown = {"as_json": options["json"], "write": self.stdout.write}
        moment = options["at"] or clock.now()
        if options["measure"]:
            try:
                good = report.measure_files(options["measure"], now=moment, misses=options["misses"], **shown)
            except NotLabelled as error:
                raise CommandError(str(error), returncode=WRONG_CALL) from None
            if not good:
                raise CommandError("precision or recall is below what is promised", returncode=NOT_RIGHT)
        elif not options["text"]:
            raise CommandError("say a sentence, or --measure FILE", returncode=WRONG_CALL)
        elif not report.check_copy(options["text"], options["language"], at=moment, **shown):
            raise CommandError("a figure differs from the data", returncode=NOT_RIGHT)


def _line(told: dict[str, Any]) -> str:
    shown = (
        f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value for value in told.values()
    )
    return "  ".join("–" if value is None else str(value) for value in shown)


def _said(poll: Fetched) -> str:
    if poll.applied is None:
        return poll.error
    counts = (
        (name, getattr(poll.applied, name))
        for name in ("applied", "older", "outranked", "quarantined", "unknown")
    )
    return ", ".join(f"{count} {name}" for name, count in counts)


def _table(items: tuple[BarItem, ...], language: Language) -> str:
    rows = []
    for item in items:
        texts = item.shown[language]
        rows.append((item.symbol, texts.value, texts.change, texts.percent, texts.state, texts.time))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = (
        "  ".join(
            text.rjust(width) if column in {1, 2, 3} else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return "\n".join(lines)
