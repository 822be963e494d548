"""Keep the search index true to the articles: in the transaction that publishes, and anew as a whole.

The index holds what the gate could ever clear: the copy of live articles, of premium ones the teaser, of killed
and legally blocked ones nothing. Whether a story may be shown now is asked of the gate at every search.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Restriction
from tajuk.clearance import exits, policies
from tajuk.clearance.exits import Shows
from tajuk.common.words import stems
from tajuk.site.exchange import published_at
from tajuk.site.plain import texts_of
from tajuk.site.search.contract import Document, backend
from tajuk.site.search.narrowing import mark

BATCH = 250
BLOCKING = (RestrictionKind.KILL, RestrictionKind.LEGAL)


def refresh(article: Article) -> None:
    """Bring the index up to date with one article as it stands in memory, in the caller's transaction."""
    if _belongs(article):
        backend().put([document_of(article)])
    else:
        backend().remove([article.pk])


def rebuild(report: Callable[[int, int], None]) -> int:
    """Make the index anew, a batch a transaction, telling `report(done, total)`; return how many stand in it.

    Searches go on meanwhile: a document is replaced when its turn comes; strays are removed at the end.
    """
    articles = Article.objects.filter(pk__in=_indexed()).order_by("pk")
    total, done, last = articles.count(), 0, 0
    whole = (
        articles.select_related("locale").prefetch_related("credits", "agencies", "instruments").for_gate()
    )
    while batch := list(whole.filter(pk__gt=last)[:BATCH]):
        with transaction.atomic():
            backend().put([document_of(article) for article in batch])
        last = batch[-1].pk
        done += len(batch)
        report(done, total)
    for strays in _batches(
        Article.objects.exclude(pk__in=_indexed()).order_by("pk").values_list("pk", flat=True)
    ):
        backend().remove(strays)
    backend().settle()
    return done


def document_of(article: Article) -> Document:
    """Return what the index keeps of a live article."""
    language = article.language
    whole = policies.permitted(article, exits.get("search")) is Shows.TEXT
    body = [stem for text in texts_of(article, whole=whole) for stem in stems(text, language)]
    return Document(
        article_id=article.pk,
        published_at=published_at(article),
        title=tuple(stems(article.headline, language)),
        text=(*stems(article.summary, language), *body),
        marks=marks_of(
            language,
            section=article.section_id,
            author=[credit.author_id for credit in article.credits.all()],
            agency=[agency.pk for agency in article.agencies.all()],
            instrument=[instrument.pk for instrument in article.instruments.all()],
        ),
    )


def mark_of_language(language: str) -> str:
    """Return the mark of a language edition."""
    return f"edition{language}"


def marks_of(
    language: str, *, section: int, author: Iterable[int], agency: Iterable[int], instrument: Iterable[int]
) -> tuple[str, ...]:
    """Return the marks of a document, by what searches are narrowed to."""
    kinds = {"section": [section], "author": author, "agency": agency, "instrument": instrument}
    return (
        mark_of_language(language),
        *(mark(kind, pk) for kind, ids in kinds.items() for pk in sorted(set(ids))),
    )


def _batches(ids: QuerySet[Article, int]) -> Iterator[list[int]]:
    walk = ids.iterator(chunk_size=BATCH)
    while batch := list(islice(walk, BATCH)):
        yield batch


def _belongs(article: Article) -> bool:
    if not article.live or article.published_at is None:
        return False
    return not article.restrictions.filter(lifted_at__isnull=True, kind__in=BLOCKING).exists()


def _indexed() -> QuerySet[Article, int]:
    blocked = Restriction.objects.filter(article=OuterRef("pk"), lifted_at__isnull=True, kind__in=BLOCKING)
    live = Article.objects.filter(live=True, published_at__isnull=False)
    return live.exclude(Exists(blocked)).values_list("pk", flat=True)
