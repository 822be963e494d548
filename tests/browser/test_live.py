"""A live blog that somebody reads while the desk posts: nothing moves before they ask for it, nothing is lost."""

import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, MakeReader
from tests.browser.test_accessibility import TOO_WIDE, violations
from tests.browser.test_budgets import SHIFTS
from tests.browser.words import say
from tests.product import Product, newsroom

ASK = "document.dispatchEvent(new Event('visibilitychange'))"
STORY = "biasa-1"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A newsroom that these tests may change."""
    with Product(newsroom(tmp_path_factory.mktemp("live") / "data")) as running:
        yield running


@pytest.fixture(scope="module")
def desk(paper: Product) -> Iterator[httpx.Client]:
    """An editor at the desk, and a story that is covered live."""
    client = paper.desk("editor")
    assert do(client, paper, "open")
    yield client
    client.close()


def do(client: httpx.Client, paper: Product, verb: str, **said: str) -> bool:
    """Do something on the screen of live coverage, as its forms do."""
    address = f"/desk/stories/{paper.stories[STORY]['id']}/live/"
    form = {"do": verb, "csrfmiddlewaretoken": client.cookies["csrftoken"], **said}
    answer = client.post(address, data=form, headers={"Referer": paper.address})
    return answer.status_code == 200


def post(client: httpx.Client, paper: Product, headline: str, text: str) -> str:
    """Post, and return the number of the post."""
    assert do(client, paper, "post", **{"new-headline": headline, "new-text": text, "new-is_key": "on"})
    page = client.get(f"/desk/stories/{paper.stories[STORY]['id']}/live/").text
    return page.partition('id="post-')[2].partition('"')[0]


def baked(paper: Product, text: str) -> None:
    """Wait until the story says so to whoever opens it, in both its forms: the worker has baked it."""
    deadline = time.monotonic() + 30
    for path in (paper.path(STORY), "/lite" + paper.path(STORY)):
        while text not in paper.get(path).text:
            assert time.monotonic() < deadline, path
            time.sleep(0.1)


def until(page: Page, said: str) -> None:
    """Let the page ask for news, as often as it takes until it says so."""
    for _ in range(60):
        page.evaluate(ASK)
        page.wait_for_timeout(250)
        if page.evaluate(said):
            return
    raise AssertionError(f"never: {said}")


def test_reader_of_a_live_blog_gets_what_is_posted_mended_and_withdrawn(
    new_reader: MakeReader, paper: Product, desk: httpx.Client
) -> None:
    first = post(desk, paper, "Sidang dibuka", "Hakim membuka sidang.\n\nRuang penuh.")
    baked(paper, "Ruang penuh.")
    reader = new_reader(paper)
    reader.page.add_init_script(f"({SHIFTS})()")
    page = reader.go(paper.path(STORY))
    expect(page.locator(f"#post-{first}")).to_contain_text("Ruang penuh.")
    expect(page.locator(".story__kicker .live-badge")).to_be_visible()
    second = post(desk, paper, "Saksi pertama bicara", "Ia membantah.")
    until(page, "!document.querySelector('[data-news]').hidden")
    button = page.locator("[data-news]")
    expect(button).to_have_text(say("1 new post"))
    assert page.locator(f"#post-{second}").count() == 0
    assert page.evaluate("window.shift") <= 0.002
    button.click()
    expect(page.locator(f"#post-{second}")).to_be_focused()
    keys = page.locator(".live__keys li")
    expect(keys.first).to_have_text("Saksi pertama bicara")
    expect(keys.nth(1)).to_have_text("Sidang dibuka")
    expect(button).to_be_hidden()
    mended = {
        "post": first,
        f"mend-{first}-headline": "Sidang dibuka",
        f"mend-{first}-text": "Hakim ketua membuka sidang.",
        f"mend-{first}-wrong": "hakim",
    }
    assert do(desk, paper, "correct", **mended)
    until(page, f"document.querySelector('#post-{first}').textContent.includes('Hakim ketua')")
    assert do(desk, paper, "withdraw", **{"post": second, f"withdraw-{second}-reason": "keliru"})
    until(page, f"!document.querySelector('#post-{second}')")
    expect(keys.first).to_have_text("Sidang dibuka")
    assert do(desk, paper, "close")
    until(page, "!document.querySelector('[data-live-posts][data-open]')")
    expect(page.locator(".live__state")).to_contain_text(say("Live coverage has ended"))
    assert do(desk, paper, "open")


@pytest.mark.parametrize(
    "viewport", [{"width": 320, "height": 640}, PHONE, DESK], ids=["320", "phone", "desk"]
)
def test_live_blog_is_accessible_and_whole_without_javascript(
    new_reader: MakeReader, paper: Product, desk: httpx.Client, viewport: dict[str, int]
) -> None:
    words = f"Rupiah menyentuh level terkuat, lebar {viewport['width']}"
    post(desk, paper, words, "Katapanjang" * 12)
    baked(paper, words)
    page = new_reader(paper, viewport=viewport).go(paper.path(STORY))
    assert page.evaluate(TOO_WIDE) <= 0
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast", "link-in-text-block") == []
    plain = new_reader(paper, viewport=viewport, java_script_enabled=False).go(paper.path(STORY))
    expect(plain.locator(".live__post").first).to_contain_text("Rupiah menyentuh")
    expect(plain.locator("[data-news]")).to_be_hidden()
    plain.goto(paper.address + "/lite" + paper.path(STORY))
    expect(plain.locator("main")).to_contain_text("Rupiah menyentuh")
