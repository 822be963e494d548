"""Whatever a page shows, a change of it finds the page: every kind of page, every model that readers see."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings
from wagtail.models import Locale, Page

from tajuk.articles.enums import Gravity
from tajuk.articles.models import (
    Article,
    ArticleRights,
    Correction,
    Credit,
    LiveCoverage,
    LivePost,
    Restriction,
)
from tajuk.common import clock
from tajuk.common.dependencies import Noted
from tajuk.fronts.actions import lay_out
from tajuk.fronts.models import FrontPage, Layout, Masthead, Popularity, StaticPage
from tajuk.markets.models import Instrument
from tajuk.markets.seed import seed_calendars
from tajuk.pictures import renditions
from tajuk.press import scheduler
from tajuk.press.bake import Baked, bake_together
from tajuk.press.models import OutboxEntry, PlateRecord
from tajuk.press.plates import edition, view_at
from tajuk.press.render import NotBakeable, render
from tajuk.promos.models import Course, PlaceOfPromo, Promo
from tajuk.readers.models import Plan
from tests.factories.newsroom import (
    AgencyFactory,
    ArticleFactory,
    AuthorFactory,
    PictureFactory,
    TopicFactory,
    UserFactory,
    paragraphs,
)

pytestmark = pytest.mark.django_db

NEW = "Berubah Sekali"


def _set(**values: Any) -> Callable[[Any], None]:
    def change(row: Any) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return change


def _hold(row: Restriction) -> None:
    Restriction.objects.create(
        article=row.article, kind="hold", reason="diperiksa", since=clock.now() - timedelta(seconds=1)
    )


def _close(row: LiveCoverage) -> None:
    row.closed_at = clock.now()
    row.save()


def _retitle(row: Page) -> None:
    row.title = NEW
    row.save_revision().publish()


def _take_off(row: FrontPage) -> None:
    row.unpublish()


def _refill(row: Layout) -> None:
    other = Article.objects.order_by("pk")[1]
    lay_out(row.front, entries=[other.pk], version=row.number, by=None, now=clock.now())


# What is changed of a row of each model that mixes in `Noted`; a model without an entry fails the test.
CHANGES: dict[str, Callable[[Any], None]] = {
    "articles.article": _set(headline=NEW),
    "articles.articlerights": _set(may_web=False),
    "articles.correction": _set(right=NEW),
    "articles.livecoverage": _close,
    "articles.livepost": _set(text=NEW),
    "articles.restriction": _hold,
    "fronts.frontpage": _take_off,
    "fronts.layout": _refill,
    "fronts.masthead": _set(name=NEW),
    "fronts.popularity": _set(weight=99_000.0),
    "fronts.staticpage": _retitle,
    "markets.instrument": _set(name_id=NEW, symbol="BARU"),
    "pictures.picture": _set(description=NEW, caption=NEW),
    "promos.course": _set(title_id=NEW),
    "promos.promo": _set(title_id=NEW),
    "readers.plan": _set(name_id=NEW),
    "staff.author": _set(name=NEW),
    "topics.section": _set(name_id=NEW, name_en=NEW),
    "topics.topic": _set(name_id=NEW),
    "wires.agency": _set(name=NEW, shown_name=NEW),
}
NO_ROWS = {"articles.restriction"}  # whose change is that there is one


@pytest.fixture
def newsroom(settings: Settings, tmp_path: Path) -> Iterator[list[str]]:
    """Fill a newsroom with a row of everything, and return the addresses of a page of every kind."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, str(tmp_path / "media")
    kept = dict(scheduler._dues)
    english = Locale.objects.get_or_create(language_code="en")[0]
    Masthead.objects.create(name="Harian Uji", brand="UJI.ID")
    seed_calendars()
    instrument = Instrument.objects.create(
        symbol="UJI", name_id="Uji", kind="index", on_bar=True, calendar_id=_first_calendar()
    )
    topic, author, agency, picture = TopicFactory(), AuthorFactory(), AgencyFactory(), PictureFactory()
    renditions.make(picture)
    first = ArticleFactory(lead_picture=picture)
    story = ArticleFactory(
        lead_picture=picture,
        body=[*paragraphs("Satu.", "Dua."), {"type": "read_also", "value": first.pk, "id": "r"}],
    )
    for article in (first, story):
        article.topics, article.instruments, article.agencies = [topic], [instrument], [agency]
        article.credits = [Credit(article=article, author=author, role="reporter")]
        article.save()
    ArticleFactory(locale=english, translation_key=story.translation_key)
    ArticleRights.objects.create(article=first, note="disepakati", at=clock.now())
    Correction.objects.create(
        article=story, gravity=Gravity.GRAVE, wrong="salah", right="benar", at=clock.now(), by=UserFactory()
    )
    begun = clock.now() - timedelta(hours=1)
    LiveCoverage.objects.create(article=story, opened_at=begun)
    LivePost.objects.create(article=story, text="Baru saja.", at=begun)
    Popularity.objects.create(article=first, weight=1.0)
    Popularity.objects.create(article=story, weight=2.0)
    for place in PlaceOfPromo:
        Promo.objects.create(slug=f"promo-{place}".lower(), place=place, title_id="Promo", link="/langganan/")
    Course.objects.create(slug="kursus", title_id="Kursus", link="/akademi/")
    Plan.objects.create(slug="bulanan", name_id="Bulanan", price=Decimal(50_000))
    root = Page.get_first_root_node()
    front = root.add_child(instance=FrontPage(title="Beranda", slug="beranda-uji", locale=first.locale))
    lay_out(front, entries=[first.pk], version=0, by=None, now=clock.now())
    front.add_child(instance=StaticPage(title="Tentang", slug="tentang-kami", text="<p>Teks</p>"))
    yield _addresses(story, topic.slug, author.slug)
    scheduler._dues.clear()
    scheduler._dues.update(kept)


