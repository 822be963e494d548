"""A reader saves stories and reads them without a network; what the newsroom takes back leaves the browser."""

import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeReader, Reader
from tests.browser.words import say
from tests.product import Product, newsroom

WORDS = "Bank sentral menahan suku bunga acuan"
KEPT = """async () => {
  const cache = await caches.open("saved");
  return Promise.all((await cache.keys()).map(async request => {
    const answer = await cache.match(request);
    return [new URL(request.url).pathname, answer.headers.get("x-state") ?? "", await answer.text()];
  }));
}"""
CHECK = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  return new Promise(answer => {
    const channel = new MessageChannel();
    channel.port1.onmessage = event => answer(event.data);
    active.postMessage({ verb: "check", key: true }, [channel.port2]);
  });
}"""
# As if so many hours had gone by since the site last answered for the copies.
AGED = """async hours => {
  const cache = await caches.open("saved");
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    const headers = new Headers(kept.headers);
    headers.set("x-checked", String(Date.now() - hours * 3_600_000));
    await cache.put(request, new Response(await kept.text(), { headers }));
  }
}"""


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A newsroom that these tests may change."""
    with Product(newsroom(tmp_path_factory.mktemp("saved") / "data")) as running:
        yield running


@pytest.fixture(scope="module")
def chief(paper: Product) -> Iterator[httpx.Client]:
    """A chief editor at the desk."""
    client = paper.desk("chief")
    yield client
    client.close()


