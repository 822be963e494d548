"""A small newsroom in this process: its verbs, its worker and scheduler, a reader at the edge, a clock of its own.

Plates are written to a folder and read through the edge, as in the product; what has no plate goes on to Django.
"""

import gzip
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, TestCase, override_settings
from wagtail.models import Locale

from tajuk.articles.models import Article, Credit
from tajuk.clearance import exits
from tajuk.common import clock
from tajuk.edge.answer import Edge
from tajuk.markets.models import Calendar, Instrument
from tajuk.markets.seed import seed_calendars
from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.press import bake, render, scheduler, worker
from tajuk.press.models import OutboxEntry
from tajuk.press.plates import policy_of
from tajuk.readers.actions import subscribe
from tajuk.readers.models import Plan
from tajuk.readers.tickets import ticket_of
from tajuk.topics.models import Topic
from tajuk.wires.actions import receive
from tajuk.wires.models import Agency, Source
from tests.factories.newsroom import AgencyFactory, AuthorFactory, SectionFactory, TopicFactory
from tests.journeys import canaries

PICTURES = 3
#: Two sizes are enough to tell whether a picture is out; making all of them takes a second each.
SIZES = tuple(
    renditions.Use(use.name, (use.widths[-1],), use.ratio, ("jpeg",))
    for use in (renditions.LEAD, renditions.INLINE, renditions.CARD, renditions.SHARE)
)


class WorkerDied(BaseException):
    """The worker's process was killed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reader got."""

    status: int
    headers: dict[str, str]
    text: str

    def headers_of(self, name: str) -> str:
        """Return a header's value, however its name is written; empty without it."""
        return next((value for key, value in self.headers.items() if key.lower() == name), "")


class Base:
    """What every example begins with: a section, a topic, an author, an agency, an instrument, pictures."""

    def __init__(self, folder: Path) -> None:
        """Fill the database of a newsroom that keeps everything in `folder`."""
        self.folder = folder
        self.section, self.topic = SectionFactory(slug="makro"), TopicFactory(slug="emas")
        self.author = AuthorFactory(name="Ratna Kenari", biography_id=canaries.word(0, "biografi"))
        self.agency: Agency = AgencyFactory(slug="kawat-kenari", may_syndicate=True)
        self.source = Source.objects.create(
            slug="kawat-kenari", name="Kawat", agency=self.agency, kind="command", default_section="makro"
        )
        for language in ("id", "en"):
            Locale.objects.get_or_create(language_code=language)
        seed_calendars()
        self.instrument = Instrument.objects.create(
            symbol="KENARI", name_id="Kenari", kind="index", calendar=Calendar.objects.first()
        )
        self.pictures = [_picture(number) for number in range(PICTURES)]
        self.plan = Plan.objects.create(slug="kenari", name_id="Kenari", price=49_000, months=12)
        reader = subscribe(
            "kenari@contoh.id", name="Pelanggan", plan=self.plan, reason="uji", by=None, now=clock.now()
        )
        #: What the browser of a subscriber sends.
        self.cookie = f"langganan={ticket_of(reader)}; langganan-ada=1"


