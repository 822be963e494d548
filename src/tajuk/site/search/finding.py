"""Answer a reader's search: the backend proposes, the gate decides, the snippet tells why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tajuk.articles.models import Article, LivePost
from tajuk.clearance import gate
from tajuk.clearance.exits import Shows
from tajuk.clearance.queries import cleared
from tajuk.common.words import Asked, asked
from tajuk.site.live import posts_of, texts_of_posts
from tajuk.site.plain import texts_of
from tajuk.site.search import spelling
from tajuk.site.search.contract import CANDIDATES, Wanted, backend
from tajuk.site.search.indexing import mark_of_language
from tajuk.site.search.narrowing import Narrowed
from tajuk.site.search.snippets import marked, snippet

PAGE = 20
FEW = 3  # so few hits that another spelling is looked for
EXIT = "search"
ALL = Narrowed()


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found; `headline` and `snippet` are safe markup, the words sought in `<mark>`."""

    article: Article
    headline: SafeString
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found. `total` counts the cleared stories; beyond 500 it is not exact.

    `ids` are all of them, likeliest first; `meant` is the search that the reader may have meant, where that finds more.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_exact: bool = True
    page: int = 1
    pages: int = 0
    ids: tuple[int, ...] = ()
    meant: str = ""


def find(
    query: str, *, language: str, now: datetime, page: int = 1, narrowed: Narrowed = ALL, guesses: bool = True
) -> Results:
    """Return a page of 20 cleared stories of an edition for what a reader typed, likeliest first.

    Words must all stand in a story; "words in quotation marks" together; a word after `-` must not. A page
    beyond the last has no hits. A query without a word finds nothing, or all that it is narrowed to, newest first.
    Where there are next to no hits, a likelier spelling is looked for, unless `guesses` says otherwise.
    """
    query = " ".join(query.split())[:200]
    words = asked(query, language)
    if not (words.wanted or narrowed):
        return Results(query)
    marks = (mark_of_language(language), *narrowed.marks)
    found = backend().candidates(Wanted(words, marks, now, narrowed.begins, narrowed.ends))
    may_leave = set(cleared(Article.objects.filter(pk__in=found), EXIT, now).values_list("pk", flat=True))
    ids = tuple(pk for pk in found if pk in may_leave)
    page = max(1, page)
    shown = ids[(page - 1) * PAGE : page * PAGE]
    return Results(
        query=query,
        hits=_hits(shown, words, language, now) if shown else (),
        total=len(ids),
        is_exact=len(found) < CANDIDATES,
        page=page,
        pages=-(-len(ids) // PAGE),
        ids=ids,
        meant=_meant(query, language, now, narrowed, but=len(ids)) if guesses and len(ids) < FEW else "",
    )


def _meant(query: str, language: str, now: datetime, narrowed: Narrowed, *, but: int) -> str:
    """Return a likelier spelling of a query that finds more cleared stories than `but`, empty without one."""
    mended = spelling.vocabulary(language, now).mended(query)
    if mended == query:
        return ""
    found = find(mended, language=language, now=now, narrowed=narrowed, guesses=False)
    return mended if found.total > but else ""


def _hits(ids: Sequence[int], words: Asked, language: str, now: datetime) -> tuple[Hit, ...]:
    rows = Article.objects.filter(pk__in=ids).select_related("section", "locale", "lead_picture")
    by_id = {row.pk: row for row in rows.for_gate().defer("editors_note")}
    posts = posts_of(list(by_id), most=None)
    return tuple(_hit(by_id[pk], posts.get(pk, []), words, language, now) for pk in ids if pk in by_id)


def _hit(article: Article, posts: Sequence[LivePost], words: Asked, language: str, now: datetime) -> Hit:
    verdict = gate.check(article, EXIT, now)
    texts: Iterator[str] = iter(())
    if verdict.cleared:
        texts = chain(
            [article.summary],
            texts_of(article, whole=verdict.shows is Shows.TEXT),
            texts_of_posts(posts, whole=verdict.shows is Shows.TEXT),
        )
    return Hit(
        article=article,
        headline=marked(article.headline, words.stems, language) if verdict.cleared else format_html(""),
        snippet=snippet(texts, words.stems, language),
    )
