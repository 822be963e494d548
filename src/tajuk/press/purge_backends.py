"""Caches that can be purged by surrogate key, for Wagtail's `WAGTAILFRONTENDCACHE`.

Unlike Wagtail's own backends these raise `OSError` for what failed, so that it is tried again, and wait a few seconds
at most.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import islice
from typing import Any
from urllib.parse import quote, urlsplit

from wagtail.contrib.frontend_cache.backends.base import BaseBackend

_SECONDS = 3.0
_MOST = 1024 * 1024  # bytes of an answer


class VarnishBackend(BaseBackend):
    """Varnish with deploy/varnish/tajuk.vcl: `PURGE` for an address, `BAN` for surrogate keys.

    `LOCATION` is where it listens (`http://127.0.0.1:6081`).
    """

    def __init__(self, params: dict[str, Any]) -> None:
        """Take Wagtail's settings."""
        super().__init__(params)
        self._netloc = urlsplit(params["LOCATION"]).netloc

    def purge(self, url: str) -> None:
        """Forget what is kept of an address."""
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Forget what is kept of addresses."""
        connection = HTTPConnection(self._netloc, timeout=_SECONDS)
        try:
            for url in urls:
                parts = urlsplit(url)
                path = parts.path + ("?" + parts.query if parts.query else "")
                self._ask(connection, "PURGE", path, {"Host": parts.netloc})
        finally:
            connection.close()

    def purge_keys(self, tokens: Iterable[str]) -> None:
        """Forget everything that was made from the things of these tokens (`edge.keys.token`)."""
        connection = HTTPConnection(self._netloc, timeout=_SECONDS)
        try:
            self._ask(connection, "BAN", "/", {"X-Surrogate-Keys": "|".join(tokens)})
        finally:
            connection.close()

    @staticmethod
    def _ask(connection: HTTPConnection, method: str, path: str, headers: dict[str, str]) -> None:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise OSError(f"{method} {path} was answered {answer.status} {answer.reason}")


class FastlyBackend(BaseBackend):
    """Fastly (https://www.fastly.com/documentation/reference/api/purging/): addresses, and keys 256 at a time.

    `SERVICE_ID` is the service, `API_TOKEN` a token that may `purge_select`; `API` another place than Fastly's own.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        """Take Wagtail's settings."""
        super().__init__(params)
        self._api = params.get("API", "https://api.fastly.com")
        self._headers = {"Fastly-Key": params["API_TOKEN"], "Accept": "application/json"}
        self._service = quote(params["SERVICE_ID"], safe="")

    def purge(self, url: str) -> None:
        """Forget what is kept of an address."""
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Forget what is kept of addresses."""
        with _calls(self._api, self._headers) as call:
            for url in urls:
                call(f"/purge/{url.partition('://')[2]}")

    def purge_keys(self, tokens: Iterable[str]) -> None:
        """Forget everything that was made from the things of these tokens (`edge.keys.token`)."""
        with _calls(self._api, self._headers) as call:
            for some in _parts(tokens, 256):
                call(f"/service/{self._service}/purge", {"surrogate_keys": some})


class CloudflareBackend(BaseBackend):
    """Cloudflare (https://developers.cloudflare.com/api/resources/cache/methods/purge/): 30 names at a time.

    `ZONEID` is the zone, `BEARER_TOKEN` a token that may purge it. `TAGS = False` leaves keys out, for a plan that has
    no purge by tag; `API` is another place than Cloudflare's own.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        """Take Wagtail's settings."""
        super().__init__(params)
        self._api = params.get("API", "https://api.cloudflare.com/client/v4")
        self._headers = {"Authorization": f"Bearer {params['BEARER_TOKEN']}"}
        self._path = f"/zones/{quote(params['ZONEID'], safe='')}/purge_cache"
        self._tags = params.get("TAGS", True)

    def purge(self, url: str) -> None:
        """Forget what is kept of an address."""
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Forget what is kept of addresses."""
        self._purge("files", urls)

    def purge_keys(self, tokens: Iterable[str]) -> None:
        """Forget everything that was made from the things of these tokens (`edge.keys.token`)."""
        if self._tags:
            self._purge("tags", tokens)

    def _purge(self, what: str, names: Iterable[str]) -> None:
        with _calls(self._api, self._headers) as call:
            for some in _parts(names, 30):
                told = call(self._path, {what: some})
                if told.get("success") is not True:
                    raise OSError(f"Cloudflare did not purge {what}: {json.dumps(told.get('errors'))[:300]}")


def _parts(names: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some


@contextmanager
def _calls(api: str, headers: dict[str, str]) -> Iterator[Any]:
    """Give a function that posts to paths below `api`, all over one connection, and returns the JSON of the answer.

    Whatever goes wrong raises `OSError`; no secret stands in its text.
    """
    base = urlsplit(api)
    made = HTTPSConnection if base.scheme == "https" else HTTPConnection
    connection = made(base.netloc, timeout=_SECONDS)

    def call(path: str, content: Any = None) -> dict[str, Any]:
        body = b"" if content is None else json.dumps(content).encode()
        kind = {} if content is None else {"Content-Type": "application/json"}
        try:
            connection.request("POST", base.path + path, body=body, headers={**headers, **kind})
            answer = connection.getresponse()
            told = answer.read(_MOST)
        except HTTPException as error:
            raise OSError(f"{base.netloc}{path}: {error!r}") from error
        if answer.status != 200:
            line = " ".join(told.decode("utf-8", "replace").split())[:300]
            raise OSError(f"{base.netloc}{path} was answered {answer.status}: {line}")
        try:
            document = json.loads(told or b"{}")
        except ValueError as error:
            raise OSError(f"{base.netloc}{path} answered with no JSON") from error
        return document if isinstance(document, dict) else {}

    try:
        yield call
    finally:
        connection.close()
