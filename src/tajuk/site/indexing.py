"""What search engines are told of a story under its agencies' contracts: our page, the agency's own, or none.

The strictest contract counts. Where one asks for the agency's own page and no address of it came with the copy, ours is
left out: naming itself canonical is what that contract forbids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef

from tajuk.articles.descent import FAITHFUL
from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, Derivation
from tajuk.clearance.rights import terms_of
from tajuk.common import shelf
from tajuk.wires.enums import Indexing
from tajuk.wires.models import Agency, WireVersion
from tajuk.wires.packing import unpack
from tajuk.wires.story import Story

ROBOTS = "index, follow, max-image-preview:large"
_ELSEWHERE = (Indexing.SOURCE, Indexing.NONE)
# Formats whose items are pages of the web: elsewhere an identifier only looks like an address.
_PAGES = frozenset({"atom", "html", "jsonfeed", "rss"})
_TOLD = ("guid", "format", "alt_ids")  # of a wire story, none of its words
_ADDRESSES = ("url", "external_url")


@dataclass(frozen=True, slots=True)
class Found:
    """What search engines find of a story: our page (`here`), the page at `address`, or nothing."""

    here: bool = True
    address: str = ""

    @property
    def robots(self) -> str:
        """Return what our page says to robots. A canonical link is only followed from a page that may be read."""
        return ROBOTS if self.here or self.address else "noindex, follow"


HERE = Found()


def found_of(article: Article) -> Found:
    """Return what search engines find of an article that was fetched `for_gate`."""
    return found_of_all([article])[article.pk]


def found_of_all(articles: Iterable[Article]) -> dict[int, Found]:
    """Return the same of many, by id, with one query where contracts ask for the agency's page."""
    asked = {article.pk: (article, _asked(article)) for article in articles}
    edges = {
        pk: version
        for pk, (article, asks) in asked.items()
        if asks == Indexing.SOURCE and (version := _taken(article))
    }
    addresses = _addresses(edges.values())
    return {
        pk: HERE if asks == Indexing.HERE else Found(False, addresses.get(edges.get(pk, 0), ""))
        for pk, (_, asks) in asked.items()
    }


def indexed_here(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Keep the stories whose pages of ours search engines are to find."""
    named = Article.agencies.through.objects.filter(article=OuterRef("pk"), agency__indexing__in=_ELSEWHERE)
    taken = Derivation.objects.filter(
        article=OuterRef("pk"), made__in=FAITHFUL, source__agency__indexing__in=_ELSEWHERE
    )
    return articles.exclude(Exists(named)).exclude(Exists(taken))


def _asked(article: Article) -> str:
    said = {row.indexing for row in terms_of(article).contracts if isinstance(row, Agency)}
    return next((each for each in (Indexing.NONE, Indexing.SOURCE) if each in said), Indexing.HERE)


def _taken(article: Article) -> int | None:
    """Return the version whose words a story has, of an agency that asks for its own page."""
    return next(
        (
            edge.wire_version_id
            for edge in article.derivations.all()
            if edge.made in FAITHFUL and edge.source and edge.source.agency.indexing == Indexing.SOURCE
        ),
        None,
    )


def _addresses(versions: Iterable[int]) -> dict[int, str]:
    def load(missing: list[int]) -> dict[int, str]:
        rows = WireVersion.objects.filter(pk__in=missing).values_list("pk", *(f"story__{n}" for n in _TOLD))
        return {pk: address_of(unpack(_filled(told))) for pk, *told in rows}

    return shelf.many("page at the source", list(versions), load)


def _filled(told: list[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(_TOLD, told, strict=True) if value is not None}


def address_of(story: Story) -> str:
    """Return the address of a wire story's own page as its agency sent it, empty without one."""
    told = [each.value for each in story.alt_ids if each.role in _ADDRESSES]
    if story.format in _PAGES:
        told.append(story.guid)
    return next(filter(_is_page, told), "")


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    own = urlsplit(settings.SITE_ADDRESS).netloc
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.netloc != own
