"""Tell the product of the machines' side of the site: its exits, its addresses, the search index."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlencode

from django.core import checks

from tajuk.articles.models import Article
from tajuk.clearance import exits
from tajuk.clearance.exits import Exit, Shows, Use, Withdraws
from tajuk.common import editions
from tajuk.press.plates import register_addresses
from tajuk.site import oembed, receivers
from tajuk.site.checks import check_settings
from tajuk.site.sitemaps import month_of

FILES = {"rss": "rss.xml", "atom": "atom.xml", "jsonfeed": "feed.json"}


def register() -> None:
    """Register exits, addresses that have plates from the start and checks; connect the search index."""
    for name in FILES:
        exits.register(_feed_exit(name))
    exits.register(Exit("search", Shows.TEXT, _search))
    exits.register(Exit(oembed.EXIT, Shows.TEASER, _oembed))
    exits.register(Exit("sitemap", Shows.TEASER, _sitemaps))
    exits.register(Exit("sitemap-news", Shows.TEASER, _news))
    exits.register(Exit("api", Shows.TEXT, _api, Use.SYNDICATION, Withdraws.STATUS))
    register_addresses(_addresses)
    checks.register(check_settings)
    receivers.connect()


def _feed_exit(name: str) -> Exit:
    def addresses(article: Article) -> Iterator[str]:
        root = f"/{editions.of_language(article.language).prefix}"
        below = ["", f"{article.section.slug}/"]
        below += [f"topik/{topic.slug}/" for topic in article.topics.all()]
        below += [f"penulis/{credit.author.slug}/" for credit in article.credits.all()]
        return (f"{root}{path}{FILES[name]}" for path in below)

    return Exit(name, Shows.TEXT, addresses, Use.SYNDICATION)


def _search(article: Article) -> Iterator[str]:
    root = editions.of_language(article.language).prefix
    word = quote(max(article.headline.split(), key=len, default=""))
    yield from (f"/{root}cari?q={word}", f"/lite/{root}cari?q={word}")


def _oembed(article: Article) -> Iterator[str]:
    yield from (
        f"/oembed?{urlencode({'url': oembed.page_of(article), 'format': form})}" for form in ("json", "xml")
    )


def _sitemaps(article: Article) -> Iterator[str]:
    yield "/sitemap.xml"
    if article.published_at:
        month = month_of(article.published_at)
        yield from (f"/sitemaps/{month}.xml", f"/sitemaps/{month}-1.xml")  # further parts are numbered on


def _news(article: Article) -> Iterable[str]:
    return ["/sitemap-news.xml"]


def _api(article: Article) -> Iterable[str]:
    return [
        *(f"/api/v1/articles{ending}" for ending in ("", ".xml", f"/{article.pk}", f"/{article.pk}.xml")),
        "/api/v1/withdrawals",
    ]


def _addresses() -> Iterator[str]:
    for edition in editions.EDITIONS:
        yield from (f"/{edition.prefix}{name}" for name in FILES.values())
    yield from ("/sitemap-news.xml", "/sitemap.xml", "/robots.txt")
