"""What must be right for the wires before Tajuk starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import storages
from django.core.files.storage.handler import InvalidStorageError


@register("wires")
def check_payload_store(**kwargs: Any) -> list[CheckMessage]:
    """Ask for the storage that keeps the raw bytes."""
    try:
        storages["payloads"]
    except InvalidStorageError as error:
        return [Error(f"STORAGES must name a storage 'payloads': {error}", id="wires.E001")]
    return []


@register("wires")
def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Refuse settings of the wires that cannot be meant."""
    found: list[CheckMessage] = []
    size = getattr(settings, "TAJUK_WIRE_MAX_BYTES", 1)
    if not isinstance(size, int) or size <= 0:
        found.append(
            Error(f"TAJUK_WIRE_MAX_BYTES must be a positive number of bytes, not {size!r}", id="wires.E002")
        )
    allow = getattr(settings, "TAJUK_FETCH_ALLOW", [])
    if isinstance(allow, str) or not all(isinstance(host, str) for host in allow):
        found.append(Error(f"TAJUK_FETCH_ALLOW must be a list of hosts, not {allow!r}", id="wires.E003"))
    return found
