"""Fill the newsroom with made stories, a batch a transaction: all rows of a story, and the press told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from wagtail.models import Locale

from tajuk.articles.enums import Role
from tajuk.articles.models import Article, Credit, StoryProfile
from tajuk.articles.nearness.keeping import labels_of
from tajuk.articles.nearness.profiles import profile_of_stems
from tajuk.bench.archive import plan, stories
from tajuk.bench.archive.copying import Table, next_ids
from tajuk.common import clock
from tajuk.markets.models import Instrument
from tajuk.pictures.models import Picture
from tajuk.press.actions import changed
from tajuk.press.enums import Priority
from tajuk.site.kept import Profiles, SearchIndex
from tajuk.site.models import SearchDocument, Upkeep
from tajuk.site.search.contract import backend
from tajuk.site.search.indexing import marks_of
from tajuk.site.search.table import key_of as sort_key
from tajuk.staff.models import Author
from tajuk.topics.models import Section, Topic
from tajuk.wires.models import Agency

BATCH = 2_000
_REMEMBERED = 400
_MADE_BEFORE = timedelta(minutes=40)

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    number: int
    at: datetime
    story: stories.Story


class Filling:
    """Writes stories into the newsroom; what they are filed under is looked up once."""

    def __init__(self, *, now: datetime, years: float) -> None:
        """Date the stories over the `years` before `now`."""
        self.now = now
        self.years = years
        self._sections = dict(Section.objects.values_list("slug", "pk"))
        self._any_section = next(iter(self._sections.values()))
        self._topics = dict(Topic.objects.values_list("slug", "pk"))
        self._instruments = dict(Instrument.objects.values_list("symbol", "pk"))
        self._locales = {
            code: Locale.objects.get_or_create(language_code=code)[0].pk for code in ("id", "en")
        }
        self._authors = list(Author.objects.order_by("pk").values_list("pk", flat=True))
        self._agencies = list(Agency.objects.order_by("pk").values_list("pk", flat=True))
        self._pictures = list(Picture.objects.order_by("pk").values_list("pk", flat=True))
        self._earlier: list[int] = []

    def run(self, run: plan.Run, told: Told) -> int:
        """Write the stories of a run that are missing, telling `told(number, target)`; return how many."""
        for begin in range(run.begin, run.target, BATCH):
            end = min(begin + BATCH, run.target)
            with transaction.atomic():
                self._write(run, range(begin, end))
            told(end, run.target)
        return run.missing

    def _write(self, run: plan.Run, numbers: range) -> None:
        ids = next_ids(Article, len(numbers))
        rows = [self._row(run, number, pk) for number, pk in zip(numbers, ids, strict=True)]
        self._articles.write(self._article(row, run.target) for row in rows)
        self._documents.write(self._document(row) for row in rows)
        self._profiles.write(self._profile(row) for row in rows)
        self._file(rows)
        self._earlier = [row.pk for row in rows if row.story.language == "id"][-_REMEMBERED:]
        changed(sorted(self._lists(rows)), priority=Priority.ARCHIVE, reason="seed", now=clock.now())

    def _row(self, run: plan.Run, number: int, pk: int) -> _Row:
        share = (number - run.first) / max(1, run.target - run.first)
        at = plan.moment(share, now=self.now - timedelta(minutes=5), years=self.years)
        return _Row(pk, number, at, stories.write(number, earlier=self._earlier))

    @cached_property
    def _articles(self) -> Table:
        return Table(
            Article,
            "id", "translation_key", "locale", "headline", "slug", "summary", "slugline", "section", "dateline",
            "body", "lead_picture", "is_premium", "published_at", "first_published_at", "last_published_at",
            "created_at",
            live=True, has_unpublished_changes=False,
        )  # fmt: skip

    def _article(self, row: _Row, target: int) -> Sequence[Any]:
        story = row.story
        picture = (
            self._pictures[row.number % len(self._pictures)] if story.illustrated and self._pictures else None
        )
        return (
            row.pk, plan.key_of(target, row.number), self._locales[story.language], story.headline, story.slug,
            story.summary, story.slugline, self._section(story), story.dateline, story.body, picture, story.premium,
            row.at, row.at, row.at, row.at - _MADE_BEFORE,
        )  # fmt: skip

    def _section(self, story: stories.Story) -> int:
        return self._sections.get(story.section, self._any_section)

    @cached_property
    def _documents(self) -> Table:
        return Table(SearchDocument, "article", "sort_key", "title", "text", "marks")

    def _document(self, row: _Row) -> Sequence[Any]:
        story = row.story
        marks = marks_of(
            story.language,
            section=self._section(story),
            author=[author for author, _role, _place in self._credits(row)],
            agency=self._agencies_of(row),
            instrument=[self._instruments[name] for name in story.instruments if name in self._instruments],
        )
        key = sort_key(row.pk, int(row.at.timestamp()))
        return row.pk, key, story.title_stems, story.text_stems, " ".join(marks)

    @cached_property
    def _profiles(self) -> Table:
        return Table(StoryProfile, "article", "published_at", "edition", "packed")

    def _profile(self, row: _Row) -> Sequence[Any]:
        story = row.story
        labels = labels_of(
            self._section(story),
            [self._topics[slug] for slug in story.topics if slug in self._topics],
            [self._instruments[name] for name in story.instruments if name in self._instruments],
        )
        profile = profile_of_stems(story.title_stems.split(), (), story.text_stems.split(), labels=labels)
        return row.pk, row.at, self._locales[story.language], profile.packed()

    def _file(self, rows: list[_Row]) -> None:
        """Write what the stories are filed under, and by whom they are."""
        for name, known in (("topics", self._topics), ("instruments", self._instruments)):
            through = getattr(Article, name).through
            Table(through, "article", name.removesuffix("s")).write(
                (row.pk, known[word]) for row in rows for word in getattr(row.story, name) if word in known
            )
        Table(Article.agencies.through, "article", "agency").write(
            (row.pk, agency) for row in rows for agency in self._agencies_of(row)
        )
        Table(Credit, "article", "author", "role", "sort_order").write(
            (row.pk, *credit) for row in rows for credit in self._credits(row)
        )

    def _agencies_of(self, row: _Row) -> list[int]:
        if not (self._agencies and row.story.agency):
            return []
        return [self._agencies[row.number % len(self._agencies)]]

    def _credits(self, row: _Row) -> list[tuple[int, str, int]]:
        """Return author, role and place of those who are credited."""
        roles = (Role.REPORTER.value, Role.EDITOR.value)[: row.story.people] if self._authors else ()
        return [
            (self._authors[(row.number + place) % len(self._authors)], role, place)
            for place, role in enumerate(roles)
        ]

    def _lists(self, rows: list[_Row]) -> set[str]:
        """Return the lists that these stories entered, as `Article.list_keys` names them."""
        keys = {"list:search"}
        for row in rows:
            story = row.story
            keys |= {
                f"list:latest:{story.language}",
                f"list:section:{self._section(story)}:{story.language}",
                f"list:month:{row.at.astimezone(clock.WIB):%Y-%m}",
            }
            keys |= {f"list:topic:{self._topics[slug]}" for slug in story.topics if slug in self._topics}
            keys |= {
                f"list:instrument:{self._instruments[name]}"
                for name in story.instruments
                if name in self._instruments
            }
        keys |= {f"list:author:{pk}" for pk in self._authors} | {f"list:agency:{pk}" for pk in self._agencies}
        return keys


def prepare() -> None:
    """Let the database take many rows: pages kept in memory, and fewer, larger pieces of the search index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -262144")
            cursor.execute("INSERT INTO site_search(site_search, rank) VALUES ('hashsize', 67108864)")


def settle() -> None:
    """Tidy up: the search index in one piece, and what PostgreSQL has to know of its tables."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO site_search(site_search, rank) VALUES ('hashsize', 1048576)")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    backend().settle()
    # Today's code wrote all of it: nothing is to be made anew while somebody measures.
    for kept in (SearchIndex(), Profiles()):
        Upkeep.objects.update_or_create(name=kept.name, defaults={"version": kept.version(), "building": ""})


def fill(wanted: int, *, now: datetime, years: float, told: Told) -> int:
    """Bring the made archive to `wanted` stories; return how many were written."""
    found = plan.runs(wanted)
    if not found:
        return 0
    prepare()
    filling = Filling(now=now, years=years)
    done = sum(filling.run(run, told) for run in found)
    settle()
    return done
