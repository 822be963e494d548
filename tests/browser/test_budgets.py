"""What a page may weigh and ask for, and what it must at least hold: budgets that break the build."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import MakeReader, Reader
from tests.browser.kinds import ADDRESSES, STORIES, address
from tests.product import Product

KB = 1_000
HTML, CSS, SCRIPT, PHONE_PAGE, LITE = 30 * KB, 15 * KB, 12 * KB, 200 * KB, 14 * KB
REQUESTS = 10
SHIFT = 0.002
FLOOR = 5 * KB  # an article whose page suddenly shrinks below this has lost its body
SHIFTS = """() => {
  window.shift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
}"""


def weights(answers: list[Response]) -> Iterator[tuple[str, int]]:
    """Yield the kind and the bytes of each answer as they went over the wire, headers aside.

    A stream of quotes has no end, so no weight: asking for it would wait until the server ends it.
    """
    for answer in answers:
        if not answer.url.startswith("data:") and answer.request.resource_type != "eventsource":
            yield answer.request.resource_type, answer.request.sizes()["responseBodySize"]


@pytest.mark.parametrize("kind", ["home", "section", "markets", "instrument", *STORIES])
def test_page_stays_within_its_budget_on_a_phone(reader: Reader, product: Product, kind: str) -> None:
    path, _ = address(product, kind)
    product.get(path)  # the first reader bakes the page; budgets are for all others
    page = reader.go(path)
    page.wait_for_load_state("networkidle")
    spent: dict[str, int] = {}
    for what, size in weights(reader.answers):
        spent[what] = spent.get(what, 0) + size
    assert spent["document"] <= HTML
    assert spent["stylesheet"] <= CSS
    assert spent["script"] <= SCRIPT
    assert sum(spent.values()) <= PHONE_PAGE, spent
    if kind in STORIES:
        assert len(reader.answers) <= REQUESTS, [answer.url for answer in reader.answers]


def test_no_script_blocks_the_page(reader: Reader, product: Product) -> None:
    page = reader.go(product.path("lengkap"))
    blocking = "script[src]:not([type=module]):not([async]):not([defer])"
    assert page.locator(blocking).count() == 0
    executable = "script:not([src]):not([type='application/ld+json'])"
    assert page.locator(executable).count() == 0
    assert page.locator("link[rel=stylesheet]").count() == 1


def test_article_holds_its_body_and_is_no_shell(product: Product) -> None:
    answer = product.get(product.path("lengkap"))
    assert answer.text.count("<p>") >= 9
    assert len(gzip.compress(answer.content)) >= FLOOR
    assert "Bank sentral menahan suku bunga acuan" in answer.text


@pytest.mark.parametrize(
    "kind", ["home", "section", "article", "markets", "latest", "instrument", "not-found"]
)
def test_nothing_shifts_while_a_page_loads_and_is_read(reader: Reader, product: Product, kind: str) -> None:
    path, status = address(product, kind)
    reader.page.add_init_script(f"({SHIFTS})()")
    page = reader.go(path, status)
    _read_to_the_end(page)
    assert page.evaluate("window.shift") <= SHIFT


def _read_to_the_end(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    for _ in range(12):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(40)


def test_overlay_promo_shifts_nothing(reader: Reader, product: Product) -> None:
    reader.page.add_init_script(f"({SHIFTS})()")
    page = reader.go(product.path("biasa-3"))
    page.locator("[data-promo-overlay]").wait_for(state="visible", timeout=12_000)
    assert page.evaluate("window.shift") <= SHIFT


@pytest.mark.parametrize("path", ["home", "markets", "article"])
def test_light_page_is_one_request_of_fourteen_kilobytes(reader: Reader, product: Product, path: str) -> None:
    light = "/lite" + (product.path("lengkap") if path == "article" else ADDRESSES[path])
    product.get(light)
    reader.go(light).wait_for_load_state("networkidle")
    assert [answer.request.resource_type for answer in reader.answers if answer.url.startswith("http")] == [
        "document"
    ]
    assert sum(size for _, size in weights(reader.answers)) <= LITE


def test_lead_picture_on_a_phone_is_the_small_modern_one(reader: Reader, product: Product) -> None:
    page = reader.go(product.path("lengkap"))
    chosen = page.locator(".figure--lead img").evaluate("img => img.currentSrc")
    assert chosen.endswith(".avif") and "-400" in chosen


def test_everything_a_page_needs_is_kept_by_browsers(reader: Reader, product: Product) -> None:
    page = reader.go(product.path("lengkap"))
    page.wait_for_load_state("networkidle")
    for answer in reader.answers:
        if answer.request.resource_type in {"stylesheet", "script", "font"}:
            assert "immutable" in (answer.headers.get("cache-control") or ""), answer.url


def test_page_without_pictures_is_whole(new_reader: MakeReader, product: Product) -> None:
    reader = new_reader(product)
    reader.context.route("**/media/**", lambda route: route.abort())
    reader.page.add_init_script(f"({SHIFTS})()")
    page = reader.go(product.path("lengkap"))
    assert page.locator(".figure--lead img").bounding_box()["height"] > 100  # type: ignore[index]
    assert page.evaluate("window.shift") <= SHIFT
    reader.troubles[:] = [trouble for trouble in reader.troubles if "ERR_FAILED" not in trouble]
