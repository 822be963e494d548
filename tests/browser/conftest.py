"""The running product and a browser that reads it; whatever a reader must never meet fails the test that met it."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests.product import Product, newsroom

HERE = Path(__file__).parent
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Nothing but the machine itself has a name: a page that asks anybody else for anything is found out.
ARGUMENTS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--disable-gpu"]

# Chromium's words of a view transition that it left out: the page was there first, or the next one asked for none.
LEFT_OUT = re.compile(r"Page already revealed|ViewTransition|Transition was (?:aborted|skipped)")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with a small newsroom; tests that change what readers see make one of their own."""
    with _running(tmp_path_factory, "small") as running:
        yield running


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with copy that means harm."""
    with _running(tmp_path_factory, "hostile") as running:
        yield running


def _running(tmp_path_factory: pytest.TempPathFactory, which: str) -> Product:
    folder = tmp_path_factory.mktemp(which) / "data"
    return Product(newsroom(folder, which))


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield running
        running.close()


class Reader:
    """A reader with a browser of their own; `troubles` is what they must never meet."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        """Read the site at `address`."""
        self.context = context
        self.address = address
        self.troubles: list[str] = []
        self.answers: list[Response] = []
        self.page = self.open()

    def open(self) -> Page:
        """Open another page of the same browser."""
        page = self.context.new_page()
        page.on("request", lambda request: self._asked(request.url))
        # A function of ours: Playwright puts a mark on it, for which a built-in method has no room.
        page.on("response", lambda answer: self.answers.append(answer))
        page.on(
            "dialog", lambda dialog: (self.troubles.append(f"a dialog: {dialog.message}"), dialog.dismiss())
        )
        page.on("pageerror", lambda error: self._failed(str(error)))
        page.on("console", lambda line: self._said(line.type, line.text))
        return page

    def go(self, path: str, status: int = 200) -> Page:
        """Open `path` in the first page."""
        response = self.page.goto(self.address + path, wait_until="load")
        assert response is not None and response.status == status, (
            f"{path} answers {response and response.status}"
        )
        return self.page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address + "/", "data:")):
            self.troubles.append(f"asked another host: {url}")

    def _failed(self, error: str) -> None:
        if not LEFT_OUT.search(error):
            self.troubles.append(f"an error: {error}")

    def _said(self, kind: str, text: str) -> None:
        # The browser itself says so of every page that is not there.
        if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
            self.troubles.append(f"{kind}: {text}")


MakeReader = Callable[..., Reader]


def come_true(page: Page, said: str, seconds: float = 15) -> None:
    """Wait until an expression is true in a page.

    Playwright's own `wait_for_function` evaluates text in the page, which our policy forbids from the second look on.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(said):
        assert time.monotonic() < end, f"not true after {seconds} s: {said}"
        page.wait_for_timeout(100)


@pytest.fixture
def new_reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Make readers of any product: `new_reader(product, viewport=PHONE, …)`, options as Playwright's contexts."""
    made: list[Reader] = []

    def make(product: Product, **options: Any) -> Reader:
        context = browser.new_context(
            **{"viewport": PHONE, "locale": "id-ID", "timezone_id": "Asia/Makassar"} | options
        )
        context.set_default_timeout(15_000)
        made.append(Reader(context, product.address))
        return made[-1]

    yield make
    for reader in made:
        reader.context.close()
    assert [trouble for reader in made for trouble in reader.troubles] == []


@pytest.fixture
def reader(new_reader: MakeReader, product: Product) -> Reader:
    """A reader with a phone 360 pixels wide."""
    return new_reader(product)


@pytest.fixture
def at_a_desk(new_reader: MakeReader, product: Product) -> Reader:
    """A reader with a screen 1,280 pixels wide."""
    return new_reader(product, viewport=DESK)


@pytest.fixture
def without_script(new_reader: MakeReader, product: Product) -> Reader:
    """A reader with a phone and no JavaScript."""
    return new_reader(product, java_script_enabled=False)


def pytest_configure(config: pytest.Config) -> None:
    """Say early that there is no browser, not once for each test."""
    if not any(
        shutil.which(name)
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    ):
        pytest.exit("the browser tests need Chromium or Chrome: run tools/chromium", returncode=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try once more what fails here, and say so: real processes share their time with all else that runs."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))
