"""Checks of the settings of feeds, search and crawlers: each wrong one is named in one line."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from tajuk.site.robots import AI_CRAWLERS, NONE


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return what is wrong with the site's settings."""
    return list(_wrong())


def _wrong() -> Iterator[CheckMessage]:
    if unknown := set(settings.TAJUK_AI_CRAWLERS) - {*AI_CRAWLERS, NONE}:
        known = ", ".join((*AI_CRAWLERS, NONE))
        yield Error(
            f"TAJUK_AI_CRAWLERS holds {', '.join(sorted(unknown))}; it may hold {known}", id="site.E001"
        )
    try:
        import_string(settings.TAJUK_SEARCH)
    except ImportError:
        yield Error(f"TAJUK_SEARCH names no search backend: {settings.TAJUK_SEARCH}", id="site.E002")
