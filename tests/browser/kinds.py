"""Every kind of page that readers meet, by name."""

from datetime import date

from tajuk.common.clock import WIB, now
from tests.product import Product

ADDRESSES = {
    "home": "/",
    "section": "/makro/",
    "topic": "/topik/suku-bunga/",
    "author": "/penulis/ratna-uji/",
    "agency": "/sumber/kawat/",
    "latest": "/terbaru/",
    "most-read": "/terpopuler/",
    "corrections": "/koreksi/",
    "markets": "/pasar/",
    "instrument": "/pasar/usd-idr/",
    "academy": "/akademi/",
    "course": "/akademi/kelas-0/",
    "plans": "/langganan/",
    "about": "/tentang/",
    "text": "/tentang/pedoman/",
    "saved": "/tersimpan/",
    "offline": "/luring/",
    "search": "/cari?q=suku+bunga",
    "nothing-found": "/cari?q=zzzz",
    "english-home": "/en/",
    "english-markets": "/en/pasar/",
    "lite-home": "/lite/",
    "lite-markets": "/lite/pasar/",
    "styleguide": "/styleguide/",
}
STORIES = {
    "article": "lengkap",
    "premium": "premium",
    "corrected": "terkoreksi",
    "english-article": "english-1",
}
NOTICES = {"killed": ("ditarik", 410), "held": ("ditahan", 404), "embargoed": ("embargo", 404)}
KINDS = (*ADDRESSES, *STORIES, *NOTICES, "day", "lite-article", "not-found")


def address(product: Product, kind: str) -> tuple[str, int]:
    """Return the address of a kind of page, and the status that it answers with."""
    if kind in STORIES:
        return product.path(STORIES[kind]), 200
    if kind in NOTICES:
        key, status = NOTICES[kind]
        return product.path(key), status
    match kind:
        case "day":
            return f"/terbaru/{today():%Y-%m-%d}/", 200
        case "lite-article":
            return "/lite" + product.path("lengkap"), 200
        case "not-found":
            return "/tidak-ada/", 404
    return ADDRESSES[kind], 200


def today() -> date:
    """Return the newsroom's day."""
    return now().astimezone(WIB).date()
