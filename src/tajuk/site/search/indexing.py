"""Keep the search index true to the articles: in the transaction that publishes, and anew as a whole.

The index holds what the gate could ever clear: the copy of live articles, of premium ones the teaser, of killed
and legally blocked ones nothing. Whether a story may be shown now is asked of the gate at every search.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, LivePost, Restriction
from tajuk.clearance import exits, policies
from tajuk.clearance.exits import Shows
from tajuk.common.words import stems
from tajuk.site.exchange import published_at
from tajuk.site.live import posts_of, texts_of_posts
from tajuk.site.models import SearchDocument
from tajuk.site.plain import texts_of
from tajuk.site.search.contract import Document, backend
from tajuk.site.search.narrowing import mark
from tajuk.site.search.own import own

# What documents are made by: whoever changes what they hold raises it, and every newsroom makes its index anew.
VERSION = "2"
BATCH = 100
BLOCKING = (RestrictionKind.KILL, RestrictionKind.LEGAL)


def refresh(article: Article) -> None:
    """Bring the index up to date with one article as it stands in memory, in the caller's transaction."""
    if _belongs(article):
        posts = posts_of([article.pk], most=None).get(article.pk, [])
        backend().put([document_of(article, posts)])
    else:
        backend().remove([article.pk])


def forget(article: Article) -> None:
    """Have the index forget an article that is deleted, in the caller's transaction."""
    backend().remove([article.pk])


def remake(last: int) -> list[int]:
    """Make the documents of the next stories after the id `last` anew; return their ids, none at the end.

    A story that is published meanwhile waits for its batch, so that the newer document is the one that stays.
    """
    with transaction.atomic():
        rows = Article.objects.filter(pk__in=indexed(), pk__gt=last).select_for_update(of=("self",))
        whole = rows.select_related("locale").prefetch_related("credits", "agencies", "instruments")
        batch = list(whole.for_gate().order_by("pk")[:BATCH])
        posts = posts_of([article.pk for article in batch], most=None)
        own().put([document_of(article, posts.get(article.pk, [])) for article in batch])
    return [article.pk for article in batch]


def sweep() -> None:
    """Forget the documents of stories that belong into no index, and tidy up."""
    strays = SearchDocument.objects.exclude(pk__in=indexed()).values_list("pk", flat=True)
    while some := list(strays[:BATCH]):
        own().remove(some)
    own().settle()


def document_of(article: Article, posts: Sequence[LivePost]) -> Document:
    """Return what the index keeps of a live article, which all its standing posts of live coverage belong to."""
    language = article.language
    whole = policies.permitted(article, exits.get("search")) is Shows.TEXT
    texts = [*texts_of(article, whole=whole), *texts_of_posts(posts, whole=whole)]
    body = [stem for text in texts for stem in stems(text, language)]
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


def _belongs(article: Article) -> bool:
    if not article.live or article.published_at is None:
        return False
    return not article.restrictions.filter(lifted_at__isnull=True, kind__in=BLOCKING).exists()


def indexed() -> QuerySet[Article, int]:
    """Return the ids of the stories that belong into an index."""
    blocked = Restriction.objects.filter(article=OuterRef("pk"), lifted_at__isnull=True, kind__in=BLOCKING)
    live = Article.objects.filter(live=True, published_at__isnull=False)
    return live.exclude(Exists(blocked)).values_list("pk", flat=True)
