"""Checks of the settings of feeds, search and crawlers: each wrong one is named in one line."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from tajuk.site import declarations
from tajuk.site.robots import AI_CRAWLERS, NONE
from tajuk.site.search.opensearch import OpenSearch
from tajuk.site.search.server import BadAddress, server

_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return what is wrong with the site's settings."""
    return list(_wrong())


def _wrong() -> Iterator[CheckMessage]:
    if unknown := set(settings.TAJUK_AI_CRAWLERS) - {*AI_CRAWLERS, NONE}:
        known = ", ".join((*AI_CRAWLERS, NONE))
        yield Error(
            f"TAJUK_AI_CRAWLERS holds {', '.join(sorted(unknown))}; it may hold {known}", id="site.E001"
        )
    yield from _wrong_with_search()
    yield from (Error(said, id="site.E003") for said in declarations.wrong_lines())
    if (key := settings.TAJUK_INDEXNOW_KEY) and not _KEY.fullmatch(key):
        yield Error("TAJUK_INDEXNOW_KEY must be 8 to 128 letters, digits and hyphens", id="site.E004")
    for address in (*settings.TAJUK_WEBSUB_HUBS, settings.TAJUK_INDEXNOW_URL):
        if not address.startswith(("https://", "http://")):
            yield Error(f"{address} is no address of a hub or search engine to tell", id="site.E005")


def _wrong_with_search() -> Iterator[CheckMessage]:
    try:
        found = import_string(settings.TAJUK_SEARCH)
    except ImportError:
        yield Error(f"TAJUK_SEARCH names no search backend: {settings.TAJUK_SEARCH}", id="site.E002")
        return
    if found is not OpenSearch:
        return
    if find_spec("opensearchpy") is None:
        yield Error("TAJUK_SEARCH is OpenSearch: install tajuk[opensearch]", id="site.E006")
    try:
        server()
    except BadAddress as fault:
        yield Error(f"TAJUK_OPENSEARCH {fault}", id="site.E007")
