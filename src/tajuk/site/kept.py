"""What is kept beside the stories: the search index, a search server's, what related stories are found by."""

import threading
import time

from django.db import close_old_connections

from tajuk.articles.models import Article
from tajuk.articles.nearness import keeping
from tajuk.common import clock
from tajuk.site import upkeep
from tajuk.site.models import SearchChange, SearchDocument, Upkeep
from tajuk.site.search import indexing
from tajuk.site.search.contract import backend
from tajuk.site.search.opensearch import OpenSearch, as_sent
from tajuk.site.search.server import MAPPING_VERSION, Unreachable, server

BATCH = 500
# The first pages are made before anything is made anew.
_AFTER, _EVERY = 5.0, 1.0
_WATCHED_EVERY = 60.0
_LONGEST = 15.0


class SearchIndex:
    """The search index in the newsroom's own database, remade document by document."""

    name, title = "search", "the search index"

    def version(self) -> str:
        """Return the version of the documents."""
        return indexing.VERSION

    def total(self) -> int:
        """Return how many stories belong into it."""
        return indexing.indexed().count()

    def begin(self, row: Upkeep) -> None:
        """Need nothing: each document is replaced in its place."""

    def batch(self, row: Upkeep) -> list[int]:
        """Remake the next documents."""
        return indexing.remake(row.last)

    def finish(self, row: Upkeep) -> None:
        """Remove what belongs to no story any more."""
        indexing.sweep()


class Profiles:
    """What related stories are found by, remade row by row."""

    name, title = "related", "what related stories are found by"

    def version(self) -> str:
        """Return the version of the profiles."""
        return keeping.VERSION

    def total(self) -> int:
        """Return how many stories have one."""
        return Article.objects.filter(live=True, published_at__isnull=False).count()

    def begin(self, row: Upkeep) -> None:
        """Need nothing: each profile is replaced in its place."""

    def batch(self, row: Upkeep) -> list[int]:
        """Remake the next profiles."""
        return keeping.remake(row.last)

    def finish(self, row: Upkeep) -> None:
        """Have all processes read them anew."""
        keeping.finish()


class ServerIndex:
    """The index of a search server: a new one is filled beside the one that answers, from the newsroom's own."""

    name, title = "opensearch", "the index of OpenSearch"

    def version(self) -> str:
        """Return the version of the documents, and where they are."""
        return f"{indexing.VERSION}.{MAPPING_VERSION} {server().where}"[:64]

    def total(self) -> int:
        """Return how many documents the newsroom's own index has."""
        return SearchDocument.objects.count()

    def begin(self, row: Upkeep) -> None:
        """Make a new index."""
        row.next_place = f"{server().alias}-{clock.now():%Y%m%d%H%M%S}"
        server().create(row.next_place)

    def batch(self, row: Upkeep) -> list[int]:
        """Send the next documents."""
        documents = list(SearchDocument.objects.filter(pk__gt=row.last).order_by("pk")[:BATCH])
        server().write(row.next_place, {each.pk: as_sent(each) for each in documents})
        return [each.pk for each in documents]

    def finish(self, row: Upkeep) -> None:
        """Let the new index answer, and remove the old one."""
        server().serve(row.next_place)
        row.place, row.next_place = row.next_place, ""


def has_server() -> bool:
    """Tell whether searches are answered by a server."""
    return isinstance(backend(), OpenSearch)


def send_changes() -> int:
    """Tell the search server of the next documents that changed; return how many; raises `Unreachable`.

    A document is read after its change was noted and is sent before the note goes, and nobody else sends meanwhile:
    what the server has last is what stands.
    """
    if not SearchChange.objects.exists():
        return 0
    with upkeep.alone(ServerIndex.name) as row:
        notes = dict(SearchChange.objects.order_by("pk").values_list("pk", "article_id")[:BATCH])
        documents = SearchDocument.objects.in_bulk(set(notes.values()))
        sent = {pk: as_sent(each) for pk, each in documents.items()}
        for place in filter(None, (row.place, row.next_place)):
            server().write(place, sent, gone=set(notes.values()) - sent.keys())
        SearchChange.objects.filter(pk__in=list(notes)).delete()
    return len(notes)


def watch() -> None:
    """Have a search server's index made anew where it is gone; forget a server that is asked no more."""
    if not has_server():
        Upkeep.objects.filter(name=ServerIndex.name).delete()
        SearchChange.objects.all().delete()
        return
    made = Upkeep.objects.filter(name=ServerIndex.name, building="").exclude(place="")
    if made.exists() and not server().has_index():
        upkeep.again(ServerIndex())


def run_upkeep(stop: threading.Event) -> None:
    """Bring what is kept up to date, as much of the time as others have it, and tell a search server, until `stop`."""
    pause, watched = _AFTER, -_WATCHED_EVERY
    while not stop.wait(pause):
        close_old_connections()
        begun = time.monotonic()
        try:
            if begun - watched >= _WATCHED_EVERY:
                watch()
                watched = begun
            went_on = work()
        except Unreachable:  # told of once, by the server
            pause = _LONGEST
        else:
            pause = min(_LONGEST, time.monotonic() - begun) if went_on else _EVERY


def work() -> bool:
    """Do the next piece of what is to do; tell whether there was any; raises `Unreachable`."""
    now = clock.now()
    is_remade = bool(upkeep.turn(SearchIndex(), now) or upkeep.turn(Profiles(), now))
    if not has_server():
        return is_remade
    # A server's index is made from the newsroom's own, so not before that one stands.
    return bool(send_changes()) or is_remade or upkeep.turn(ServerIndex(), now) is not None
