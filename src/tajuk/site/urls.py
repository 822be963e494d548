"""The reader's addresses: every page in the full and the light form of each edition, then what is there once."""

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path, register_converter

from tajuk.site.baking import FRAGMENTS
from tajuk.site.variants import FULL, FULL_ENGLISH, VARIANTS, Variant
from tajuk.site.views import (
    academy,
    account,
    article,
    corrections,
    errors,
    front,
    lists,
    live,
    market,
    offline,
    search,
    statics,
    styleguide,
)  # fmt: skip
from tajuk.site.views import fragments as fragment_views


class DayConverter:
    """A day as ISO 8601 writes it."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day; `ValueError` (no such address) where the calendar has none."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the day as the address writes it."""
        return value.isoformat()


class StoryConverter:
    """The id at the end of a story's address."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Return the id."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the id as text."""
        return str(value)


class SlugConverter:
    """A slug that may be empty: the id decides, so whatever stands before it is taken."""

    regex = r"[^/]*"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(DayConverter, "day")
register_converter(StoryConverter, "story")
register_converter(SlugConverter, "anything")


def pages_of(variant: Variant) -> list[URLPattern]:
    """Return the addresses of a form's pages, below its root."""
    views: dict[str, Callable[..., HttpResponse]] = {
        "": front.home,
        "terbaru/": lists.latest,
        "terbaru/<day:day>/": lists.latest_of_day,
        "terpopuler/": lists.most_read,
        "koreksi/": corrections.corrections,
        "topik/<slug:slug>/": lists.topic,
        "penulis/<slug:slug>/": lists.author,
        "sumber/<slug:slug>/": lists.agency,
        "pasar/": market.home,
        "pasar/<slug:slug>/": market.instrument,
        "akademi/": academy.courses,
        "akademi/<slug:slug>/": academy.course,
        "langganan/": academy.plans,
        "tentang/": statics.about,
        "tentang/<slug:slug>/": statics.text,
        offline.SAVED: offline.saved,
        offline.OFFLINE: offline.offline,
        "cari": search.search,
        "<slug:slug>/": front.section,
        "<slug:section>/<anything:slug>-<story:pk>": article.article,
    }
    return [path(route, view, {"variant": variant}) for route, view in views.items()]


FRAGMENT_VIEWS = {
    "market-bar": fragment_views.market_bar,
    "latest": fragment_views.latest,
    "most-read": fragment_views.most_read,
    "most-read-wide": fragment_views.most_read_wide,
    "promo-banner": fragment_views.promo_banner,
    "promo-overlay": fragment_views.promo_overlay,
    "academy": fragment_views.academy,
}


def fragment_paths() -> list[URLPattern]:
    """Return the fragments' addresses, another edition's below its language."""
    return [
        path(f"_/fragments/{variant.edition.prefix}{name}", FRAGMENT_VIEWS[name], {"variant": variant})
        for variant in (FULL, FULL_ENGLISH)
        for name in FRAGMENTS
    ]


def account_paths(variant: Variant) -> list[URLPattern]:
    """Return the addresses of a subscriber's own pages; a story's end in its id, so that one block meets all."""
    views = {
        "akun/": account.home,
        "akun/masuk": account.sign_in,
        "akun/baca/<anything:slug>-<story:pk>": account.reading,
        "_/premium/<anything:slug>-<story:pk>": account.part,
    }
    prefix = variant.edition.prefix
    return [path(prefix + route, view, {"variant": variant}) for route, view in views.items()]


urlpatterns: list[URLPattern | URLResolver] = [
    *fragment_paths(),
    *account_paths(FULL_ENGLISH),
    *account_paths(FULL),
    path("_/market.json", market.snapshot, name="market-snapshot"),
    path("_/market/history/<slug:slug>.json", market.history, name="market-history"),
    path("pasar/<slug:slug>.csv", market.download, name="market-csv"),
    path("sw.js", offline.worker, name="worker"),
    *(
        path(f"_/saved/{variant.edition.prefix}story-<story:pk>", offline.copy, {"variant": variant})
        for variant in (FULL_ENGLISH, FULL)
    ),
    *(
        path(f"_/live/{variant.edition.prefix}story-<story:pk>", live.posts, {"variant": variant})
        for variant in (FULL_ENGLISH, FULL)
    ),
    path("_/notices/<slug:name>", errors.notice, {"variant": FULL}),
    path("_/preview", article.preview, name="article-preview"),
    path("", include("tajuk.site.machine_urls")),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    *(path(variant.root.lstrip("/"), include(pages_of(variant))) for variant in VARIANTS),
]
