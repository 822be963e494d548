"""Rows 14, 15 and 26: no registered exit lets a word out that may not leave, and each shows what it must.

Every exit names the addresses where a reader could meet an article; here a canary stands in every text of one,
and an anonymous reader asks them all.
"""

import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path, resolve

from tajuk.articles.models import Article, Correction, Credit, Restriction
from tajuk.clearance import exits
from tajuk.clearance.exits import Exit, Shows
from tajuk.common import clock
from tajuk.common.clock import WIB
from tajuk.markets.models import Calendar, Instrument
from tajuk.markets.seed import seed_calendars
from tajuk.press import marks
from tajuk.press.render import NotBakeable, render
from tests.factories.newsroom import (
    AgencyFactory,
    ArticleFactory,
    AuthorFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    paragraphs,
)

pytestmark = pytest.mark.django_db

HEADLINE, SUMMARY, TEXT, PAID = "kenarijudul", "kenariringkas", "kenariisi", "kenaribayar"
SLUG = "kenarislug"
SECRET = "kenarirahasia"
CANARIES = (HEADLINE, SUMMARY, TEXT, PAID, SLUG, "kenariketerangan", "kenariralat")
GENERAL = (
    "/", "/terbaru/", "/terpopuler/", "/koreksi/", "/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml",
    "/sitemap-news.xml", "/cari?q=kenarijudul", "/cari?q=kenariisi", "/lite/", "/en/", "/robots.txt",
    "/_/market.json", "/api/v1/articles",
)  # fmt: skip


@pytest.fixture
def story() -> Article:
    """A published story with a canary in each of its texts, and a neighbour that links to it."""
    topic, author, agency, section = TopicFactory(), AuthorFactory(), AgencyFactory(), SectionFactory()
    picture = PictureFactory(caption="kenariketerangan gambar")
    seed_calendars()
    instrument = Instrument.objects.create(
        symbol="UJI", name_id="Uji", kind="index", calendar=Calendar.objects.first()
    )
    body = paragraphs(f"Satu {TEXT}.", "Dua.", "Tiga.")
    body += [{"type": "paywall", "value": None, "id": "w"}, *paragraphs(f"Empat {PAID}.")]
    article = ArticleFactory(
        headline=f"Judul {HEADLINE}", summary=f"Ringkasan {SUMMARY}", slug=SLUG, body=body, section=section,
        lead_picture=picture, lead_caption="kenariketerangan", editors_note=SECRET, usage_terms=SECRET,
    )  # fmt: skip
    _file_under(article, topics=[topic], agencies=[agency], instruments=[instrument], author=author)
    Correction.objects.create(
        article=article, wrong="kenariralat lama", right="kenariralat baru", at=clock.now()
    )
    link = [{"type": "read_also", "value": article.pk, "id": "r"}]
    other = ArticleFactory(section=section, body=paragraphs("a", "b") + link + paragraphs("c"))
    _file_under(other, topics=[topic], agencies=[], instruments=[], author=author)
    return Article.objects.get(pk=article.pk)


def _file_under(article: Article, *, topics: Any, agencies: Any, instruments: Any, author: Any) -> None:
    article.topics, article.agencies, article.instruments = topics, agencies, instruments
    article.credits = [Credit(author=author, role="reporter")]
    article.save()


def read(address: str) -> str:
    """Return what an anonymous reader gets, whatever the status: a notice must not tell either."""
    return Client().get(address).content.decode()


def addresses(article: Article) -> list[tuple[str, str]]:
    """Return every address of every exit, and those that any reader knows."""
    own = [(exit_.name, address) for exit_ in exits.registered() for address in exit_.addresses(article)]
    return own + [("general", address) for address in GENERAL]


def leaks(article: Article, words: tuple[str, ...] = CANARIES) -> list[tuple[str, str, str]]:
    """Return exit, address and canary of each word that got out."""
    found = []
    for name, address in addresses(article):
        copy = read(address)
        # A page repeats what was asked for, its own address or a search: that is the reader's own word.
        found += [(name, address, word) for word in words if word in copy and word not in address]
    return found


