"""What search engines are told: sitemaps (https://www.sitemaps.org/protocol.html) by month, and of the news.

Every answer is bounded however long the archive is: a month is cut into files of 10,000 stories, the news
sitemap ends at 48 hours and 1,000 stories. Rows are read as tuples: a plate that noted 10,000 rows would cost
each publish.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from lxml import etree

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, Correction
from tajuk.clearance.queries import cleared
from tajuk.common import editions
from tajuk.common.clock import WIB
from tajuk.common.dependencies import note
from tajuk.common.sanitize import without_controls
from tajuk.fronts.models import StaticPage
from tajuk.site import links
from tajuk.site.chrome import masthead
from tajuk.site.indexing import indexed_here
from tajuk.site.variants import FULL, FULL_ENGLISH, Variant
from tajuk.site.xml_out import add, root, written
from tajuk.topics.models import Section, Topic

MEDIA_TYPE = "application/xml; charset=utf-8"
MOST = 10_000
NEWS_MOST = 1_000
NEWS_KEY = "list:news-sitemap"
NEWS_AGE = timedelta(hours=48)
EXIT, NEWS_EXIT = "sitemap", "sitemap-news"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


class Row(NamedTuple):
    """What a sitemap needs of an article."""

    pk: int
    slug: str
    section: str
    language: str
    published_at: datetime
    last_published_at: datetime | None
    translation_key: UUID
    headline: str
    corrected_at: datetime | None

    @property
    def path(self) -> str:
        """Return the article's address, as `Article.get_absolute_url` does."""
        return f"/{editions.of_language(self.language).prefix}{self.section}/{self.slug}-{self.pk}"

    @property
    def changed_at(self) -> datetime:
        """Return when readers last got something new: published, published anew, corrected."""
        return max(filter(None, (self.published_at, self.last_published_at, self.corrected_at)))


