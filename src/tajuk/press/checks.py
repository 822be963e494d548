"""What must hold for pages to be baked."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host


def register() -> None:
    """Register the checks with Django."""
    checks.register(site_address_is_allowed)


def site_address_is_allowed(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.CheckMessage]:
    """Complain when pages would be baked for a host that Django refuses."""
    host = urlsplit(settings.SITE_ADDRESS).hostname or ""
    if host and (settings.DEBUG or validate_host(host, settings.ALLOWED_HOSTS)):
        return []
    return [
        checks.Error(
            f"TAJUK_HOSTS does not name the host of TAJUK_ADDRESS ({host or settings.SITE_ADDRESS!r}).",
            hint="Add it: pages are rendered for that host.",
            id="press.E001",
        )
    ]
