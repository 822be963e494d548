"""Rows 17, 18 and 34: copy that means harm runs nothing, breaks no layout and no feed, on any page it reaches."""

import json
import re
from xml.sax.saxutils import unescape

import feedparser
import pytest
from lxml import etree, html
from playwright.sync_api import expect

from tests.browser.conftest import DESK, MakeReader
from tests.product import Product
from tests.samples.hostile import STORIES

LISTS = ("/", "/makro/", "/topik/topik-0/", "/penulis/ratna-uji/", "/terbaru/", "/terpopuler/", "/cari?q=judul",
         "/lite/", "/lite/makro/")  # fmt: skip
SEARCHES = (
    "<script>alert(40)</script>", "\"><img src=x onerror=alert(41)>", "'; DROP TABLE x; --", "' OR 1=1 --", "a" * 5_000,
    "\u202e\u2066", "NEAR/2 AND (\"", "*", "%", "\\", "{{7*7}}", "💥", "%00",
)  # fmt: skip
FEEDS = (
    "/rss.xml",
    "/atom.xml",
    "/makro/rss.xml",
    "/topik/topik-0/atom.xml",
    "/sitemap.xml",
    "/sitemap-news.xml",
)
ACTIVE_TAGS = {"script", "iframe", "svg", "math", "form", "base", "meta", "style", "object", "embed", "img"}
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
ACTIVE = """() => [...document.querySelectorAll("*")].flatMap(e => [
  ...[...e.attributes].filter(a => a.name.startsWith("on") || a.name === "style" && !e.closest("svg")
    || /^\\s*javascript:/i.test(a.value)).map(a => `${e.tagName} ${a.name}=${a.value.slice(0, 60)}`),
  ...(["IFRAME", "OBJECT", "EMBED", "BASE"].includes(e.tagName) || e.matches("meta[http-equiv]") ? [e.tagName] : []),
  ...(e.tagName === "FORM" && !e.action.startsWith(location.origin) ? [`FORM ${e.action}`] : []),
  ...(e.tagName === "SCRIPT" && !e.src && e.type !== "application/ld+json" ? [e.textContent.slice(0, 60)] : []),
])"""


@pytest.mark.parametrize("key", STORIES)
def test_hostile_story_runs_nothing_and_keeps_its_page(
    new_reader: MakeReader, hostile: Product, key: str
) -> None:
    reader = new_reader(hostile)
    for path in (hostile.path(key), "/lite" + hostile.path(key)):
        page = reader.go(path)
        assert page.evaluate(ACTIVE) == []
        assert page.evaluate(TOO_WIDE) <= 0, path
        assert not TURNING.search(page.content()), "nothing turns the direction of what follows"
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for block in page.locator("script[type='application/ld+json']").all_text_contents():
            json.loads(block)
    page.set_viewport_size(DESK)
    assert reader.go(hostile.path(key)).evaluate(TOO_WIDE) <= 0


def test_hostile_copy_is_shown_as_copy(new_reader: MakeReader, hostile: Product) -> None:
    page = new_reader(hostile).go(hostile.path("skrip"))
    expect(page.get_by_role("heading", level=1)).to_have_text(STORIES["skrip"].headline)
    page = new_reader(hostile).go(hostile.path("aktif"))
    expect(page.get_by_text("Akhir salinan aktif.")).to_be_visible()
    assert page.locator("main a[href*='jahat']").count() == 0
    assert page.locator("[id=main]").count() == 1
    page = new_reader(hostile).go(hostile.path("panjang"))
    assert page.locator(".prose p").count() == 300
    page = new_reader(hostile).go(hostile.path("aktif"))
    assert page.locator(".topics a").count() == 40


@pytest.mark.parametrize("path", LISTS)
def test_hostile_titles_run_nothing_in_lists_and_keep_them_narrow(
    new_reader: MakeReader, hostile: Product, path: str
) -> None:
    reader = new_reader(hostile)
    page = reader.go(path)
    assert page.evaluate(ACTIVE) == []
    assert page.evaluate(TOO_WIDE) <= 0
    assert not TURNING.search(page.content())
    page.set_viewport_size(DESK)
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("words", SEARCHES, ids=range(len(SEARCHES)))
def test_hostile_search_is_answered_quietly(new_reader: MakeReader, hostile: Product, words: str) -> None:
    reader = new_reader(hostile, java_script_enabled=False)
    page = reader.go("/cari?q=suku")
    page.locator("main input[name=q]").fill(words[:300])
    page.locator("main input[name=q]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    answer = hostile.get("/cari", params={"q": words})
    assert answer.status_code == 200
    assert "<script>alert(40)" not in answer.text and "onerror=alert(41)>" not in answer.text.replace(
        "&gt;", ""
    )


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_and_sitemaps_with_hostile_titles_are_well_formed(hostile: Product, path: str) -> None:
    answer = hostile.get(path)
    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    assert not TURNING.search("".join(root.itertext()))
    if "sitemap" not in path:
        feed = feedparser.parse(answer.content)
        assert not feed.bozo
        assert feed.entries


def test_feeds_tell_titles_as_they_were_written(hostile: Product) -> None:
    wanted = {_plain(story.headline) for story in STORIES.values()}
    entries = feedparser.parse(hostile.get("/rss.xml").content, sanitize_html=False).entries
    assert {_plain(entry.title) for entry in entries} == wanted
    feed = hostile.get("/feed.json").json()
    assert {_plain(item["title"]) for item in feed["items"]} == wanted
    found = hostile.get("/api/v1/articles?limit=50").json()["items"]
    assert len(found) == len(STORIES)


def _plain(title: str) -> str:
    """Return a title without what no reader sees, its white space single."""
    kept = TURNING.sub("", unescape(unescape(title, {"&quot;": '"', "&#x27;": "'", "&#39;": "'"})))
    return " ".join(re.sub("[\u200e\u200f]", "", kept).split())


def test_html_of_hostile_copy_leaves_the_api_clean(hostile: Product) -> None:
    for item in hostile.get("/api/v1/articles?limit=50").json()["items"]:
        for body in item.get("bodies", []):
            if body.get("contentType") == "text/html" and body["value"]:
                copy = html.fragment_fromstring(body["value"], create_parent="div")
                assert {part.tag for part in copy.iter()} & ACTIVE_TAGS == set()
                assert {
                    name for part in copy.iter() for name in part.attrib if name.startswith(("on", "style"))
                } == set()