_FIELDS = (
    "pk", "slug", "section__slug", "locale__language_code", "published_at", "last_published_at",
    "translation_key", "headline", "corrected_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """A month in the newsroom's zone."""

    year: int
    month: int

    @property
    def start(self) -> datetime:
        """Return its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=WIB)

    @property
    def next(self) -> "Month":
        """Return the month after."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Place:
    """An address in a sitemap: when it last changed, and the same in other languages by their tags."""

    path: str
    changed_at: datetime | None = None
    alternates: dict[str, str] = field(default_factory=dict)


def index(now: datetime) -> bytes:
    """Return the index: the pages, then the months that have stories, newest first."""
    note("list:latest:id", "list:latest:en")
    names = [f"{month}-{part}" if part > 1 else str(month) for month, part in _parts(now)]
    document = root("sitemapindex", SITEMAP)
    for name in ("pages", *names):
        add(add(document, "sitemap"), "loc", links.whole(f"/sitemaps/{name}.xml"))
    return written(document)


def _parts(now: datetime) -> Iterator[tuple[Month, int]]:
    """Yield each month with stories and the numbers of its files; one count on an index a month."""
    live = Article.objects.filter(live=True)
    oldest = (
        live.filter(published_at__isnull=False)
        .order_by("published_at")
        .values_list("published_at", flat=True)
        .first()
    )
    if oldest is None:
        return
    month, last = month_of(oldest), month_of(now)
    months = []
    while month.start <= last.start:
        months.append(month)
        month = month.next
    for each in reversed(months):
        count = live.filter(published_at__gte=each.start, published_at__lt=each.next.start).count()
        yield from ((each, part) for part in range(1, -(-count // MOST) + 1))


def month_of(moment: datetime) -> Month:
    """Return the month of a moment in the newsroom's zone."""
    local = moment.astimezone(WIB)
    return Month(local.year, local.month)


def month(wanted: Month, part: int, now: datetime) -> bytes | None:
    """Return file `part` of a month, or nothing where there is none."""
    note(f"list:month:{wanted}", "list:sections")
    if part < 1:
        return None
    of_month = Article.objects.filter(published_at__gte=wanted.start, published_at__lt=wanted.next.start)
    rows = _rows(
        indexed_here(cleared(of_month, EXIT, now)).order_by("published_at", "pk")[
            (part - 1) * MOST : part * MOST
        ]
    )
    if not rows and (part > 1 or not of_month.filter(live=True).exists()):
        return None
    twins = _twins(of_month, now)
    return _urlset(Place(row.path, row.changed_at, _alternates(twins[row.translation_key])) for row in rows)


def pages(now: datetime) -> bytes:
    """Return the addresses that are no stories: homes, sections, topics, pages of text."""
    note("list:sections", "list:static-pages", "list:topics")
    sections = list(Section.objects.values_list("slug", flat=True))
    topics = list(Topic.objects.order_by("slug").values_list("slug", flat=True)[:MOST])
    texts = list(StaticPage.objects.live().values_list("slug", "locale__language_code"))
    paths = [
        "",
        *(f"{slug}/" for slug in sections),
        *(f"topik/{slug}/" for slug in topics),
        "pasar/",
        "koreksi/",
    ]
    both = [Place(v.canonical(path), None, _both(path)) for path in paths for v in (FULL, FULL_ENGLISH)]
    said = [Place(_variant(language).canonical(f"tentang/{slug}/")) for slug, language in texts]
    return _urlset([*both, *said])


def news(now: datetime) -> bytes:
    """Return the news sitemap: the stories of the last 48 hours of both editions, 1,000 at most, new first.

    Source: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    note("list:latest:id", "list:latest:en", NEWS_KEY)
    recent = Article.objects.filter(published_at__gt=now - NEWS_AGE)
    rows = _rows(indexed_here(cleared(recent, NEWS_EXIT, now)).newest_first()[:NEWS_MOST])
    name = masthead().name
    document = root("urlset", SITEMAP, news=NEWS)
    for row in rows:
        node = add(document, "url")
        add(node, "loc", links.whole(row.path))
        _news(node, row, name)
    return written(document)


def _news(node: etree._Element, row: Row, name: str) -> None:
    story = add(node, f"{{{NEWS}}}news")
    publication = add(story, "publication")
    add(publication, "name", without_controls(name))
    add(publication, "language", row.language)
    add(story, "publication_date", _moment(row.published_at))
    add(story, "title", without_controls(row.headline))


def _rows(articles: ArticleQuerySet) -> list[Row]:
    latest = Correction.objects.filter(article=OuterRef("pk")).order_by("-at").values("at")[:1]
    return [Row(*values) for values in articles.annotate(corrected_at=Subquery(latest)).values_list(*_FIELDS)]


def _twins(of_month: ArticleQuerySet, now: datetime) -> dict[UUID, list[Row]]:
    """Return the cleared stories that are translations of one another, by their key."""
    others = Article.objects.filter(translation_key=OuterRef("translation_key")).exclude(pk=OuterRef("pk"))
    shared = Article.objects.filter(Exists(others), translation_key__in=of_month.values("translation_key"))
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in _rows(indexed_here(cleared(shared, EXIT, now))):
        found[row.translation_key].append(row)
    return found


def _alternates(twins: list[Row]) -> dict[str, str]:
    return {editions.of_language(each.language).tag: each.path for each in twins} if len(twins) > 1 else {}


def _both(path: str) -> dict[str, str]:
    return {variant.edition.tag: variant.canonical(path) for variant in (FULL, FULL_ENGLISH)}


def _variant(language: str) -> Variant:
    return FULL_ENGLISH if language == "en" else FULL


def _urlset(places: Iterable[Place]) -> bytes:
    """Write addresses one by one: a file of 10,000 never stands in memory as a tree."""
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        outer = root("urlset", SITEMAP, xhtml=XHTML)
        with file.element(outer.tag, nsmap=outer.nsmap):
            for place in places:
                file.write(_url(place))
    return out.getvalue()


def _url(place: Place) -> etree._Element:
    node = root("url", SITEMAP, xhtml=XHTML)
    add(node, "loc", links.whole(place.path))
    if place.changed_at:
        add(node, "lastmod", _moment(place.changed_at))
    for tag, path in place.alternates.items():
        add(node, f"{{{XHTML}}}link", rel="alternate", hreflang=tag, href=links.whole(path))
    return node


def _moment(moment: datetime) -> str:
    return moment.astimezone(WIB).isoformat(timespec="seconds")
