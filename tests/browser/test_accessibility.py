"""What every reader needs: axe's rules in both themes, a keyboard that is seen, small windows, big letters, paper."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, MakeReader, Reader, come_true
from tests.browser.kinds import KINDS, address
from tests.product import Product

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1
    && !e.closest("[class*=scroll], .market-bar__list, .sections__list, .unseen"))
  .slice(0, 5).map(e => `${e.tagName}.${e.className}`)"""
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const points = [[.5, .5], [.1, .5], [.9, .5]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
  const over = points.map(([x, y]) => document.elementFromPoint(x, y));
  const outline = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  return {
    name: `${e.tagName}.${e.className} ${(e.textContent || e.getAttribute("aria-label") || "").trim().slice(0, 30)}`,
    outlined: outline,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: over.every(o => o && !e.contains(o) && !o.contains(e)),
    empty: box.width * box.height === 0,
  };
}"""


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe objects to, by these rules or all, with the elements."""
    only: dict[str, Any] = {"type": "rule" if rules else "tag", "values": rules or [*AA, "best-practice"]}
    if "/styleguide/" in page.url and not rules:
        only["values"] = AA  # components stand there more than once, their landmarks too
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {one['help']} {json.dumps([node['target'] for node in one['nodes'][:4]])}"
        for one in found
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_either_theme(new_reader: MakeReader, product: Product, kind: str) -> None:
    path, status = address(product, kind)
    reader = new_reader(product, viewport=PHONE, color_scheme="light")
    page = reader.go(path, status)
    found = {"light": violations(page)}
    if not kind.startswith("lite"):  # these have no colours of their own, and axe does not know the browser's
        page.emulate_media(color_scheme="dark")
        found["dark"] = violations(page, "color-contrast", "link-in-text-block")
    assert not any(found.values()), found


@pytest.mark.parametrize("kind", ["home", "article", "markets", "plans"])
def test_axe_finds_nothing_at_a_desk(at_a_desk: Reader, product: Product, kind: str) -> None:
    path, _ = address(product, kind)
    assert violations(at_a_desk.go(path)) == []


def test_axe_finds_nothing_with_menu_sources_and_promo_open(reader: Reader) -> None:
    page = reader.go("/")
    page.locator("[data-promo-overlay]").wait_for(state="visible", timeout=12_000)
    page.locator("[data-menu] summary").click()
    page.locator(".market-bar__sources summary").evaluate("summary => summary.click()")
    assert violations(page) == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("kind", ["home", "article"])
def test_focus_is_seen_and_never_covered(
    new_reader: MakeReader, product: Product, viewport: dict[str, int], kind: str
) -> None:
    page = new_reader(product, viewport=viewport).go(address(product, kind)[0])
    wrong, seen = [], 0
    for _ in range(70):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUS)
        if state is None:
            break
        seen += 1
        if state["empty"] or not state["outlined"] or not state["inside"] or state["covered"]:
            wrong.append(state)
    assert seen >= 25
    assert wrong == []


def test_first_tab_offers_to_skip_to_the_content(reader: Reader, product: Product) -> None:
    page = reader.go(product.path("lengkap"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")  # the browser's word of it may come a moment after the key
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("kind", KINDS)
def test_page_fits_a_window_of_320_pixels_and_letters_of_twice_the_size(
    new_reader: MakeReader, product: Product, kind: str
) -> None:
    path, status = address(product, kind)
    reader = new_reader(product, viewport={"width": 320, "height": 640})
    page = reader.go(path, status)
    assert page.evaluate(TOO_WIDE) <= 0, page.evaluate(WIDEST)
    page.set_viewport_size({"width": 640, "height": 800})
    # As a reader does it who sets the size of letters in the browser: it moves breakpoints in rem too.
    reader.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}}
    )
    come_true(page, "getComputedStyle(document.documentElement).fontSize === '32px'")
    assert page.evaluate(TOO_WIDE) <= 0, page.evaluate(WIDEST)


def test_paper_gets_the_story_and_not_what_stands_around_it(reader: Reader, product: Product) -> None:
    page = reader.go(product.path("lengkap"))
    page.emulate_media(media="print")
    for chrome in (".promo-banner", ".market-bar", ".sections", ".masthead__menu", "[data-promo-overlay]", ".share",
                   ".most-read", ".academy"):  # fmt: skip
        assert not any(part.is_visible() for part in page.locator(chrome).all()), chrome
    for part in (".story__headline", ".byline__time", ".prose", ".figure--lead img", ".notice"):
        assert page.locator(part).first.is_visible(), part
    assert page.evaluate("getComputedStyle(document.querySelector('.prose p')).color") in {
        "rgb(0, 0, 0)",
        "rgb(17, 17, 17)",
    }
    assert page.pdf()[:5] == b"%PDF-"


def test_forced_colours_keep_ways_buttons_and_focus_visible(new_reader: MakeReader, product: Product) -> None:
    page = new_reader(product, forced_colors="active").go(product.path("lengkap"))
    assert page.locator("[data-symbol] [data-change]").first.is_visible()
    canvas = page.evaluate(
        "() => { const d = document.createElement('div'); d.style.color = 'CanvasText'; document.body.append(d);"
        " const c = getComputedStyle(d).color; d.remove(); return c; }"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.prose p')).color") == canvas
    fill = page.locator(".market-bar__way").first.evaluate(
        "way => getComputedStyle(way.querySelector('path')).fill"
    )
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert fill not in {background, "none"}
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["outlined"]


def test_motion_stops_for_those_who_ask(new_reader: MakeReader, product: Product) -> None:
    page = new_reader(product, reduced_motion="reduce").go("/")
    moving = page.evaluate("document.getAnimations().filter(a => a.playState === 'running').length")
    assert moving == 0


def test_direction_of_a_figure_is_told_by_sign_and_shape_not_colour_alone(reader: Reader) -> None:
    page = reader.go("/")
    for row in page.locator("[data-symbol][data-way=down]").all():
        assert row.locator("[data-change]").inner_text()[0] in "-−"
    assert page.locator("[data-way] .market-bar__way").count() == page.locator("[data-symbol]").count()
