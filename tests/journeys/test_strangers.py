"""Programs of strangers read the site as it is meant: headline, authors, time, the whole text, nothing around it."""

import json
import re
import subprocess
import sys
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
import httpx
import pytest
from lxml import html as markup

from tests.database import REPOSITORY
from tests.product import Product

STORIES = {"lengkap": "id", "terkoreksi": "id", "english-1": "en"}
RUN = 5
MOST_PAGES = 600
# A page that says why a story is gone is what a link to it should find.
FOUND = {200, 301, 302, 410}
FOR_ACCOUNTS = ("/desk/", "/akun/", "/en/akun/")  # refused to whoever has none


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}


def copy_of(product: Product, key: str) -> dict[str, Any]:
    """Return a story as the API has it, with the text of its paragraphs, subheads, lists and quotes."""
    pk = product.path(key).rpartition("-")[2]
    item: dict[str, Any] = product.get(f"/api/v1/articles/{pk}").json()
    body = markup.fromstring(f"<div>{item['bodies'][0]['value']}</div>")
    pieces = [node.text_content() for node in body.iter("p", "h2", "h3", "li") if not node.findall(".//p")]
    said = [text for text in pieces if not text.startswith(("Baca juga", "Read also"))]
    return {"headline": item["headlines"][0]["value"], "by": item.get("by", ""), "text": said}


@pytest.mark.parametrize("key", STORIES)
@pytest.mark.parametrize("program", ["trafilatura", "newspaper4k", "readability"])
def test_a_story_is_read_whole_and_alone(product: Product, program: str, key: str) -> None:
    story, found = copy_of(product, key), read(product, key)[program]
    assert found["title"].strip() == story["headline"]
    if "authors" in found:
        for name in filter(None, story["by"].split(", ")):
            assert name in (found["authors"] or ""), found["authors"]
    if "date" in found:
        page = product.get(product.path(key)).text
        [published] = re.findall(r'article:published_time" content="([\d-]{10})', page)
        assert found["date"].startswith(published)
    wanted = [run for text in story["text"] for run in runs(text)]
    there = runs(found["text"])
    share = sum(run in there for run in wanted) / len(wanted)
    assert share >= 0.98, f"{share:.3f}: {[run for run in wanted if run not in there][:8]}"
    for chrome in ("Terpopuler", "Most read", "Indikator", "Berlangganan sekarang", "Pedoman media siber"):
        assert chrome not in found["text"], chrome


_read: dict[str, dict[str, Any]] = {}


def read(product: Product, key: str) -> dict[str, Any]:
    """Return what each program makes of a story's page; asked once a story."""
    address = product.path(key)
    if address not in _read:
        page = {"url": product.address + address, "html": product.get(address).text, "language": STORIES[key]}
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.extractors"],
            cwd=REPOSITORY, input=json.dumps(page), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        _read[address] = json.loads(done.stdout.splitlines()[-1])
    return _read[address]


@pytest.mark.parametrize(
    "path", ["/rss.xml", "/atom.xml", "/makro/rss.xml", "/en/atom.xml", "/topik/suku-bunga/rss.xml"]
)
def test_a_reader_of_feeds_has_nothing_to_complain_of(product: Product, path: str) -> None:
    answer = product.get(path)
    found = feedparser.parse(
        answer.content, response_headers={"content-type": answer.headers["content-type"]}
    )
    assert found.bozo == 0, found.get("bozo_exception")
    assert found.feed.title and found.feed.link
    for entry in found.entries:
        assert entry.id and entry.title and entry.link and entry.published_parsed


def test_every_internal_link_leads_somewhere(product: Product) -> None:
    begin = ["/", "/en/", "/lite/", "/sitemaps/pages.xml"]
    waiting, seen, broken, ids = list(begin), set(begin), [], {}
    with httpx.Client(base_url=product.address, timeout=20, follow_redirects=False) as client:
        while waiting and len(seen) <= MOST_PAGES:
            path = waiting.pop()
            answer = client.get(path)
            if answer.status_code not in FOUND:
                broken.append((path, answer.status_code))
                continue
            if "text/html" not in answer.headers.get("content-type", "") or answer.status_code != 200:
                continue
            document = markup.fromstring(answer.content)
            ids[path] = {*document.xpath("//@id")}
            for link in document.xpath("//a/@href | //img/@src | //link/@href | //script/@src"):
                whole, fragment = urldefrag(urljoin(product.address + path, link))
                parts = urlsplit(whole)
                if f"{parts.scheme}://{parts.netloc}" != product.address:
                    continue
                if fragment and parts.path == path and fragment not in ids[path]:
                    broken.append((f"{path}#{fragment}", "no such place"))
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                if target not in seen and not target.startswith(FOR_ACCOUNTS):
                    seen.add(target)
                    waiting.append(target)
    assert broken == []
    assert len(ids) > 60, "a whole small newsroom was walked"
