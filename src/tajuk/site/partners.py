"""Who asks the API, and what is noted of what they get."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError

from tajuk.clearance.actions import Delivered
from tajuk.clearance.models import Partner

BEARER = "Bearer "


def partner_of(request: HttpRequest) -> Partner | None:
    """Return the partner whose token came with a request, None without one; 401 for a token that is nobody's."""
    given = request.headers.get("Authorization", "")
    if not given:
        return None
    partner = (
        Partner.objects.of_token(given.removeprefix(BEARER).strip()) if given.startswith(BEARER) else None
    )
    if partner is None:
        raise HttpError(401, "This token is not known here.")
    return partner


def delivered(items: Iterable[dict[str, Any]]) -> Iterator[Delivered]:
    """Yield what is noted of ninjs documents that leave: the story, its version, and how much of it."""
    for item in items:
        ids = {each.get("role"): each.get("value") for each in item.get("altIds", ())}
        status = item.get("pubStatus", "usable")
        whole = "text" if item.get("representationType") == "full" else "teaser"
        version = str(item.get("version") or item.get("versionCreated") or "")
        yield Delivered(int(ids.get("id") or 0), version, whole if status == "usable" else status)
