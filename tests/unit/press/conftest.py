"""A data folder, a site and a press of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tajuk.press import bake, fragments, plates, readership, render, scheduler
from tests.unit.press import urls


@pytest.fixture(autouse=True)
def site(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    settings.ROOT_URLCONF = "tests.unit.press.urls"
    settings.PRESS_BAKES_ON_REQUEST = True
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    if "tajuk.press.middleware.PressMiddleware" not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = ["tajuk.press.middleware.PressMiddleware", *settings.MIDDLEWARE]
    render.forget_handler()
    kept = dict(scheduler._dues), dict(fragments._paths), list(plates._sources), list(plates._settings)
    orders = list(readership._orders)
    scheduler._dues.clear()
    fragments._paths.clear()
    plates._sources.clear()
    plates._settings.clear()
    readership._orders.clear()
    urls.seen.clear()
    urls.texts.clear()
    urls.broken.clear()
    yield
    scheduler._dues.clear()
    scheduler._dues.update(kept[0])
    fragments._paths.clear()
    fragments._paths.update(kept[1])
    plates._sources[:] = kept[2]
    plates._settings[:] = kept[3]
    readership._orders[:] = orders
    bake._store.cache_clear()
    render.forget_handler()