def settings_of(folder: Path) -> dict[str, Any]:
    """Return the settings of a newsroom that keeps everything in `folder`."""
    return {
        "DATA": folder,
        "MEDIA_ROOT": str(folder / "media"),
        "PRESS_BAKES_ON_REQUEST": True,
        "TAJUK_FEED_FULL_TEXT": True,
        "TASKS": {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
        "SITE_ADDRESS": "http://127.0.0.1:8000",
    }


def _picture(number: int) -> Picture:
    secret = canaries.word(100 + number, "berkas")
    data = canaries.picture(number, secret)
    picture = Picture.objects.create(
        title=canaries.word(100 + number, "judulgambar"),
        file=ContentFile(data, name=f"{secret}.jpg"),
        description=canaries.word(100 + number, "alt"),
        caption=canaries.word(100 + number, "takarir"),
        photographer=canaries.word(100 + number, "juru"),
        usage_terms=canaries.word(100 + number, "syaratgambar"),
        width=640,
        height=360,
    )
    renditions.make(picture)
    return picture


@contextmanager
def small_sizes() -> Iterator[None]:
    """Make few renditions."""
    kept = dict(renditions.USES)
    renditions.USES.clear()
    renditions.USES.update({use.name: use for use in SIZES})
    try:
        yield
    finally:
        renditions.USES.clear()
        renditions.USES.update(kept)


class Newsroom:
    """The newsroom of one example; everything is undone when it is closed."""

    moves_time = True

    def __init__(self, base: Base, folder: Path) -> None:
        """Begin with what `base` holds and with nothing baked."""
        self.base, self.folder = base, folder
        self._open = ExitStack()
        (folder / "mirror").mkdir(parents=True)
        _linked(base.folder / "media", folder / "media")
        self._open.enter_context(override_settings(**settings_of(folder)))
        for name in ("sync", "fsync"):  # that the disk keeps what is written to it is tested elsewhere
            self._open.enter_context(mock.patch.object(os, name))
        self._open.enter_context(transaction.atomic())
        self._open.callback(transaction.set_rollback, True)
        self.clock = self._open.enter_context(time_machine.travel(clock.now(), tick=False))
        render.forget_handler()
        self._open.callback(render.forget_handler)
        self._open.callback(shutil.rmtree, folder, ignore_errors=True)
        self._open.callback(bake._store.cache_clear)
        self.edge = Edge(bake.store())
        self.asked: list[str] = []
        self.edge.refresh = self.asked.append
        self._scheduler = scheduler.Scheduler()
        self._worker = worker.Worker()
        self.commit(self._worker._begin)

    def close(self) -> None:
        """Undo everything."""
        self._open.close()

    def commit(self, verb: Callable[[], Any]) -> Any:
        """Do something in a transaction of its own and let what waits for its commit happen."""
        with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
            return verb()

    def pass_time(self, by: timedelta) -> None:
        """Move the clock forward."""
        self.clock.shift(by)

    def work(self, *, skew: timedelta = timedelta(), dies_after: int | None = None) -> None:
        """Let scheduler and worker do what is due; the worker dies at its so manieth write where that is asked.

        A newsroom whose worker never comes to an end fails.
        """
        true, source = clock.now(), clock._source
        clock.follow(lambda: true)  # the database's time
        self.clock.shift(skew)
        try:
            self._turns(dies_after)
        finally:
            self.clock.shift(-skew)
            clock.follow(source)
        if dies_after is not None:
            self.restart()

    def keep_time(self) -> None:
        """Let the scheduler alone do what is due."""
        self.commit(lambda: self._scheduler.turn(clock.now()))

    def _turns(self, dies_after: int | None) -> None:
        try:
            with _dying(dies_after):
                for _ in range(200):
                    self.commit(lambda: self._scheduler.turn(clock.now()))
                    if not self.commit(self._worker.turn):
                        break
                else:
                    raise AssertionError("the worker finds no end")
        except WorkerDied:
            pass

    def restart(self) -> None:
        """Start the process anew: nothing is in memory."""
        self._scheduler = scheduler.Scheduler()
        self._worker = worker.Worker()
        bake._store.cache_clear()
        self.edge = Edge(bake.store())
        self.edge.refresh = self.asked.append
        self.commit(self._worker._begin)

    def get(self, address: str, **headers: str) -> Reply:
        """Ask for an address as an anonymous reader."""
        path, _, query = address.partition("?")
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.edge.answer("GET", path, query, given)
        if answer is None:
            found = self.commit(lambda: Client(headers=given).get(address))
            return Reply(found.status_code, dict(found.items()), found.content.decode())
        told = dict(answer.headers)
        body = gzip.decompress(answer.body) if told.get("content-encoding") == "gzip" else answer.body
        return Reply(answer.status, told, body.decode())

    def refresh(self) -> int:
        """Bake again what the edge found stale or missing, as its own thread does; return how many."""
        waiting, self.asked[:] = list(dict.fromkeys(self.asked)), []
        for address in waiting:
            if policy_of(address.partition("?")[0]):
                self.commit(lambda address=address: bake.bake(address, create=False))
        return len(waiting)

    def addresses(self) -> dict[str, set[str]]:
        """Return every address of every registered exit for every story, with the names of its exits."""
        found: dict[str, set[str]] = {address: {"general"} for address in self.general()}
        for article in Article.objects.select_related("section", "locale"):
            for exit_ in exits.registered():
                for address in exit_.addresses(article):
                    found.setdefault(address, set()).add(exit_.name)
        return found

    def general(self) -> tuple[str, ...]:
        """Return the addresses that any reader knows."""
        return GENERAL

    def public_files(self) -> Iterator[tuple[Path, bytes]]:
        """Yield what stands in the public tree on disk: plates, mirror, pictures."""
        return canaries.files(*(path for path in self.public_folders() if path.is_dir()))

    def public_folders(self) -> list[Path]:
        """Return the folders that readers are served from."""
        return [self.folder / "plates", self.folder / "mirror", self.folder / "media" / "images"]

    def waits(self) -> int:
        """Return how many entries of the outbox are due."""
        return OutboxEntry.objects.due(clock.now()).count()

    def receive(self, guid: str, number: int, words: dict[str, str], **given: Any) -> None:
        """File a version of a wire item."""
        data = ninjs(guid, number, words, **given)
        self.commit(lambda: receive(data, source=self.base.source, now=clock.now()))

    def file_under(self, article: Article) -> None:
        """Put a story into the lists of every kind."""
        article.topics, article.agencies = [self.base.topic], [self.base.agency]
        article.instruments = [self.base.instrument]
        article.credits = [Credit(author=self.base.author, role="reporter")]


GENERAL = (
    "/", "/terbaru/", "/terpopuler/", "/koreksi/", "/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml",
    "/sitemap-news.xml", "/sitemaps/pages.xml", "/lite/", "/en/", "/lite/en/", "/en/rss.xml", "/robots.txt",
    "/_/market.json", "/api/v1/articles", "/api/v1/withdrawals", "/api/v1/openapi.json", "/pasar/", "/pasar/kenari/",
    "/makro/", "/topik/emas/", "/penulis/ratna-kenari/", "/sumber/kawat-kenari/",
    "/_/fragments/latest", "/_/fragments/most-read", "/_/fragments/most-read-wide", "/_/fragments/market-bar",
)  # fmt: skip


def ninjs(guid: str, number: int, words: dict[str, str], **given: Any) -> bytes:
    """Return a version of an item as ninjs; `words` stand in its fields."""
    return json.dumps({
        "uri": guid, "version": str(number), "type": "text", "language": "id", "pubStatus": "usable",
        "versionCreated": f"2024-01-19T10:{number:02}:00+00:00", "urgency": 4,
        "headlines": [{"value": words["judul"]}], "slugline": "UJI/KABAR",
        "descriptions": [{"value": words["ringkas"], "contentType": "text/plain"}],
        "bodies": [{"contentType": "text/html", "value": f"<p>Satu {words['bebas']}.</p><p>Dua.</p>"}],
        **given,
    }).encode()  # fmt: skip


@contextmanager
def _dying(after: int | None) -> Iterator[None]:
    """Have the process die at its so manieth write of a plate: before it, or between writing and recording."""
    if after is None:
        yield
        return
    store, left = bake.store(), [after]
    real_write, real_delete = store.write, store.delete

    def write(plate: Any) -> bool:
        left[0] -= 1
        if left[0] == 0:
            raise WorkerDied
        done = real_write(plate)
        if left[0] == 1 and after % 2:
            raise WorkerDied
        return done

    def delete(*addresses: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise WorkerDied
        real_delete(*addresses)

    store.write, store.delete = write, delete  # type: ignore[method-assign]
    try:
        yield
    finally:
        del store.write, store.delete  # type: ignore[attr-defined]


def _linked(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, copy)


def soon(true: Callable[[], object], seconds: float) -> float:
    """Return after how many seconds `true` held."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < seconds, f"not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - started


__all__ = ["Base", "Newsroom", "Reply", "Topic", "ninjs", "small_sizes"]
