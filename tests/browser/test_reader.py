"""The reader's path through the paper, on a phone and at a desk, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, MakeReader, Reader
from tests.browser.words import say
from tests.product import Product

MOMENT = re.compile(
    r"(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d{1,2} [A-Z][a-z]+ \d{4} / \d\d:\d\d WIB"
)
DESIGNED = {
    "EMAS": ("1.508.000", "10.000", "0,67%"),
    "USD/IDR": ("15.930", "-61,00", "-0,38%"),
    "IDX": ("7.141", "-39,42", "-0,55%"),
    "KOMPAS100": ("1.095", "-7,91", "-0,72%"),
    "LQ45": ("866", "-8,90", "-1,02%"),
    "ISSI": ("220", "0,44", "0,20%"),
    "IDX30": ("443", "-4,74", "-1,06%"),
    "IDXHIDIV20": ("534", "-3,94", "-0,73%"),
    "IDX80": ("126", "-0,93", "-0,74%"),
    "IDXV30": ("134", "-0,98", "-0,72%"),
    "IDXQ30": ("148", "-1,09", "-0,73%"),
}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_reader_goes_from_home_to_section_story_read_also_topic_latest_and_search(
    new_reader: MakeReader, product: Product, viewport: dict[str, int], script: bool
) -> None:
    reader = new_reader(product, viewport=viewport, java_script_enabled=script)
    page = reader.go("/")
    expect(page.locator("main h2 a").first).to_have_text(
        "Harga emas menguat 0,67% setelah bank sentral menahan suku bunga"
    )
    page.locator(".sections").get_by_role("link", name="Investasi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Investasi")
    page.locator("main").get_by_role("link", name=re.compile("^Harga emas menguat")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harga emas menguat")
    page.locator(".read-also a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabar biasa nomor 1 dari bursa dan pelabuhan")
    page.get_by_role("navigation", name=say("Topics")).get_by_role("link", name="Suku bunga").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Suku bunga")
    page.locator("main a[href='/terbaru/']").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Latest"))
    expect(page.locator(".latest__headline a").first).to_be_visible()
    page.locator(".masthead__tools a[href='/cari']").click()
    page.get_by_role("searchbox").last.fill("menguat")
    page.get_by_role("searchbox").last.press("Enter")
    expect(page.locator("main").get_by_role("link", name=re.compile("Harga emas menguat"))).to_be_visible()
    assert page.url.endswith("/cari?q=menguat")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_article_has_every_part_of_the_design(new_reader: MakeReader, product: Product, script: bool) -> None:
    reader = new_reader(product, java_script_enabled=script)
    page = reader.go(product.path("lengkap"))
    _has_frame(page)
    _has_head(page)
    _has_body(page)
    _has_end(page, product)


def _has_frame(page: Page) -> None:
    """Check parts 1 to 3 and 8 to 10: what stands around the story."""
    expect(page.get_by_role("complementary", name=say("Promotion")).first).to_contain_text("Promo banner")
    expect(page.locator(".masthead")).to_contain_text("Harian Uji")
    assert page.locator(".sections a").all_text_contents() == ["Investasi", "Makro", "Energi", say("Markets")]
    expect(page.locator(".clock")).to_contain_text("WIB")
    expect(page.get_by_role("heading", name=say("Indicators"))).to_be_visible()
    latest = page.get_by_role("region", name=say("Latest"))
    expect(latest.get_by_role("listitem").first).to_contain_text("Harga emas menguat")
    expect(page.get_by_role("region", name=say("Most read")).get_by_role("listitem").first).to_be_visible()
    academy = page.get_by_role("region", name=say("Academy"))
    expect(academy.get_by_role("link", name="Kelas membaca laporan 0")).to_have_attribute(
        "href", "/akademi/kelas-0/"
    )
    expect(academy).to_contain_text("Rp 350.000")
    footer = page.locator("footer.footer")
    for name, leads_to in {
        "Redaksi": "/tentang/redaksi/", "Pedoman media siber": "/tentang/pedoman/", say("Corrections"): "/koreksi/",
        "RSS": "/rss.xml", "Atom": "/atom.xml", "JSON Feed": "/feed.json",
    }.items():  # fmt: skip
        expect(footer.get_by_role("link", name=name, exact=True)).to_have_attribute("href", leads_to)


def _has_head(page: Page) -> None:
    """Check parts 4 and 5: headline, time, people, sources, lead picture."""
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Harga emas menguat 0,67% setelah bank sentral menahan suku bunga"
    )
    assert MOMENT.search(page.locator(".byline__time").inner_text())
    byline = page.locator(".byline")
    expect(byline.get_by_role("link", name="Ratna Uji")).to_have_attribute("href", "/penulis/ratna-uji/")
    expect(byline.get_by_role("link", name="Bagus Uji")).to_have_attribute("href", "/penulis/bagus-uji/")
    for word in (say("Source"), "Kawat Uji", "Meridian Uji", "Reporter", "Editor"):
        expect(byline).to_contain_text(word)
    lead = page.locator(".figure--lead")
    expect(lead.locator("img")).to_have_attribute("alt", "Gambar gold-bars")
    expect(lead.locator("figcaption")).to_contain_text("Emas batangan di gerai uji.")
    expect(lead.locator("figcaption")).to_contain_text("Juru Uji")
    assert lead.locator("img").evaluate("img => img.complete && img.naturalWidth > 0")


def _has_body(page: Page) -> None:
    """Check part 6: dateline, links, subhead, quote, list, picture, table, chart, embed."""
    prose = page.locator(".prose")
    expect(prose.locator("p").first).to_contain_text("UJI.ID - SEOUL. Bank sentral menahan")
    expect(prose.locator(".read-also").first).to_contain_text(f"{say('Read also')}: Kabar biasa nomor 1")
    expect(prose.get_by_role("link", name="kabar kedua")).to_have_attribute(
        "href", re.compile(r"^/energi/.*-2$")
    )
    expect(prose.get_by_role("link", name="situs luar")).to_have_attribute("rel", re.compile("noopener"))
    expect(prose.get_by_role("heading", name="Harga hari ini")).to_be_visible()
    expect(prose.locator("blockquote")).to_contain_text("Pasar sudah tenang.")
    expect(prose.locator(".quote__said")).to_have_text("Damar Uji, ekonom")
    assert prose.locator("ul li").first.inner_text() == "Butir satu"
    expect(prose.locator(".figure figcaption")).to_contain_text("Pelabuhan pada pagi hari.")
    table = prose.locator(".figure-table").first
    assert table.locator("thead th").all_inner_texts() == ["Produk", "Harga", "Perubahan"]
    expect(table).to_contain_text(f"{say('Source')}: Kawat Uji")
    expect(prose.locator(".chart svg").first).to_be_visible()
    expect(prose.locator(".chart").get_by_text(say("The figures as a table"))).to_be_visible()
    expect(prose.get_by_role("link", name="video.contoh.example")).to_be_visible()


def _has_end(page: Page, product: Product) -> None:
    """Check part 7: topics, share links, corrections, related stories."""
    topics = page.get_by_role("navigation", name=say("Topics"))
    assert topics.get_by_role("link").all_inner_texts() == ["Emas", "Suku bunga"]
    notice = page.get_by_role("complementary", name=say("Correction"))
    expect(notice).to_contain_text("naik 0,76%")
    expect(notice).to_contain_text("naik 0,67%")
    assert MOMENT.search(notice.inner_text())
    for name in ("WhatsApp", "X", "Telegram", "Facebook", say("E-mail")):
        link = page.locator(".share").get_by_role("link", name=name, exact=True)
        assert "lengkap" not in (link.get_attribute("href") or "")
        assert product.path("lengkap").rpartition("/")[2] in (link.get_attribute("href") or "")
    expect(
        page.get_by_role("region", name=say("Related stories")).get_by_role("article").first
    ).to_be_visible()


def test_market_bar_tells_the_designed_figures_without_javascript(without_script: Reader) -> None:
    page = without_script.go("/")
    shown = {}
    for row in page.locator("[data-symbol]").all():
        figures = [row.locator(f"[data-{part}]").inner_text() for part in ("value", "change", "percent")]
        shown[row.get_attribute("data-symbol")] = tuple(
            figure.replace("−", "-").lstrip("+") for figure in figures
        )
        assert re.search(r"\d\d[:.]\d\d", row.locator("time").inner_text()), "each figure says its time"
        assert row.locator("[data-state-text]").inner_text().strip(), "each figure says its state"
    assert shown == DESIGNED


def test_overlay_promo_closes_by_keyboard_and_stays_closed(reader: Reader, product: Product) -> None:
    page = reader.go(product.path("biasa-1"))
    overlay = page.locator("[data-promo-overlay]")
    expect(overlay).to_be_hidden()
    page.mouse.wheel(0, 600)
    expect(overlay).to_be_visible(timeout=12_000)
    close = overlay.get_by_role("button")
    close.focus()
    page.keyboard.press("Enter")
    expect(overlay).to_be_hidden()
    for again in (page, reader.open()):
        again.clock.install()
        again.goto(product.address + product.path("biasa-2"))
        again.clock.run_for(60_000)
        expect(again.locator("[data-promo-overlay]")).to_be_hidden()


def test_escape_closes_the_overlay_promo(at_a_desk: Reader) -> None:
    page = at_a_desk.go("/")
    expect(page.locator("[data-promo-overlay]")).to_be_visible(timeout=12_000)
    page.keyboard.press("Escape")
    expect(page.locator("[data-promo-overlay]")).to_be_hidden()


def test_no_overlay_without_javascript_nor_on_light_pages(without_script: Reader, product: Product) -> None:
    page = without_script.go(product.path("lengkap"))
    expect(page.locator("[data-promo-overlay]")).to_be_hidden()
    page = without_script.go("/lite" + product.path("lengkap"))
    assert page.locator("[data-promo-overlay], script, img").count() == 0


def test_clock_shows_jakarta_time_wherever_the_reader_is(reader: Reader) -> None:
    page = reader.go("/")
    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"^\w+, \d+ \w+ \d{4} / \d\d:\d\d$"))
    wanted = page.evaluate(
        "new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit'})"
        ".format(new Date())"
    )
    expect(page.locator(".clock")).to_have_text(re.compile(f"{wanted[:3]}.. WIB$"))


def test_theme_switch_goes_through_auto_light_and_dark_and_is_remembered(at_a_desk: Reader) -> None:
    page = at_a_desk.go("/")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(background)
    switch = page.locator(".masthead__tools [data-theme-switch]")
    switch.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    switch.click()
    dark = page.evaluate(background)
    assert dark != light
    page.reload()
    assert page.evaluate(background) == dark
    assert switch.get_attribute("aria-label") == say("Theme: dark")


def test_a_device_in_the_dark_gets_a_dark_page(new_reader: MakeReader, product: Product) -> None:
    shades = []
    for scheme in ("light", "dark"):
        page = new_reader(product, color_scheme=scheme, java_script_enabled=False).go("/")
        shades.append(page.locator("html").evaluate("root => getComputedStyle(root).backgroundColor"))
    light, dark = (sum(map(int, re.findall(r"\d+", shade)[:3])) for shade in shades)
    assert light > 600 and dark < 200


def test_link_is_copied(at_a_desk: Reader, product: Product) -> None:
    at_a_desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = at_a_desk.go(product.path("lengkap"))
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy] [role=status]")).to_have_text(say("Copied"))
    assert page.evaluate("navigator.clipboard.readText()") == product.address + product.path("lengkap")


def test_english_edition_is_english_and_leads_to_the_translation(reader: Reader, product: Product) -> None:
    page = reader.go("/en/")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", name="Indicators")).to_be_visible()
    usd = page.locator("[data-symbol='USD/IDR'] [data-value]")
    expect(usd).to_have_text("15,930")
    page = reader.go(product.path("english-1"))
    expect(page.locator(".byline__time")).to_contain_text(re.compile(r"\w+, .* WIB"))
    expect(
        page.locator(".story__end").get_by_role("link", name="Kabar biasa nomor 1 dari bursa dan pelabuhan")
    ).to_have_attribute("href", product.path("biasa-1"))


def test_light_pages_lead_only_to_light_pages_and_to_the_full_one(
    without_script: Reader, product: Product
) -> None:
    page = without_script.go("/lite" + product.path("lengkap"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harga emas menguat")
    expect(page.get_by_text("Pasar sudah tenang.")).to_be_visible()
    expect(page.get_by_role("link", name=say("Full version"))).to_have_attribute(
        "href", product.path("lengkap")
    )
    paths = page.locator("a[href^='/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    others = {path for path in paths if not path.startswith("/lite/")} - {product.path("lengkap")}
    assert others == set()


def test_menu_opens_without_javascript_and_closes_with_escape(reader: Reader, without_script: Reader) -> None:
    page = without_script.go("/")
    page.locator("[data-menu] summary").click()
    expect(page.locator(".masthead__panel").get_by_role("link", name=say("Academy"))).to_be_visible()
    page = reader.go("/")
    page.locator("[data-menu] summary").click()
    expect(page.locator(".masthead__panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".masthead__panel")).to_be_hidden()


def test_updates_of_the_market_bar_can_be_paused_for_good(reader: Reader) -> None:
    page = reader.go("/")
    button = page.locator("[data-pause-button]")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text(say("Resume updates"))


def test_paid_words_are_not_on_the_page_of_a_premium_story(without_script: Reader, product: Product) -> None:
    page = without_script.go(product.path("premium"))
    expect(page.locator(".paywall")).to_be_visible()
    assert "rahasiaberbayar" not in page.content()


def test_article_says_the_words_of_an_indonesian_daily(without_script: Reader, product: Product) -> None:
    text = without_script.go(product.path("lengkap")).locator("body").inner_text()
    words = ("Indikator", "Sumber", "Reporter", "Editor", "Baca juga:", "Terbaru", "Terpopuler", "WIB")
    assert [word for word in words if word.lower() not in text.lower()] == []
