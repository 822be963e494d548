"""Answer a reader's search: the backend proposes, the gate decides, the snippet tells why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tajuk.articles.models import Article
from tajuk.clearance import gate
from tajuk.clearance.exits import Shows
from tajuk.clearance.queries import cleared
from tajuk.common.words import Asked, asked
from tajuk.site.plain import texts_of
from tajuk.site.search.contract import CANDIDATES, Wanted, backend
from tajuk.site.search.indexing import mark_of_language, mark_of_section
from tajuk.site.search.snippets import marked, snippet
from tajuk.topics.models import Section

PAGE = 20
EXIT = "search"


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found; `headline` and `snippet` are safe markup, the words sought in `<mark>`."""

    article: Article
    headline: SafeString
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found. `total` counts the cleared stories; beyond 500 it is not exact."""

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_exact: bool = True
    page: int = 1
    pages: int = 0


def find(
    query: str, *, language: str, now: datetime, page: int = 1, section: Section | None = None
) -> Results:
    """Return a page of 20 cleared stories of an edition for what a reader typed, likeliest first.

    Words must all stand in a story; "words in quotation marks" together; a word after `-` must not. A page
    beyond the last has no hits, a query without a word finds nothing.
    """
    query = " ".join(query.split())[:200]
    words = asked(query, language)
    if not words.wanted:
        return Results(query)
    marks = (mark_of_language(language), *((mark_of_section(section.pk),) if section else ()))
    found = backend().candidates(Wanted(words, marks, now))
    may_leave = set(cleared(Article.objects.filter(pk__in=found), EXIT, now).values_list("pk", flat=True))
    ids = [pk for pk in found if pk in may_leave]
    page = max(1, page)
    shown = ids[(page - 1) * PAGE : page * PAGE]
    return Results(
        query=query,
        hits=_hits(shown, words, language, now) if shown else (),
        total=len(ids),
        is_exact=len(found) < CANDIDATES,
        page=page,
        pages=-(-len(ids) // PAGE),
    )


def _hits(ids: list[int], words: Asked, language: str, now: datetime) -> tuple[Hit, ...]:
    rows = Article.objects.filter(pk__in=ids).select_related("section", "locale", "lead_picture")
    by_id = {row.pk: row for row in rows.for_gate().defer("editors_note")}
    return tuple(_hit(by_id[pk], words, language, now) for pk in ids if pk in by_id)


def _hit(article: Article, words: Asked, language: str, now: datetime) -> Hit:
    verdict = gate.check(article, EXIT, now)
    texts = (
        [article.summary, *texts_of(article, whole=verdict.shows is Shows.TEXT)] if verdict.cleared else []
    )
    return Hit(
        article=article,
        headline=marked(article.headline, words.stems, language) if verdict.cleared else format_html(""),
        snippet=snippet(texts, words.stems, language),
    )
