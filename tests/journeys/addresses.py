"""Every public address at which a reader or a machine could meet a story of the small newsroom."""

from tajuk.common.clock import WIB, now
from tests.product import Product

FRAGMENTS = (
    "latest",
    "most-read",
    "most-read-wide",
    "academy",
    "promo-banner",
    "promo-overlay",
    "market-bar",
)
PAGES = (
    "", "makro/", "topik/emas/", "topik/suku-bunga/", "penulis/ratna-uji/", "sumber/kawat/", "sumber/meridian/",
    "terbaru/", "terpopuler/", "koreksi/", "pasar/", "pasar/emas/", "akademi/", "langganan/", "tentang/",
)  # fmt: skip
FEEDS = tuple(
    below + name
    for below in ("", "makro/", "topik/emas/", "penulis/ratna-uji/")
    for name in ("rss.xml", "atom.xml", "feed.json")
)
MACHINES = (
    "/sitemap.xml", "/sitemaps/pages.xml", "/sitemap-news.xml", "/robots.txt", "/_/market.json",
    "/api/v1/articles?limit=50", "/api/v1/articles?topic=emas", "/api/v1/articles?section=makro",
    "/api/v1/openapi.json",
)  # fmt: skip


def public(product: Product, *words: str) -> list[str]:
    """Return the addresses; `words` are searched for."""
    today = now().astimezone(WIB)
    pages = [*PAGES, f"terbaru/{today:%Y-%m-%d}/"]
    found = [f"{root}{page}" for root in ("/", "/lite/", "/en/", "/lite/en/") for page in pages]
    found += [f"/{feed}" for feed in FEEDS] + [f"/en/{feed}" for feed in FEEDS[:3]]
    found += [f"/_/fragments/{edition}{name}" for edition in ("", "en/") for name in FRAGMENTS]
    found += [*MACHINES, f"/sitemaps/{today:%Y-%m}.xml"]
    found += [f"{root}cari?q={word}" for root in ("/", "/lite/", "/en/") for word in words]
    return found + [
        f"{root}{product.path(key)}" for root in ("", "/lite") for key in ("lengkap", "biasa-1", "biasa-3")
    ]
