"""Row 26 in a browser: a subscriber signs in with a link and reads on; nothing of what is paid stays in the browser."""

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeReader, Reader, come_true
from tests.database import REPOSITORY
from tests.product import Product, environment, newsroom, tajuk

PAID, FREE = "rahasiaberbayar", "Bagian bebas."
SECONDS = 15_000
# Every text that any cache of the browser keeps for this site.
KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      texts.push(`${request.url} ${await (await cache.match(request)).text()}`);
    }
  }
  return texts.join(" ") + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
}"""
SOLD = """
import django, sys
django.setup()
from tajuk.articles.actions import publish
from tajuk.articles.models import Article
from tajuk.common import clock
story = Article.objects.get(pk=int(sys.argv[1]))
draft = story.get_latest_revision_as_object()
draft.is_premium = True
draft.save_revision()
publish(story, by=None, now=clock.now())
"""


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """A newsroom whose subscribers these tests make."""
    return Product(newsroom(tmp_path_factory.mktemp("subscribers") / "data"))


@pytest.fixture(scope="module", autouse=True)
def running(paper: Product) -> object:
    """Run it while these tests last."""
    with paper:
        yield


def link_of(paper: Product, email: str) -> str:
    """Subscribe somebody; return the path of the link that they are sent."""
    told = tajuk(paper.data, "subscriber", "add", email, "--plan", "paket-0", "--reason", "uji")
    assert told.returncode == 0, told.stderr
    return "/akun/masuk?" + told.stdout.strip().rpartition("?")[2]


def sign_in(reader: Reader, paper: Product, email: str) -> Page:
    page = reader.go(link_of(paper, email))
    page.locator(".account__form button").click()
    expect(page.locator(".account time")).to_be_visible()
    return page


def test_row_26_subscriber_reads_on_in_the_page_and_the_browser_keeps_nothing_of_it(
    new_reader: MakeReader, paper: Product
) -> None:
    reader = new_reader(paper)
    page = reader.go(paper.path("premium"))
    expect(page.locator(".paywall")).to_be_visible()
    assert PAID not in page.content()
    sign_in(reader, paper, "sari@contoh.id")
    page = reader.go(paper.path("premium"))
    expect(page.locator(".prose")).to_contain_text(PAID, timeout=SECONDS)
    expect(page.locator(".paywall")).to_have_count(0)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator(".prose")).to_contain_text(PAID, timeout=SECONDS)
    assert PAID not in page.evaluate(KEPT)
    # The ticket is out of reach of every script.
    assert "langganan=" not in page.evaluate("document.cookie")
    reader.go("/akun/")
    page.locator("button[value=here]").click()
    expect(page.locator(".account__pass")).to_be_visible()
    page = reader.go(paper.path("premium"))
    expect(page.locator(".paywall")).to_be_visible()
    assert PAID not in page.content() and PAID not in page.evaluate(KEPT)


def test_row_26_ended_subscription_reads_the_teaser_at_the_next_visit(
    new_reader: MakeReader, paper: Product
) -> None:
    reader = new_reader(paper)
    sign_in(reader, paper, "budi@contoh.id")
    whole = f"/akun/baca/-{paper.stories['premium']['id']}"
    expect(reader.go(whole).locator(".prose")).to_contain_text(PAID)
    assert tajuk(paper.data, "subscriber", "end", "budi@contoh.id", "--reason", "diminta").returncode == 0
    assert PAID not in reader.go(whole, 403).content()
    page = reader.go(paper.path("premium"))
    expect(page.locator(".paywall")).to_be_visible()
    assert FREE in page.content() and PAID not in page.content()


def test_subscriber_reads_on_without_javascript(new_reader: MakeReader, paper: Product) -> None:
    reader = new_reader(paper, java_script_enabled=False)
    page = sign_in(reader, paper, "tuti@contoh.id")
    reader.go(paper.path("premium"))
    page.locator("main a[href*='akun/baca']").click()
    expect(page.locator(".prose")).to_contain_text(PAID)
    page.goto(f"{paper.address}/lite{paper.path('premium')}")
    page.locator("main a[href*='akun/baca']").click()
    expect(page.locator(".prose")).to_contain_text(PAID)


def test_saved_story_that_becomes_premium_is_a_teaser_from_the_next_check(
    new_reader: MakeReader, paper: Product
) -> None:
    reader = new_reader(paper)
    words, story = "Bank sentral menahan suku bunga acuan", paper.stories["biasa-2"]
    page = reader.go(story["path"])
    page.locator("[data-save]").click()
    expect(page.locator("[data-save]")).to_have_attribute("aria-pressed", "true")
    before = page.evaluate(KEPT).count(words)
    assert before > 2
    command = [sys.executable, "-c", SOLD, str(story["id"])]
    sold = subprocess.run(
        command, env=environment(paper.data), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert sold.returncode == 0, sold.stderr
    copy = f"/_/saved/story-{story['id']}"
    for _ in range(60):
        if paper.get(copy).text.count(words) < before:
            break
        page.wait_for_timeout(250)
    # The worker checks copies that it has not just checked itself.
    come_true(page, f"async () => {{ {_CHECK} return (await kept()) < {before}; }}", SECONDS / 1_000)


_CHECK = """
const { active } = await navigator.serviceWorker.ready;
await new Promise(answer => {
  const channel = new MessageChannel();
  channel.port1.onmessage = answer;
  active.postMessage({ verb: "check", key: true }, [channel.port2]);
});
const kept = async () => {
  const cache = await caches.open("saved");
  const texts = await Promise.all((await cache.keys()).map(async key => (await cache.match(key)).text()));
  return texts.join(" ").split("Bank sentral menahan suku bunga acuan").length - 1;
};
"""


@pytest.mark.parametrize("path", ["/akun/", "/akun/masuk?pas=x", "/en/akun/", "/akun/baca/-1"])
def test_pages_of_an_account_fit_a_phone(new_reader: MakeReader, paper: Product, path: str) -> None:
    reader = new_reader(paper)
    story = paper.stories["premium"]["id"]
    page = reader.go(path.replace("-1", f"-{story}"), 403 if "baca" in path else 200)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.get_by_role("heading", level=1).count() == 1
