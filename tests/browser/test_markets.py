"""Quotes on readers' pages: right without a script, streamed with one, paused when the reader says so."""

from tests.browser.conftest import DESK, MakeReader, Reader
from tests.product import Product


def test_figures_and_ranges_are_there_without_a_script(without_script: Reader) -> None:
    page = without_script.go("/pasar/usd-idr/")
    assert page.locator(".instrument__value").inner_text() == "15.930"
    assert page.locator(".market-bar__item").count() == 11
    shown = page.locator(".chart__range:visible")
    assert shown.count() == 1
    page.locator("label[for=show-5y]").click()
    assert shown.count() == 1
    assert page.locator("figure.chart__range:visible table").count() == 1


def test_an_instrument_s_page_is_streamed_and_a_pause_is_kept(
    new_reader: MakeReader, product: Product
) -> None:
    reader = new_reader(product, viewport=DESK)
    page = reader.go("/pasar/idx/")
    page.locator("html[data-quotes=streamed]").wait_for(state="attached")
    page.locator("[data-pause-button]").click()
    assert page.evaluate("document.documentElement.dataset.quotes") == "asked"
    page.reload(wait_until="load")
    page.wait_for_timeout(1_500)
    assert page.locator("[data-pause-button]").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.dataset.quotes") == "asked"
    assert page.locator("[aria-live]", has=page.locator("[data-value]")).count() == 0


def test_the_interactive_chart_is_loaded_when_asked_for_and_read_by_keyboard(at_a_desk: Reader) -> None:
    page = at_a_desk.go("/pasar/idx/")
    assert not [answer.url for answer in at_a_desk.answers if "modules/chart" in answer.url]
    page.locator("[data-open]").click()
    reading = page.locator(".instrument__reading")
    reading.wait_for()
    last = reading.inner_text()
    page.keyboard.press("ArrowLeft")
    assert reading.inner_text() != last
    page.locator("#chart-other").select_option(index=1)
    page.locator(".instrument__reading", has_text="·").wait_for()
