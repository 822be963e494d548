"""The editor's path on the running product: from a file that an agency drops to a story that is gone again."""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, MakeReader
from tests.browser.words import say
from tests.product import Product, newsroom

HEADLINE = "Ekspor kelapa sawit lewat Dumai naik tujuh persen"
MENDED = "Ekspor sawit lewat Dumai naik 7 persen pada awal bulan"
MARKUP = re.compile(r"</?mark>")  # the search shows where the words stand
PLACES = [
    "/",
    "/investasi/",
    "/terbaru/",
    "/rss.xml",
    "/investasi/rss.xml",
    "/sitemap-news.xml",
    "/cari?q=dumai",
]
ITEM = {
    "uri": "urn:uji:sawit-1", "version": "1", "type": "text", "language": "id", "pubStatus": "usable",
    "versionCreated": "2026-01-19T10:00:00+00:00", "urgency": 2, "slugline": "SAWIT-EKSPOR",
    "headlines": [{"value": HEADLINE}], "located": "Dumai",
    "bodies": [{"contentType": "text/html", "value": "<p>Ekspor naik, kata pelabuhan.</p><p>Harga ikut naik.</p>"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A newsroom of these tests' own: they change what readers see."""
    with Product(newsroom(tmp_path_factory.mktemp("meja") / "data")) as running:
        yield running


@pytest.fixture
def at_desk(new_reader: MakeReader, paper: Product) -> Callable[[str], Page]:
    """Log in with a role; whatever a page complains of in the console fails the test."""

    def log_in(role: str) -> Page:
        reader = new_reader(paper, viewport=DESK)
        paper.log_in(reader.page, role)
        return reader.page

    return log_in


def drop(paper: Product, name: str, item: dict[str, object]) -> None:
    """Put a file into the folder of the agency, as a sender that renames does."""
    folder = paper.data / "intake" / "kawat"
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / f".{name}"
    whole.write_text(json.dumps(item))
    whole.rename(folder / name)


def until(promise: Callable[[], object], wanted: object = True, seconds: float = 15) -> None:
    """Wait until a promise comes to what is wanted."""
    end = time.monotonic() + seconds
    while (found := promise()) != wanted:
        assert time.monotonic() < end, f"after {seconds} s it is {found}, not {wanted}"
        time.sleep(0.1)


def act(page: Page, name: str) -> None:
    """Choose an action of the form's menu."""
    footer = page.locator("footer nav.actions")
    if not footer.locator(f"button[name={name}]").is_visible():
        footer.locator("[data-w-dropdown-target=toggle]").click()
    page.locator(f"button[name={name}]:visible").click()


def story_id(page: Page) -> int:
    """Return the id of the story whose form is open."""
    found = re.search(r"/stories/edit/(\d+)/", page.url)
    assert found, page.url
    return int(found[1])


def absent(paper: Product, headline: str) -> list[str]:
    """Return the places where readers do not find a headline."""
    return [path for path in PLACES if headline not in MARKUP.sub("", paper.get(path).text)]


def test_story_goes_from_the_wire_to_the_reader_and_away_again(
    paper: Product, at_desk: Callable[[str], Page]
) -> None:
    pk = take_and_submit(paper, at_desk("reporter"))
    approve(at_desk("editor"), pk)
    path = f"/investasi/apa-saja-{pk}"
    until(lambda: paper.get(path, follow_redirects=True).status_code, 200)
    until(lambda: absent(paper, MENDED), [])
    editor = at_desk("editor")
    editor.goto(f"{paper.address}/desk/stories/{pk}/correct/")
    editor.fill("[name=wrong]", "naik tujuh belas persen")
    editor.fill("[name=right]", "naik tujuh persen")
    editor.locator("main form button[type=submit]").click()
    until(lambda: "naik tujuh belas persen" in paper.get(path, follow_redirects=True).text)
    editor.goto(f"{paper.address}/desk/stories/{pk}/kill/")
    expect(editor).to_have_url(f"{paper.address}/desk/")  # desk editors hold; chiefs kill
    kill(at_desk("chief"), pk)
    until(lambda: paper.get(path, follow_redirects=True).status_code, 410)
    until(lambda: absent(paper, MENDED), PLACES)
    assert "angkanya keliru" in paper.get(path, follow_redirects=True).text


def take_and_submit(paper: Product, page: Page) -> int:
    """Take the dropped item by the keyboard alone, mend it, look at it, hand it to the desk."""
    page.goto(f"{paper.address}/desk/wires/")
    drop(paper, "sawit.json", ITEM)
    dropped = time.monotonic()
    row = page.locator("[data-desk-row]", has_text=HEADLINE)
    expect(row).to_be_visible(timeout=10_000)
    # Two seconds are the promise; the rest is for a machine that runs other tests beside this one.
    assert time.monotonic() - dropped < 4
    expect(page).to_have_title(re.compile(r"^\(1!\)"))
    expect(row).to_have_class(re.compile("is-new"))
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.wait_for_url("**/stories/edit/**")
    pk = story_id(page)
    expect(page.locator("[name=headline]")).to_have_value(HEADLINE)
    assert page.locator("button[name=action-publish]").count() == 0
    page.locator("[name=headline]").fill(MENDED)
    page.locator("[name=section]").select_option(label="Investasi")
    page.locator("[data-side-panel-toggle=preview]").click()
    preview = page.frame_locator("iframe[title]").first
    expect(preview.get_by_role("heading", level=1)).to_have_text(MENDED, timeout=20_000)
    page.locator("[data-side-panel-toggle=preview]").click()
    act(page, "action-submit")
    page.wait_for_url("**/stories/**")
    for verb in ("kill", "hold", "correct"):
        page.goto(f"{paper.address}/desk/stories/{pk}/{verb}/")
        expect(page).to_have_url(f"{paper.address}/desk/")
    assert absent(paper, MENDED) == PLACES
    return pk


def approve(page: Page, pk: int) -> None:
    """Find the story on the front page of the desk, and approve it."""
    queue = page.locator(".desk-panel--in-review")
    expect(queue.get_by_role("link", name=MENDED)).to_be_visible()
    queue.get_by_role("link", name=MENDED).click()
    page.wait_for_url(f"**/stories/edit/{pk}/")
    footer = page.locator("footer nav.actions")
    if not footer.locator("[data-workflow-action-name=approve]").first.is_visible():
        footer.locator("[data-w-dropdown-target=toggle]").click()
    page.locator("[data-workflow-action-name=approve]:visible").first.click()
    page.wait_for_url("**/stories/")


def kill(page: Page, pk: int) -> None:
    """Kill the story from its own menu."""
    page.goto(re.sub(r"/desk/.*", f"/desk/stories/edit/{pk}/", page.url))
    page.locator(".w-slim-header [data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("link", name=say("Kill"), exact=True).click()
    page.fill("[name=reason]", "angkanya keliru")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/stories/edit/{pk}/")
    expect(page.locator(".desk-fact")).to_contain_text("angkanya keliru")


def test_fresh_picture_stands_on_the_page_soon_after_publishing(
    paper: Product, at_desk: Callable[[str], Page], tmp_path: Path
) -> None:
    page = at_desk("editor")
    page.goto(f"{paper.address}/desk/images/add/")
    picture = tmp_path / "pelabuhan.jpg"
    picture.write_bytes(jpeg())
    page.set_input_files("[name=file]", picture)
    page.fill("[name=title]", "Pelabuhan Dumai")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("input[name=description]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=caption]")).to_have_attribute("aria-invalid", "true")
    page.fill("input[name=description]", "Kapal tangki bersandar di dermaga")
    page.fill("[name=caption]", "Kapal tangki di Dumai, Jumat")
    page.set_input_files("[name=file]", picture)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"{paper.address}/desk/images/")
    pk = int(paper.stories["biasa-3"]["id"])
    page.goto(f"{paper.address}/desk/stories/edit/{pk}/")
    page.locator("#id_lead_picture-chooser [data-w-dropdown-target=toggle]").first.click()
    page.locator("[data-chooser-action-choose]:visible").first.click()
    page.locator(".modal-body a[data-chooser-modal-choice]").first.click()
    expect(page.locator("#id_lead_picture-chooser")).to_contain_text("Pelabuhan Dumai")
    act(page, "action-publish")
    page.wait_for_url("**/stories/")
    until(lambda: "Kapal tangki bersandar di dermaga" in paper.get(paper.path("biasa-3")).text, seconds=20)


def jpeg() -> bytes:
    """Return a picture that nobody has seen before."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.frombytes("RGB", (320, 180), os.urandom(320 * 180 * 3)).resize((1280, 720)).save(out, "JPEG")
    return out.getvalue()


def heads(page: Page) -> list[str]:
    """Return the headlines of stories on the screen that lays out a front, in their order."""
    return [text.strip() for text in page.locator(".layout__headline[lang]").all_inner_texts()]


def test_editors_lay_out_a_front_by_keys_and_overwrite_nothing(
    paper: Product, at_desk: Callable[[str], Page]
) -> None:
    one, other = at_desk("editor"), at_desk("chief")
    for page in (one, other):
        page.goto(f"{paper.address}/desk/fronts/")
        page.locator(".desk-table a").first.click()
        expect(page.locator("[data-layout-ready]")).to_be_visible()
    began = heads(one)
    one.locator("[data-layout-row]").nth(2).locator("button:not(:disabled)").first.focus()
    one.keyboard.press("Alt+ArrowUp")
    # The answer of the desk is in its place, and the focus on the row that moved.
    expect(one.locator(".layout__headline").nth(1)).to_have_text(began[2])
    expect(one.locator("[data-layout-said]")).to_contain_text(began[2])
    one.keyboard.press("Alt+ArrowUp")
    expect(one.locator(".layout__headline").first).to_have_text(began[2])
    expect(one.locator("[data-layout-changed]")).to_be_visible()
    # Held stories and drafts are offered, too; they wait at their place, and readers do not see them.
    offered = other.locator(".layout__offered li").filter(has=other.locator(".desk-standing--live")).first
    added = offered.locator("[lang]").first.inner_text()
    offered.locator("button[value^='lead:']").click()
    expect(other.locator(".layout__headline").first).to_have_text(added)
    other.locator(".layout__save button").first.click()
    expect(other.locator("[data-layout-changed]")).to_have_count(0)
    one.locator(".layout__save button").first.click()
    expect(one.locator(".layout__conflict")).to_be_visible()
    together = heads(one)
    assert added in together and began[2] in together and len(together) == len(set(together))
    one.locator(".layout__conflict button[value=save]").click()
    expect(one.locator(".layout__conflict")).to_have_count(0)
    assert heads(one)[:3] == together[:3]
    until(lambda: shown(paper, together[:3]), together[:3], seconds=30)


def shown(paper: Product, heads: list[str]) -> list[str]:
    """Return those of some headlines that stand in the first places of the home page, in their order there."""
    main = paper.get("/").text.partition("<main")[2]
    return sorted((head for head in heads if head in main), key=main.find)
