"""`tajuk wires`: fetch, receive, list, quarantine, replay, clusters, token."""

import re
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tajuk.common.clock import now
from tajuk.wires import payloads
from tajuk.wires.actions import (
    Receipt,
    Replayed,
    deliveries,
    read_again,
    receive,
    renew_token,
    replay,
    resolve,
)
from tajuk.wires.clusters import measure
from tajuk.wires.enums import Outcome
from tajuk.wires.intake import Watcher
from tajuk.wires.models import Quarantine, Source, WireItem
from tajuk.wires.poll import Poll, poll
from tajuk.wires.queries import wires_list

WRONG_CALL = 2
NOT_RIGHT = 1


class Command(BaseCommand):
    """Work the wires from the command line."""

    help = "Poll the sources, file copy by hand, look at the wires list and the quarantine, make tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        fetch = verbs.add_parser("fetch", help="poll the sources once and empty the watched folders")
        fetch.add_argument("source", nargs="*", metavar="SOURCE", help="only these")
        filed = verbs.add_parser("receive", help="file something into the newsroom")
        filed.add_argument("file", nargs="+", type=Path, metavar="FILE")
        filed.add_argument("--source", required=True, metavar="SOURCE")
        listed = verbs.add_parser("list", help="show the wires list")
        listed.add_argument("--limit", type=int, default=20)
        kept = verbs.add_parser("quarantine", help="show what could not be read, or deal with it")
        kept.add_argument("--retry", type=int, metavar="ID", help="read it with today's reader")
        kept.add_argument("--resolve", type=int, metavar="ID", help="mark it as dealt with")
        for verb in (listed, kept):
            verb.add_argument("--json", action="store_true", help="one JSON document a line")
        again = verbs.add_parser("replay", help="read a span again with today's reader and say what differs")
        again.add_argument(
            "--since", required=True, metavar="TIME", help="a date, a time, or 3d, 12h, 30m ago"
        )
        again.add_argument("--until", default="", metavar="TIME", help="until now when it is left out")
        again.add_argument("--source", default="", metavar="SOURCE")
        again.add_argument("--apply", action="store_true", help="keep what today's reader says")
        again.add_argument("--json", action="store_true", help="one JSON document a line")
        measured = verbs.add_parser("clusters", help="measure how well stories of one event are put together")
        measured.add_argument(
            "--measure", required=True, type=Path, metavar="DIR", help="a folder of labelled stories"
        )
        token = verbs.add_parser("token", help="make a new token for pushing copy, and show it once")
        token.add_argument("source", metavar="SOURCE")

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        getattr(self, f"do_{options['verb']}")(options)

    def do_fetch(self, options: dict[str, Any]) -> None:
        """Poll every feed once, whether it is due or not, and take in what lies in the watched folders."""
        for slug in options["source"]:
            _source(slug)
        wanted = Source.objects.enabled().select_related("agency").order_by("slug")
        if options["source"]:
            wanted = wanted.filter(slug__in=options["source"])
        polls = [poll(source, now=now()) for source in wanted.polled()]
        for done in polls:
            self.stdout.write(f"{done.source.slug}: {_said_of_poll(done)}")
        failed = any(done.error for done in polls)
        receipts = Watcher().empty(wanted.folders())
        for receipt in receipts:
            self.stdout.write(f"{receipt.payload.name}: {_said_of(receipt)}")
        if failed or any(receipt.reason for receipt in receipts):
            raise CommandError("not everything could be fetched and read", returncode=NOT_RIGHT)

    def do_receive(self, options: dict[str, Any]) -> None:
        """File each named file; one line for each that cannot be read."""
        source, failed = _source(options["source"]), 0
        for path in options["file"]:
            try:
                receipt = _filed(path, source)
            except (OSError, ValueError) as error:
                self.stderr.write(f"{path}: {error}")
                failed += 1
                continue
            if receipt.outcome is Outcome.QUARANTINED:
                self.stderr.write(f"{path}: {receipt.reason}")
                failed += 1
            else:
                self.stdout.write(f"{path}: {_said_of(receipt)}")
        if failed:
            raise CommandError(f"{failed} of {len(options['file'])} could not be read", returncode=NOT_RIGHT)

    def do_list(self, options: dict[str, Any]) -> None:
        """Show the newest items of the wires list."""
        for item in wires_list()[: max(options["limit"], 0)]:
            row = _item_row(item)
            if options["json"]:
                self._json(row)
            else:
                self.stdout.write("  ".join(str(row[key] or "-") for key in SHOWN))

    def do_quarantine(self, options: dict[str, Any]) -> None:
        """Show the quarantine, newest first; with `--retry` or `--resolve`, deal with one file."""
        if options["retry"]:
            self._retry(_quarantined(options["retry"]))
        elif options["resolve"]:
            resolve(_quarantined(options["resolve"]), by=None, now=now())
        else:
            self._show(Quarantine.objects.open(), as_json=options["json"])

    def do_replay(self, options: dict[str, Any]) -> None:
        """Read what came in a span again; tell of each delivery that reads differently."""
        if options["source"]:
            _source(options["source"])
        since, until = _moment(options["since"]), _moment(options["until"] or "0m")
        span = deliveries(since=since, until=until, source=options["source"])
        total, differing, unreadable = span.count(), 0, 0
        report = self._report(total)
        for done, delivery in enumerate(span.iterator(chunk_size=200), 1):
            replayed = replay(delivery, apply=options["apply"], now=now())
            differing += not replayed.is_same
            unreadable += bool(replayed.reason)
            if not replayed.is_same:
                self._tell(replayed, as_json=options["json"])
            report(done)
        self.stderr.write(f"{total} read again, {differing} differ, {unreadable} cannot be read")

    def _tell(self, replayed: Replayed, *, as_json: bool) -> None:
        delivery = replayed.delivery
        if as_json:
            differences = [{"guid": each.guid, "fields": each.fields} for each in replayed.differences]
            row = {"delivery": delivery.pk, "name": delivery.name, "received": delivery.received_at}
            self._json(row | {"reason": replayed.reason, "differences": differences})
            return
        said = replayed.reason or "; ".join(
            f"{each.guid}: {', '.join(each.fields)}" for each in replayed.differences
        )
        self.stdout.write(f"{delivery.received_at:%Y-%m-%d %H:%M}Z  {delivery}  {said or 'can be read now'}")

    def do_clusters(self, options: dict[str, Any]) -> None:
        """Print pairwise precision, recall and F1 on a labelled set, and how well changed versions are told."""
        folder = options["measure"]
        try:
            docs = measure.documents(folder)
            truth = measure.stories_of(folder)
            same, related = measure.version_pairs(folder, docs)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise CommandError(
                f"{folder} is no set of labelled stories: {error}", returncode=WRONG_CALL
            ) from None
        began = time.process_time()
        found = measure.clusters_of(docs, self._report(len(docs)))
        spent = time.process_time() - began
        precision, recall, f1 = measure.pairwise(found, truth)
        self.stdout.write(
            f"{len(docs)} stories, {len(truth)} of them labelled, {len(set(found.values()))} events found"
        )
        self.stdout.write(f"pairwise precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
        self.stdout.write(f"{spent / max(len(docs), 1) * 1e3:.2f} ms of CPU a story, in memory")
        if same or related:
            hit, mistaken = measure.versions_found(same, related)
            self.stdout.write(f"changed versions found {hit:.1%} of {len(same)}")
            self.stdout.write(f"related stories taken for a version {mistaken:.1%} of {len(related)}")

    def _report(self, total: int) -> Callable[[int], None]:
        def report(done: int) -> None:
            if done % 1_000 == 0 and self.stderr.isatty():
                self.stderr.write(f"\r{done} of {total}", ending="")

        return report

    def do_token(self, options: dict[str, Any]) -> None:
        """Make and print a new token; the old one ends."""
        self.stdout.write(renew_token(_source(options["source"]), by=None, now=now()))

    def _retry(self, row: Quarantine) -> None:
        try:
            receipt = read_again(row, by=None, now=now())
        except (ValueError, payloads.Damaged) as error:
            raise CommandError(str(error), returncode=NOT_RIGHT) from None
        if receipt.reason:
            raise CommandError(f"{row.name}: {receipt.reason}", returncode=NOT_RIGHT)
        self.stdout.write(f"{row.name}: {_said_of(receipt)}")

    def _show(self, rows: QuerySet[Quarantine], *, as_json: bool) -> None:
        for row in rows:
            if as_json:
                sha256 = row.payload.sha256 if row.payload else None
                self._json(
                    {"id": row.pk, "source": row.source.slug, "name": row.name, "payload": sha256}
                    | {"reason": row.reason, "at": row.at}
                )
            else:
                self.stdout.write(f"{row.pk}  {row.at:%Y-%m-%d %H:%M}Z  {row.source.slug}  {row}")

    def _json(self, row: dict[str, Any]) -> None:
        self.stdout.write(orjson.dumps(row).decode())


SHOWN = ("id", "received", "agency", "urgency", "status", "slugline", "headline")


def _item_row(item: WireItem) -> dict[str, Any]:
    version = item.current
    return {
        "id": item.pk,
        "guid": item.guid,
        "agency": item.agency.slug,
        "version": version.label if version else "",
        "headline": version.headline if version else "",
        "slugline": version.slugline if version else "",
        "summary": version.summary if version else "",
        "status": item.status,
        "urgency": item.urgency,
        "language": item.language,
        "embargoed_until": item.embargoed_until,
        "first_seen": item.first_seen_at,
        "received": item.received_at,
        "taken_by": item.taken_by.get_username() if item.taken_by else None,
    }


def _source(slug: str) -> Source:
    source = Source.objects.select_related("agency").filter(slug=slug).first()
    if source is None:
        raise CommandError(f"there is no source {slug!r}", returncode=WRONG_CALL)
    return source


def _moment(text: str) -> datetime:
    if match := re.fullmatch(r"(\d{1,6})([dhm])", text):
        unit = {"d": "days", "h": "hours", "m": "minutes"}[match[2]]
        return now() - timedelta(**{unit: int(match[1])})
    found = parse_datetime(text) or parse_datetime(f"{text}T00:00:00")
    if found is None:
        raise CommandError(
            f"{text!r} is no time: 2026-03-02, 2026-03-02T10:00, 3d, 12h or 30m", returncode=WRONG_CALL
        )
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_current_timezone())


def _quarantined(pk: int) -> Quarantine:
    row = Quarantine.objects.open().filter(pk=pk).first()
    if row is None:
        raise CommandError(f"nothing in quarantine has the number {pk}", returncode=WRONG_CALL)
    return row


def _filed(path: Path, source: Source) -> Receipt:
    limit = payloads.max_bytes()
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"longer than {limit} bytes")
    return receive(data, source=source, name=path.name, now=now())


def _said_of(receipt: Receipt) -> str:
    if receipt.reason:
        return receipt.reason
    if receipt.outcome is Outcome.REPEATED:
        return "had already"
    fresh = sum(each.fresh for each in receipt.recorded)
    return f"{receipt.outcome.value}, {fresh} new of {len(receipt.recorded)} read"


def _said_of_poll(done: Poll) -> str:
    return done.error or "; ".join(map(_said_of, done.receipts)) or "nothing new"