def _first_calendar() -> Any:
    return apps.get_model("markets.Calendar").objects.values_list("pk", flat=True)[0]


def _addresses(story: Article, topic: str, author: str) -> list[str]:
    month = f"{story.published_at:%Y-%m}"
    pages = [
        "", "terbaru/", f"terbaru/{story.published_at.astimezone(clock.WIB):%Y-%m-%d}/", "terpopuler/", "koreksi/",
        f"topik/{topic}/", f"penulis/{author}/", "sumber/kawat/", "pasar/", "pasar/uji/", "akademi/",
        "akademi/kursus/", "langganan/", "tentang/", "tentang/tentang-kami/", "makro/",
        "tersimpan/", "luring/", story.get_absolute_url().lstrip("/"),
    ]  # fmt: skip
    feeds = [f"/{below}rss.xml" for below in ("", "makro/", f"topik/{topic}/", f"penulis/{author}/")]
    fragments = [
        f"/_/fragments/{name}"
        for name in ("market-bar", "latest", "most-read", "most-read-wide", "promo-banner", "promo-overlay", "academy")
    ]  # fmt: skip
    figures = ["/_/market.json", "/_/market/history/uji.json", "/pasar/uji.csv"]
    machines = [
        "/sitemap.xml",
        "/sitemaps/pages.xml",
        f"/sitemaps/{month}.xml",
        "/sitemap-news.xml",
        "/robots.txt",
        "/sw.js",
        f"/_/saved/story-{story.pk}",
        f"/_/live/story-{story.pk}",
    ]
    return [
        *(f"/{page}" for page in pages),
        *(f"/lite/{page}" for page in pages[:6]),
        *feeds,
        *fragments,
        *figures,
        *machines,
    ]


def _bodies(addresses: list[str]) -> dict[str, tuple[int, bytes]]:
    found: dict[str, tuple[int, bytes]] = {}
    for address in addresses:
        if address == "/_/market.json":
            continue  # it tells the time
        try:
            rendered = render(address)
        except NotBakeable:
            continue
        found[address] = (rendered.status, rendered.body)
    return found


def _reached() -> set[str]:
    names = list(OutboxEntry.objects.values_list("name", flat=True))
    others = PlateRecord.objects.exclude(edition=edition()).values_list("path", flat=True)
    return {*PlateRecord.objects.depending_on(names).values_list("path", flat=True), *names, *others}


def _seen_models() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models() if issubclass(model, Noted)}


def test_every_model_that_readers_see_has_a_case() -> None:
    assert _seen_models() == set(CHANGES)


def test_every_kind_of_page_is_among_those_that_are_tried(newsroom: list[str]) -> None:
    tried = {match.func for address in newsroom if (match := view_at(address))}
    plates = {func for func in _views(get_resolver()) if hasattr(func, "plate")}
    left_out = {func.__name__ for func in plates - tried} - {"notice"}  # the edge's own words, of no row
    assert left_out == set()


def _views(resolver: URLResolver) -> Iterator[Callable[..., Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


@pytest.mark.parametrize("label", sorted(CHANGES))
def test_a_change_finds_every_page_that_looks_different_after_it(newsroom: list[str], label: str) -> None:
    baked: list[Baked] = bake_together(dict.fromkeys(newsroom))
    assert {each.address: each.error for each in baked if each.error} == {}
    before = _bodies(newsroom)
    OutboxEntry.objects.all().delete()
    model = apps.get_model(label)
    if label in NO_ROWS:
        CHANGES[label](model(article=Article.objects.order_by("pk")[1]))
    else:
        CHANGES[label](model._default_manager.order_by("pk")[0])
    kept = set(PlateRecord.objects.values_list("path", flat=True))
    changed = {address for address, body in _bodies(newsroom).items() if body != before.get(address)} & kept
    assert changed, "a change that nobody sees proves nothing"
    assert changed - _reached() == set()
