"""Tell others at once what is new: WebSub hubs of feeds that changed, search engines (IndexNow) of pages.

WebSub: https://www.w3.org/TR/websub/, the publisher's ping as hubs have it since PubSubHubbub 0.4. IndexNow:
https://www.indexnow.org/documentation.
"""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import orjson
from django.conf import settings

from tajuk.site import links

WEBSUB, INDEXNOW = "websub", "indexnow"
TRIES = 10
_BYTES, _SECONDS = 20_000, 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
# What will not be taken the next time either: a wrong key, an address that is not ours.
_REFUSED = frozenset({400, 401, 403, 404, 405, 410, 422})


class Busy(Exception):
    """Whoever was to be told could not be reached, or was too busy."""


class Refused(Exception):
    """Whoever was to be told will not hear of it."""


def receivers() -> tuple[tuple[str, str], ...]:
    """Return who is told of what is new: the protocol and the address of each."""
    hubs = tuple((WEBSUB, hub) for hub in settings.TAJUK_WEBSUB_HUBS)
    return (*hubs, (INDEXNOW, settings.TAJUK_INDEXNOW_URL)) if settings.TAJUK_INDEXNOW_KEY else hubs


def tell(protocol: str, receiver: str, addresses: Sequence[str]) -> None:
    """Tell a hub or a search engine of addresses that changed; raise `Busy` or `Refused`, each one line."""
    from tajuk.common.http import (
        FetchError,
        Limits,
        fetch,
    )  # where somebody is told: not where a story is only saved

    content, form = _ping(protocol, addresses)
    limits = Limits(size=_BYTES, seconds=_SECONDS)
    try:
        answer = fetch(
            receiver, method="POST", headers={"Content-Type": form}, content=content, limits=limits
        )
    except FetchError as fault:
        raise Busy(str(fault)) from fault
    if answer.status in _REFUSED:
        raise Refused(f"{receiver} answered {answer.status}")
    if not 200 <= answer.status < 300:
        raise Busy(f"{receiver} answered {answer.status}")


def pause(tried: int) -> timedelta:
    """Return how long to wait after so many tries: half a minute, doubled each time, six hours at most."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * (1 << min(tried, 20)))


def _ping(protocol: str, addresses: Sequence[str]) -> tuple[bytes, str]:
    if protocol == WEBSUB:
        pairs = [("hub.mode", "publish"), *(("hub.url", address) for address in addresses)]
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    key = settings.TAJUK_INDEXNOW_KEY
    content = {
        "host": urlsplit(settings.SITE_ADDRESS).netloc,
        "key": key,
        "keyLocation": links.whole(f"/{key}.txt"),
        "urlList": list(addresses),
    }
    return orjson.dumps(content), "application/json; charset=utf-8"
