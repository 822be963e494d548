"""Keep the profiles of published stories in the database, and the newest of them in memory, sorted by term.

Each process reads the newest stories once, then by one query each time what has changed since. What is in memory never
decides what is shown: an article that has gone is found here and not there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from tajuk.articles.body import words_of
from tajuk.articles.models import Article, StoryProfile
from tajuk.articles.nearness.profiles import Kept, Profile, Told, profile_of

if TYPE_CHECKING:
    from tajuk.articles.nearness.segment import Segment

# The stories that are compared, of all editions: some 80 MB of a process that suggests, once there are so many.
NEWEST = 100_000
# So many changed stories are sorted by themselves until all are sorted anew.
FRESH = 1_500
# So many of those are sorted at each change, the others once in so many: 1,500 take 25 ms, and every publication asks.
LATEST = 100
# Transactions end out of order: a row may appear so many ids behind the newest.
_BEHIND = 200
_BATCH = 100
# What profiles are made by: whoever changes what they hold raises it, and every newsroom makes its own anew.
VERSION = "1"
_PUBLISHED = {"live": True, "published_at__isnull": False}
_TOPIC, _INSTRUMENT, _SECTION = 3.0, 3.0, 0.5
_COLUMNS = ("pk", "article_id", "published_at", "edition", "packed")


@dataclass(frozen=True)
class Known:
    """What a process knows: the stories it read at first, those that changed since, and the rows' ids it has seen.

    Of those that changed `settled` are sorted already, and `latest` came after that.
    """

    first: "Segment"
    settled: "Segment"
    changed: Mapping[int, Kept]
    latest: Mapping[int, Kept]
    seen: frozenset[int]
    last: int

    @cached_property
    def segments(self) -> "tuple[Segment, ...]":
        """Return all as they are ranked: a story that stands in several counts as it stands in the last."""
        return self.first, self.settled, _sorted(self.latest.values())


_lock = Lock()
_known: Known | None = None


def current() -> "tuple[Segment, ...]":
    """Return the profiles as the database has them now, by one query."""
    global _known
    with _lock:
        known = _known
        known = _read() if known is None or len(known.changed) > FRESH else _followed(known)
        _known = known
    return known.segments


def forget() -> None:
    """Read all anew at the next question: for a process that gets another database."""
    global _known
    with _lock:
        _known = None


def told_of(article: Article) -> Told:
    """Return a story, or a draft, as it is compared."""
    heads = sum(1 for head in (article.headline, article.summary) if head.strip())
    return Told(
        headline=article.headline,
        language=article.language,
        summary=article.summary,
        text="\n".join(words_of(article)[heads:]),
        labels=labels_of(
            article.section_id,
            [topic.pk for topic in article.topics.all()],
            [instrument.pk for instrument in article.instruments.all()],
        ),
    )


def labels_of(section: int, topics: Iterable[int], instruments: Iterable[int]) -> dict[str, float]:
    """Return what a story is filed under, by what it weighs."""
    return {
        **{f"topic:{pk}": _TOPIC for pk in topics},
        **{f"instrument:{pk}": _INSTRUMENT for pk in instruments},
        f"section:{section}": _SECTION,
    }


def keep(article: Article) -> None:
    """Write the profile of an article as it stands in memory, in the caller's transaction."""
    StoryProfile.objects.filter(article=article).delete()
    if article.live and article.published_at is not None:
        StoryProfile.objects.create(**_row(article, profile_of(told_of(article))))
    elif article.published_at is not None:
        StoryProfile.objects.create(**_row(article, Profile()))


def remake(last: int) -> list[int]:
    """Write the profiles of the next published stories after the id `last` anew; return their ids, none at the end.

    Rows stay the same: a process that suggests goes on with what it has read until `finish` tells it.
    """
    with transaction.atomic():
        rows = Article.objects.filter(pk__gt=last, **_PUBLISHED).select_for_update(of=("self",))
        batch = list(_whole(rows.order_by("pk"))[:_BATCH])
        StoryProfile.objects.bulk_create(
            [StoryProfile(**_row(article, profile_of(told_of(article)))) for article in batch],
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["published_at", "edition", "packed"],
        )
    return [article.pk for article in batch]


def finish() -> None:
    """Remove the profiles of stories that are out no more, and have every process read all of them anew.

    A process does so when more rows are new to it than it sorts by themselves.
    """
    StoryProfile.objects.exclude(article__in=Article.objects.filter(**_PUBLISHED).values("pk")).delete()
    with transaction.atomic():
        rows = list(StoryProfile.objects.select_for_update().order_by("-published_at")[: FRESH + 1])
        StoryProfile.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            row.pk = None
        StoryProfile.objects.bulk_create(rows)
    forget()


def rebuild(report: Callable[[int, int], None]) -> int:
    """Write the profiles of all published stories anew, a batch a transaction; return how many.

    `report(done, total)` is told of each batch. Suggestions go on meanwhile.
    """
    total, done, last = Article.objects.filter(**_PUBLISHED).count(), 0, 0
    while batch := remake(last):
        last, done = batch[-1], done + len(batch)
        report(done, total)
    finish()
    return done


def _whole(stories: QuerySet[Article]) -> QuerySet[Article]:
    return stories.select_related("locale").prefetch_related("topics", "instruments")


def _row(article: Article, profile: Profile) -> dict[str, Any]:
    return {
        "article": article,
        "published_at": article.published_at,
        "edition": article.locale_id,
        "packed": profile.packed(),
    }


def _read() -> Known:
    rows = list(StoryProfile.objects.order_by("-published_at").values_list(*_COLUMNS)[:NEWEST])
    last = max((row[0] for row in rows), default=0)
    seen = frozenset(row[0] for row in rows if row[0] > last - _BEHIND)
    return Known(_sorted([_kept(row) for row in rows]), _sorted(()), {}, {}, seen, last)


def _followed(known: Known) -> Known:
    """Return what is known with the rows that were written since."""
    new = StoryProfile.objects.filter(pk__gt=known.last - _BEHIND).exclude(pk__in=known.seen)
    rows = list(new.order_by("pk").values_list(*_COLUMNS)[: FRESH + 1])
    if not rows:
        return known
    last = max(known.last, rows[-1][0])
    came = {row[1]: _kept(row) for row in rows}
    changed, latest, settled = {**known.changed, **came}, {**known.latest, **came}, known.settled
    if len(latest) > LATEST:
        settled, latest = _sorted(changed.values()), {}
    return Known(
        first=known.first,
        settled=settled,
        changed=changed,
        latest=latest,
        seen=frozenset(pk for pk in (*known.seen, *(row[0] for row in rows)) if pk > last - _BEHIND),
        last=last,
    )


def _kept(row: tuple[Any, ...]) -> Kept:
    _, article, published_at, edition, packed = row
    return Kept(article, published_at, edition, bytes(packed))


def _sorted(kept: Iterable[Kept]) -> "Segment":
    # Arithmetic on arrays is loaded by who ranks, not by every process that saves a story.
    from tajuk.articles.nearness.segment import Segment

    return Segment.of(list(kept))