def do(client: httpx.Client, paper: Product, verb: str, key: str) -> str:
    """Hold, release or kill a story at the desk; return its number."""
    number = str(paper.stories[key]["id"])
    form = {"reason": "diperiksa", "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    answer = client.post(f"/desk/stories/{number}/{verb}/", data=form, headers={"Referer": paper.address})
    assert answer.status_code == 200 and answer.url.path.endswith(f"/edit/{number}/"), answer.url
    return number


def save(reader: Reader, path: str) -> Page:
    page = reader.go(path)
    button = page.locator("[data-save]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    return page


def kept(page: Page) -> dict[str, tuple[str, str]]:
    return {path: (state, text) for path, state, text in page.evaluate(KEPT)}


def ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def without_network(reader: Reader) -> None:
    reader.context.set_offline(True)


def forgive(reader: Reader) -> None:
    """Forget what a browser says of every request that has no network, or an answer other than 200."""
    reader.troubles[:] = [
        line for line in reader.troubles if "net::ERR_" not in line and "status of 5" not in line
    ]


def test_saved_story_is_read_without_a_network_and_says_when_it_was_checked(
    new_reader: MakeReader, product: Product
) -> None:
    reader = new_reader(product)
    path = product.path("lengkap")
    save(reader, path)
    without_network(reader)
    page = reader.go(path)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harga emas menguat")
    expect(page.locator(".prose")).to_contain_text(WORDS)
    expect(page.locator("[data-saved-copy]")).to_contain_text("WIB")
    assert page.locator("main img, .market-bar, [data-promo-overlay]").count() == 0
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith('"Tajuk Serif"')
    forgive(reader)


def test_other_pages_say_without_a_network_what_is_saved_and_the_list_is_one_of_them(
    new_reader: MakeReader, product: Product
) -> None:
    reader = new_reader(product)
    save(reader, product.path("lengkap"))
    without_network(reader)
    page = reader.go("/makro/", 503)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("You are offline"))
    page.locator(".saved__headline a").click()
    expect(page.locator(".prose")).to_contain_text(WORDS)
    reader.go("/en/energi/", 503)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    reader.go("/tersimpan/")
    expect(page.locator(".saved__item")).to_have_count(1)
    page.locator(".saved__item button").click()
    expect(page.locator(".saved__item")).to_have_count(0)
    expect(page.locator("p[data-none]")).to_have_text(
        say("Nothing is saved yet. “Save” stands above every story.")
    )
    forgive(reader)


def test_saving_is_undone_by_the_same_button(new_reader: MakeReader, product: Product) -> None:
    page = save(new_reader(product), product.path("biasa-1"))
    assert list(kept(page)) == [f"/_/saved/story-{product.stories['biasa-1']['id']}"]
    page.locator("[data-save]").click()
    expect(page.locator("[data-save]")).to_have_attribute("aria-pressed", "false")
    assert kept(page) == {}


def test_what_is_killed_held_or_premium_leaves_the_browser_at_the_next_visit(
    new_reader: MakeReader, paper: Product, chief: httpx.Client
) -> None:
    reader = new_reader(paper)
    for key in ("lengkap", "biasa-1", "biasa-2"):
        page = save(reader, paper.path(key))
    ids = [do(chief, paper, "kill", "lengkap"), do(chief, paper, "hold", "biasa-1")]
    page.evaluate(AGED, 0.1)
    reader.go("/tersimpan/")
    expect(page.get_by_text(say("A saved story that the newsroom has withdrawn."))).to_be_visible()
    expect(page.get_by_text(say("A saved story that is not available at the moment."))).to_be_visible()
    expect(page.locator(".saved__headline a")).to_have_count(1)
    found = kept(page)
    assert found[f"/_/saved/story-{ids[0]}"] == ("withdrawn", "")
    assert found[f"/_/saved/story-{ids[1]}"] == ("closed", "")
    do(chief, paper, "release", "biasa-1")
    page.evaluate(CHECK)
    assert WORDS in kept(page)[f"/_/saved/story-{ids[1]}"][1]


def test_copies_are_checked_when_the_network_comes_back(
    new_reader: MakeReader, paper: Product, chief: httpx.Client
) -> None:
    reader = new_reader(paper)
    page = save(reader, paper.path("biasa-4"))
    without_network(reader)
    reader.go("/tersimpan/")
    do(chief, paper, "kill", "biasa-4")
    reader.context.set_offline(False)
    # At once as a rule; each minute where the browser does not tell the page of the network.
    expect(page.get_by_text(say("A saved story that the newsroom has withdrawn."))).to_be_visible(
        timeout=90_000
    )
    assert [text for _, text in kept(page).values()] == [""]
    forgive(reader)


def test_copy_that_could_not_be_checked_for_a_day_is_gone_and_comes_back_with_the_network(
    new_reader: MakeReader, product: Product
) -> None:
    reader = new_reader(product)
    path = product.path("lengkap")
    page = save(reader, path)
    without_network(reader)
    page.evaluate(AGED, 7)
    reader.go(path)
    warning = say(
        "You are offline. This copy was last checked {}: it may have been corrected or withdrawn since."
    )
    expect(page.locator("[data-saved-copy]")).to_contain_text(warning.partition("{}")[0])
    page.evaluate(AGED, 24.1)
    reader.go(path, 503)
    assert [(state, text) for state, text in kept(page).values()] == [("unchecked", "")]
    reader.context.set_offline(False)
    expect(page.locator(".prose")).to_contain_text(WORDS, timeout=20_000)  # the page comes by itself
    page.evaluate(CHECK)
    assert [WORDS in text for _, text in kept(page).values()] == [True]
    forgive(reader)


def test_premium_text_is_never_kept(new_reader: MakeReader, product: Product) -> None:
    reader = new_reader(product)
    page = reader.go(product.path("premium"))
    assert page.locator("[data-save]").count() == 0
    ready(page)
    key = f"/_/saved/story-{product.stories['premium']['id']}"
    said = page.evaluate(CHECK.replace('verb: "check", key: true', f'verb: "save", key: "{key}"'))
    assert said == "saved"
    assert "Bagian bebas." in kept(page)[key][1] and "rahasiaberbayar" not in kept(page)[key][1]


def test_worker_keeps_nothing_but_copies_that_are_meant_to_be_kept(
    new_reader: MakeReader, product: Product
) -> None:
    page = new_reader(product).go(product.path("biasa-3"))
    for path in (
        product.path("lengkap"),
        "/akun/",
        "/_/fragments/latest",
        "/robots.txt",
        "/_/saved/story-999999",
    ):
        said = page.evaluate(CHECK.replace('verb: "check", key: true', f'verb: "save", key: "{path}"'))
        assert said == "refused", path
    assert kept(page) == {}


def test_a_new_worker_deletes_the_shell_of_the_one_before(new_reader: MakeReader, product: Product) -> None:
    page = new_reader(product).go("/tersimpan/")
    ready(page)
    page.evaluate("caches.open('shell-0')")
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.unregister())")
    page.reload()
    ready(page)
    deadline = time.monotonic() + 20
    while "shell-0" in (names := page.evaluate("caches.keys()")) and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert [name[:6] for name in names if name != "saved"] == ["shell-"] and "shell-0" not in names


def test_without_javascript_the_button_is_not_there_and_the_list_says_why(
    without_script: Reader, product: Product
) -> None:
    expect(without_script.go(product.path("lengkap")).locator("[data-save]")).to_be_hidden()
    page = without_script.go("/tersimpan/")
    expect(page.get_by_text(say("Saving stories needs JavaScript."))).to_be_visible()