def embargo(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(
        embargo_until=clock.now() + timedelta(hours=1), published_at=clock.now() + timedelta(hours=1)
    )


def hold(article: Article) -> None:
    Restriction.objects.create(article=article, kind="hold", reason="diperiksa", since=clock.now())


def kill(article: Article) -> None:
    Restriction.objects.create(article=article, kind="kill", reason="keliru", since=clock.now())


def block_by_wire_embargo(article: Article) -> None:
    until = clock.now() + timedelta(hours=1)
    Restriction.objects.create(
        article=article, kind="embargo", reason="agensi", since=clock.now(), until=until
    )


def unpublish(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(live=False)


def expire(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(expire_at=clock.now() - timedelta(seconds=1))


@pytest.mark.parametrize("keep_in", [embargo, hold, kill, block_by_wire_embargo, unpublish, expire])
def test_no_exit_lets_a_word_out_of_what_may_not_leave(story: Article, keep_in: Any) -> None:
    keep_in(story)
    story.refresh_from_db()
    assert leaks(story) == []


def test_every_exit_shows_what_is_cleared(story: Article) -> None:
    blind = []
    for exit_ in exits.registered():
        if exit_.to_subscribers:  # tests/unit/readers reads there as a subscriber
            continue
        copies = [read(address) for address in exit_.addresses(story)]
        # A sitemap tells addresses, all others the headline.
        if not any(HEADLINE in copy or SLUG in copy for copy in copies):
            blind.append(exit_.name)
    assert blind == []
    assert TEXT in read(story.get_absolute_url())


def test_premium_text_leaves_by_no_exit_and_its_teaser_does(story: Article) -> None:
    Article.objects.filter(pk=story.pk).update(is_premium=True)
    story.refresh_from_db()
    assert leaks(story, (PAID,)) == []
    assert HEADLINE in read(story.get_absolute_url())
    for agent in ("Googlebot/2.1", "facebookexternalhit/1.1"):
        assert (
            PAID not in Client(headers={"user-agent": agent}).get(story.get_absolute_url()).content.decode()
        )


def test_notes_to_editors_never_leave(story: Article) -> None:
    assert leaks(story, (SECRET,)) == []


def test_killed_story_answers_410_with_the_reason_and_held_one_404(story: Article) -> None:
    hold(story)
    held = Client().get(story.get_absolute_url())
    assert held.status_code == 404
    assert b"noindex" in held.content
    kill(story)
    killed = Client().get(story.get_absolute_url())
    assert killed.status_code == 410
    assert b"keliru" in killed.content


def test_exits_are_registered_for_every_way_out() -> None:
    names = {exit_.name for exit_ in exits.registered()}
    assert {
        "article",
        "article-lite",
        "front",
        "section",
        "latest",
        "topic",
        "search",
        "sitemap",
        "rss",
        "api",
    } <= names
    assert all(isinstance(exit_, Exit) and exit_.shows in Shows for exit_ in exits.registered())


_PART = re.compile(r"<(\w+):(\w+)>")
#: Where no story is: the newsroom's own side, which asks who is there, and what is filed.
INSIDE = ("desk/", "django-admin/", "documents/", "_util/", "api/v1/wires/", "api/v1/markets/")


def routes(of: URLResolver, before: str = "") -> Iterator[str]:
    """Yield every route of the site that anybody may ask."""
    for each in of.url_patterns:
        route = before + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        elif not route.startswith(INSIDE):
            yield route


def address_at(route: str, story: Article) -> str:
    """Return the address of a route that would show this story if any does."""
    listed = {
        "topik/": story.topics.get().slug, "penulis/": story.credits.get().author.slug,
        "sumber/": story.agencies.get().slug, "pasar/": story.instruments.get().slug,
    }  # fmt: skip
    slug = next((value for name, value in listed.items() if f"{name}<" in route), story.section.slug)
    moment: datetime = (story.published_at or clock.now()).astimezone(WIB)
    values = {
        "day": f"{moment:%Y-%m-%d}", "month": f"{moment:%Y-%m}", "int": str(story.pk), "story": str(story.pk),
        "anything": story.slug, "slug": slug, "part": "1", "section": story.section.slug,
    }  # fmt: skip
    path = "/" + _PART.sub(lambda part: values.get(part[2], values.get(part[1], slug)), route)
    return f"{path}?q={TEXT}" if path.endswith("cari") else path


def told_at(address: str) -> set[str]:
    copy = read(address)
    return {word for word in (*CANARIES, SECRET) if word in copy and word not in address}


def shown_by_itself(address: str) -> bool:
    """Tell whether a page shows a canary in its own copy: fragments have an exit of their own."""
    try:
        pieces = marks.split(render(address).body)
    except NotBakeable:
        return bool(told_at(address))
    copy = b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode()
    return any(word in copy and word not in address for word in (*CANARIES, SECRET))


def test_no_route_of_the_site_tells_of_a_killed_story_registered_or_not(story: Article) -> None:
    kill(story)
    every = [address_at(route, story) for route in routes(get_resolver())]
    assert len(every) > 100
    assert {address: told for address in every if (told := told_at(address))} == {}


def test_no_route_shows_words_of_a_story_but_those_of_registered_exits(story: Article) -> None:
    registered = {
        resolve(address.partition("?")[0]).route
        for exit_ in exits.registered()
        for address in exit_.addresses(story)
    }
    shown = {route for route in routes(get_resolver()) if shown_by_itself(address_at(route, story))}
    assert len(shown) > 20
    assert shown - registered == set(), "register an exit for it, so that all that holds of exits holds of it"


def leak(request: HttpRequest, pk: int) -> HttpResponse:
    """A view that asks nobody, as somebody in a hurry would write it."""
    return HttpResponse(str(Article.objects.get(pk=pk).body))


def test_view_that_nobody_registered_is_found_when_it_shows_a_story(
    story: Article, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = ModuleType("urls_with_a_leak")
    urls.urlpatterns = [path("bocor/<story:pk>", leak), *get_resolver().url_patterns]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, urls.__name__, urls)
    settings.ROOT_URLCONF = urls.__name__
    [route] = [route for route in routes(get_resolver()) if route.startswith("bocor/")]
    assert told_at(address_at(route, story)) == {TEXT, PAID}
    with pytest.raises(AssertionError, match="register an exit"):
        test_no_route_shows_words_of_a_story_but_those_of_registered_exits(story)
