"""What of the site the press should know from the start: fragments, addresses in the order of baking, who counts."""

from collections.abc import Iterator

from tajuk.articles.models import Article
from tajuk.clearance.queries import cleared
from tajuk.common import clock
from tajuk.fronts import queries as fronts
from tajuk.markets.models import Instrument
from tajuk.press import fragments, plates, readership
from tajuk.site import ageing, links, popular
from tajuk.site.chrome import sections, shown
from tajuk.site.variants import FULL, FULL_ENGLISH, VARIANTS, Variant
from tajuk.topics.models import Topic

FRAGMENTS = (
    "market-bar",
    "latest",
    "most-read",
    "most-read-wide",
    "promo-banner",
    "promo-overlay",
    "academy",
)
LISTS = (
    "", "terbaru/", "terpopuler/", "koreksi/", "pasar/", "akademi/", "langganan/", "tentang/", "tersimpan/", "luring/",
)  # fmt: skip
NOTICES = ("/_/notices/killed", "/_/notices/held")


def register() -> None:
    """Tell the press which fragments and addresses there are, and take the views that the edge counts."""
    for variant in (FULL, FULL_ENGLISH):
        for name in FRAGMENTS:
            fragments.register(f"{variant.edition.prefix}{name}")
    plates.register_addresses(addresses)
    plates.register_setting(shown)
    ageing.register()
    readership.register(popular.count)
    readership.register_order(popular.most_read)


def addresses() -> Iterator[str]:
    """Yield the addresses that readers without a database should find: fronts and lists first, then every story."""
    yield from NOTICES
    yield "/sw.js"
    for variant in VARIANTS:
        yield from (variant.at(path) for path in LISTS)
        yield from (links.section(row, variant).url for row in sections())
    for variant in (FULL, FULL_ENGLISH):
        yield from _lists(variant)
    stories = cleared(Article.objects.all(), "article", clock.now()).newest_first().for_cards()
    yield from (article.get_absolute_url() for article in stories.iterator(chunk_size=1_000))


def _lists(variant: Variant) -> Iterator[str]:
    yield from (links.static_page(row, variant).url for row in fronts.static_pages(variant.language))
    yield from (links.instrument(row, variant).url for row in Instrument.objects.filter(is_active=True))
    yield from (links.topic(row, variant).url for row in Topic.objects.all())
