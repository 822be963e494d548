"""What a reader may do with a story: the size of its letters, listening, quoting, paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, MakeReader, Reader, come_true
from tests.browser.words import say
from tests.product import Product

SIZE = "e => parseFloat(getComputedStyle(e).fontSize)"
MARK = """() => {
  const second = document.querySelector(".prose p:nth-of-type(2)");
  const node = document.createTreeWalker(second, NodeFilter.SHOW_TEXT).nextNode();
  getSelection().setBaseAndExtent(node, 0, node, 60);
}"""
# A browser with a voice, which writes down what it is to say.
VOICE = """language => {
  window.said = [];
  const speech = {
    getVoices: () => [{ lang: language }],
    speak: what => {
      window.said.push(what.text);
      window.ending = setTimeout(() => what.dispatchEvent(new Event("end")), 20);
    },
    cancel: () => { clearTimeout(window.ending); },
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
}"""


def test_size_of_letters_is_kept_and_has_ends(at_a_desk: Reader, product: Product) -> None:
    page = at_a_desk.go(product.path("lengkap"))
    prose = page.locator(".prose")
    before = prose.evaluate(SIZE)
    larger = page.get_by_role("button", name=say("Larger letters"))
    smaller = page.get_by_role("button", name=say("Smaller letters"))
    expect(smaller).to_have_attribute("aria-disabled", "true")
    for _ in range(3):
        larger.click()
    expect(larger).to_have_attribute("aria-disabled", "true")
    assert prose.evaluate(SIZE) == pytest.approx(before * 1.5, abs=0.1)
    page.goto(at_a_desk.address + product.path("biasa-1"))
    assert page.locator(".prose").evaluate(SIZE) == pytest.approx(before * 1.5, abs=0.1)
    smaller.click()
    assert page.locator(".prose").evaluate(SIZE) < before * 1.5


def test_story_is_read_aloud_in_order_and_stops(new_reader: MakeReader, product: Product) -> None:
    reader = new_reader(product)
    reader.page.add_init_script(f"({VOICE})('id-ID')")
    page = reader.go(product.path("lengkap"))
    button = page.locator("[data-listen]")
    expect(button).to_have_text(say("Listen"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    come_true(page, "window.said.length > 2")
    button.click()
    expect(button).to_have_text(say("Listen"))
    said = page.evaluate("window.said")
    assert said[0].startswith("Harga emas menguat 0,67%")
    assert any("Bank sentral menahan suku bunga acuan pada 6,00%" in sentence for sentence in said)
    assert page.locator("[data-spoken]").count() == 0
    page.wait_for_timeout(200)
    assert page.evaluate("window.said.length") == len(said)


def test_listening_is_offered_only_where_a_voice_speaks_the_language(
    new_reader: MakeReader, product: Product
) -> None:
    reader = new_reader(product)
    reader.page.add_init_script(f"({VOICE})('fr-FR')")
    expect(reader.go(product.path("lengkap")).locator("[data-listen]")).to_be_hidden()
    expect(reader.page.locator("[data-print]")).to_be_visible()


def test_marked_words_are_copied_with_their_source(at_a_desk: Reader, product: Product) -> None:
    at_a_desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = at_a_desk.go(product.path("biasa-1"))
    button = page.locator("[data-quote]")
    expect(button).to_be_hidden()
    page.evaluate(MARK)
    expect(button).to_be_visible()
    button.click()
    expect(button).to_have_text(say("Copied"))
    quote, source = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert re.fullmatch("“Bank sentral menahan suku bunga.+”", quote)
    assert source.startswith("Kabar biasa nomor 1 dari bursa dan pelabuhan, ")
    assert f"{product.address}{product.path('biasa-1')}#:~:text=Bank%20sentral%20menahan%20suku," in source
    page.evaluate("getSelection().removeAllRanges(); document.activeElement.blur()")
    expect(button).to_be_hidden()


def test_share_of_the_device_is_offered_where_there_is_one(new_reader: MakeReader, product: Product) -> None:
    reader = new_reader(product)
    reader.page.add_init_script("navigator.share = async what => { window.shared = what; }")
    page = reader.go(product.path("lengkap"))
    page.locator("[data-share]").click()
    assert page.evaluate("window.shared.url") == product.address + product.path("lengkap")


def test_paper_has_the_story_its_credits_and_addresses_and_nothing_else(
    new_reader: MakeReader, product: Product
) -> None:
    reader = new_reader(product, viewport=DESK)
    page = reader.go(product.path("lengkap"))
    page.emulate_media(media="print")
    for part in (
        ".market-bar", ".sections", ".masthead__tools", ".share", ".reading", ".promo-banner", ".academy", ".related",
        ".with-rail__rail", ".footer__top", "[data-promo-overlay]", ".skip",
    ):  # fmt: skip
        assert [each for each in page.locator(part).all() if each.is_visible()] == [], part
    for part in (
        ".masthead__name",
        "h1",
        ".byline",
        ".figure--lead img",
        ".prose",
        ".story__source",
        ".notice",
    ):
        expect(page.locator(part).first).to_be_visible()
    expect(page.locator(".story__source")).to_contain_text(product.address + product.path("lengkap"))
    expect(page.locator(".figure__credit").first).to_contain_text("Juru Uji")
    outside = page.locator(".prose a[href^='http']").first
    assert "https://contoh.example/luar" in outside.evaluate("e => getComputedStyle(e, '::after').content")
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF") and 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 5
    reader.go(product.path("premium"))
    page.emulate_media(media="print")
    assert "rahasiaberbayar" not in page.locator("body").inner_text()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_photo_story_is_gone_through_by_buttons_and_by_keys(
    new_reader: MakeReader, product: Product, motion: str
) -> None:
    page = new_reader(product, reduced_motion=motion).go("/styleguide/")
    series = page.locator("[data-series]")
    place = series.locator("[data-place]")
    expect(place).to_have_text("1 / 4")
    expect(series.get_by_role("button", name=say("Previous picture"))).to_have_attribute(
        "aria-disabled", "true"
    )
    series.get_by_role("button", name=say("Next picture")).click()
    expect(place).to_have_text("2 / 4")
    expect(series.locator(".series__item").nth(1)).to_be_in_viewport(ratio=0.5)
    series.locator(".series__scroll").focus()
    page.keyboard.press("End")
    expect(place).to_have_text("4 / 4")
    expect(series.locator(".series__item").nth(3)).to_be_in_viewport(ratio=0.5)
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("3 / 4")
    expect(series.locator(".series__item").nth(2)).to_contain_text("Agensi/Juru Foto")


def test_photo_story_needs_no_script(without_script: Reader) -> None:
    page = without_script.go("/styleguide/")
    scroll = page.locator(".series__scroll")
    scroll.scroll_into_view_if_needed()
    scroll.evaluate("e => e.scrollTo({ left: e.clientWidth, behavior: 'instant' })")
    expect(scroll.locator(".series__item").nth(1)).to_be_in_viewport(ratio=0.5)
    expect(scroll.locator(".series__item").nth(1)).to_contain_text("Foto ini ditarik oleh agensi.")
