"""The addresses that machines ask: feeds, sitemaps, API. They stand before the readers' pages."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path, register_converter

from tajuk.site.api import api
from tajuk.site.sitemaps import Month
from tajuk.site.variants import FULL, FULL_ENGLISH, Variant
from tajuk.site.views import machines


class MonthConverter:
    """A month as ISO 8601 writes it."""

    regex = r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        """Return the month."""
        return Month(int(value[:4]), int(value[5:]))

    def to_url(self, value: Month) -> str:
        """Return the month as the address writes it."""
        return str(value)


register_converter(MonthConverter, "month")

LISTS: dict[str, Callable[..., HttpResponse]] = {
    "": machines.edition_feed,
    "topik/<slug:slug>/": machines.topic_feed,
    "penulis/<slug:slug>/": machines.author_feed,
    "<slug:slug>/": machines.section_feed,
}


def feed_paths(variant: Variant) -> list[URLPattern]:
    """Return the addresses of an edition's feeds in their three forms."""
    return [
        path(f"{variant.edition.prefix}{below}{name}", view, {"variant": variant, "form": form})
        for below, view in LISTS.items()
        for form, (name, _) in machines.FORMS.items()
    ]


MADE = {
    machines.edition_feed: machines.made_of_edition,
    machines.section_feed: machines.made_of_section,
    machines.topic_feed: machines.made_of_topic,
    machines.author_feed: machines.made_of_author,
}


def partner_feed_paths(variant: Variant) -> list[URLPattern]:
    """Return the addresses of the same feeds for partners, who come with a token."""
    return [
        path(
            f"{machines.PARTNERS[1:]}/{variant.edition.prefix}{below}{name}",
            machines.partner_feed,
            {"make": MADE[view], "variant": variant, "form": form},
        )
        for below, view in LISTS.items()
        for form, (name, _) in machines.FORMS.items()
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    *feed_paths(FULL_ENGLISH),
    *feed_paths(FULL),
    *partner_feed_paths(FULL_ENGLISH),
    *partner_feed_paths(FULL),
    path("sitemap.xml", machines.sitemap_index),
    path("sitemaps/pages.xml", machines.sitemap_pages),
    path("sitemaps/<month:month>.xml", machines.sitemap_month),
    path("sitemaps/<month:month>-<int:part>.xml", machines.sitemap_month),
    path("sitemap-news.xml", machines.sitemap_news),
    path("robots.txt", machines.robots_txt),
    path(".well-known/security.txt", machines.security_txt),
    path("ads.txt", machines.ads_txt),
    path("trust.txt", machines.trust_txt),
    path(".well-known/trust.txt", machines.trust_txt),
    path("llms.txt", machines.llms_txt),
    path("oembed", machines.oembed),
    path("<slug:key>.txt", machines.indexnow_key),
    path("api/v1/", api.urls),
]
