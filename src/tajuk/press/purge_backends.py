"""A cache that can be purged by surrogate key, for Wagtail's `WAGTAILFRONTENDCACHE`."""

from collections.abc import Iterable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends.base import BaseBackend

_SECONDS = 3.0


class VarnishBackend(BaseBackend):
    """Varnish with deploy/varnish/tajuk.vcl: `PURGE` for an address, `BAN` for surrogate keys.

    `LOCATION` is where it listens (`http://127.0.0.1:6081`). Unlike Wagtail's own, it raises `OSError` for what
    failed, and waits three seconds at most.
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
