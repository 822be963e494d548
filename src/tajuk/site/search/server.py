"""An OpenSearch server as the search asks it: https://docs.opensearch.org/latest/api-reference/.

What it is given are stems and marks, as the newsroom's own index has them, so that a search means the same wherever
it is answered, and a server that is broken into gives away no copy. Its index is an alias: a new one is made beside it.
"""

import logging
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

log = logging.getLogger(__name__)

MAPPING_VERSION = "1"
_MAPPING: Mapping[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "title": {"type": "text", "analyzer": "whitespace"},
        "text": {"type": "text", "analyzer": "whitespace"},
        "marks": {"type": "keyword"},
        "seconds": {"type": "long"},
        "article": {"type": "long"},
    },
}
# A reader waits no longer for an answer; what writes has longer.
_SECONDS, _WRITE_SECONDS = 1.0, 20.0
# A server that did not answer is left alone by readers for so long.
_REST = 15.0
_FINDS = "the newsroom's own index answers until it does"
_KEEPS = "it is told of changes as soon as it does"
_ALIAS = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_GONE = 404
_BUSY = (429, 502, 503, 504)


class BadAddress(ValueError):
    """An address at which no server can be; its text is one line."""


class Unreachable(Exception):
    """The server did not do what it was asked; its text is one line."""


class Server:
    """A server and the alias under which its index is asked."""

    def __init__(self, address: str) -> None:
        """Read `https://user:password@host:9200/alias?ca=/path/of/certificates`; raises `BadAddress`."""
        parts = urlsplit(address)
        self.alias = parts.path.strip("/") or "tajuk"
        try:
            port = parts.port or 9200
        except ValueError:
            port = 0
        if parts.scheme not in {"http", "https"} or not parts.hostname or not port:
            raise BadAddress("must look like https://user:password@host:9200/index")
        if not _ALIAS.fullmatch(self.alias):
            raise BadAddress("must name its index in small letters, digits, - and _")
        self.where = f"{parts.hostname}:{port}/{self.alias}"
        self._options: dict[str, Any] = {
            "hosts": [{"host": parts.hostname, "port": port}],
            "use_ssl": parts.scheme == "https",
            "ca_certs": next(iter(parse_qs(parts.query).get("ca", ())), None),
            "http_auth": (unquote(parts.username), unquote(parts.password or "")) if parts.username else None,
            "timeout": _WRITE_SECONDS,
            "max_retries": 0,
        }
        self._client: Any = None
        self._rests_until = 0.0
        self._is_well = {_FINDS: True, _KEEPS: True}

    @property
    def rests(self) -> bool:
        """Tell whether the server did not answer a moment ago."""
        return time.monotonic() < self._rests_until

    def find(self, body: Mapping[str, Any]) -> list[int]:
        """Return the ids of the articles that a search finds, in its order; raises `Unreachable`."""
        with self._asked(_FINDS) as client:
            found = client.search(index=self.alias, body=body, request_timeout=_SECONDS)
            return [int(hit["_id"]) for hit in found["hits"]["hits"]]

    def write(self, index: str, documents: Mapping[int, Mapping[str, Any]], gone: Iterable[int] = ()) -> None:
        """Keep documents by their articles' ids and forget those of `gone`; raises `Unreachable`.

        A document that the server refuses is told in one line and left out: the others are kept.
        """
        lines: list[Mapping[str, Any]] = []
        for pk, document in documents.items():
            lines += [{"index": {"_index": index, "_id": str(pk)}}, document]
        lines += [{"delete": {"_index": index, "_id": str(pk)}} for pk in gone]
        if not lines:
            return
        with self._asked(_KEEPS) as client:
            answer = client.bulk(body=lines)
        for item in answer["items"] if answer["errors"] else ():
            ((verb, told),) = item.items()
            if told["status"] in _BUSY:
                raise Unreachable(f"OpenSearch at {self.where} takes no more at present")
            if told["status"] >= 400 and (verb, told["status"]) != ("delete", _GONE):
                log.error("OpenSearch at %s refuses story %s: %s", self.where, told["_id"], _reason(told))

    def create(self, index: str) -> None:
        """Make an empty index, in place of one that was begun under the same name; raises `Unreachable`."""
        with self._asked(_KEEPS) as client:
            client.indices.delete(index=index, ignore_unavailable=True)
            client.indices.create(index=index, body={"mappings": _MAPPING})

    def serve(self, index: str) -> None:
        """Have searches answered from an index, and remove those before it; raises `Unreachable`."""
        mine = re.compile(re.escape(self.alias) + r"-\d{14}")
        with self._asked(_KEEPS) as client:
            client.indices.refresh(index=index)
            there = [name for name in client.indices.get(index=f"{self.alias}-*") if mine.fullmatch(name)]
            actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.alias}}]
            actions += [{"remove_index": {"index": name}} for name in there if name != index]
            client.indices.update_aliases(body={"actions": actions})

    def has_index(self) -> bool:
        """Tell whether searches have an index to be answered from; raises `Unreachable`."""
        with self._asked(_KEEPS) as client:
            return bool(client.indices.exists_alias(name=self.alias))

    def refresh(self) -> None:
        """Let what was written be found at once; raises `Unreachable`."""
        with self._asked(_KEEPS) as client:
            client.indices.refresh(index=self.alias)

    @contextmanager
    def _asked(self, what: str) -> Iterator[Any]:
        """Hold the client; that it fails at something is told of once, and that it does it again."""
        from opensearchpy import OpenSearch
        from opensearchpy.exceptions import OpenSearchException

        if self._client is None:
            self._client = OpenSearch(**self._options)
        try:
            yield self._client
        except (OpenSearchException, KeyError, TypeError, ValueError) as fault:
            line = f"OpenSearch at {self.where} {_said(fault)}"
            if self._is_well[what]:
                log.warning("%s: %s", line, what)
            self._is_well[what] = False
            if what is _FINDS:
                self._rests_until = time.monotonic() + _REST
            raise Unreachable(line) from fault
        if not self._is_well[what]:
            log.warning("OpenSearch at %s answers again", self.where)
        self._is_well[what] = True


def server() -> Server:
    """Return the server that the setting `TAJUK_OPENSEARCH` names; raises `BadAddress`."""
    return _made(settings.TAJUK_OPENSEARCH)


@lru_cache(maxsize=4)
def _made(address: str) -> Server:
    return Server(address)


def _said(fault: Exception) -> str:
    status = getattr(fault, "status_code", None)
    if isinstance(status, int):
        return f"answers {status} {getattr(fault, 'error', '')}".rstrip()
    if isinstance(fault, KeyError | TypeError | ValueError):
        return "answers what no OpenSearch answers"
    return "does not answer"


def _reason(told: Mapping[str, Any]) -> str:
    error = told.get("error") or {}
    return str(error.get("reason") or error)[:200]
