"""Objects that several nodes share: S3-compatible storage, or a folder that every node mounts."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

_SECONDS = "5s"


class BucketUnusable(Exception):
    """An address that names no storage; its text is one line."""


class Bucket:
    """A place for objects by name. What the network or the storage raises is raised, after five seconds at most."""

    def __init__(self, address: str) -> None:
        """Open `s3://BUCKET/PREFIX` or `file:///FOLDER`.

        An S3 address takes `endpoint`, `region`, `key` and `secret` as a query; without the last two, the
        usual AWS variables or the machine's role are used. Raises `BucketUnusable`.
        """
        try:
            self._api = import_module("obstore")
            stores = import_module("obstore.store")
        except ImportError:
            raise BucketUnusable("shared plates need the extra s3: pip install 'tajuk[s3]'") from None
        parts = urlsplit(address)
        match parts.scheme:
            case "s3" if parts.netloc:
                self._store = _s3(stores, parts.netloc, parts.path, parse_qs(parts.query))
            case "file" if parts.path.strip("/"):
                self._store = stores.LocalStore(parts.path, mkdir=True)
            case _:
                raise BucketUnusable("TAJUK_PLATES must look like s3://bucket/prefix or file:///folder")

    def put(self, name: str, data: bytes) -> None:
        """Keep an object, whole or not at all."""
        self._api.put(self._store, name, data)

    def get(self, name: str) -> bytes | None:
        """Return an object, or None when there is none."""
        try:
            return bytes(self._api.get(self._store, name).bytes())
        except FileNotFoundError:
            return None

    def delete(self, names: Iterable[str]) -> None:
        """Have no objects of these names."""
        for name in names:
            with suppress(FileNotFoundError):
                self._api.delete(self._store, name)

    def names(self, prefix: str, *, after: str = "") -> list[str]:
        """Return the names below `prefix` (`log/a/`) that come after the name `after`, in order."""
        return [name for name, _ in self.dated(prefix, after=after)]

    def dated(self, prefix: str, *, after: str = "") -> list[tuple[str, datetime]]:
        """Return the names below `prefix` with the times they were written at, in order."""
        batches: Any = self._api.list(self._store, prefix.rstrip("/"), offset=after or None)
        found = [(str(entry["path"]), entry["last_modified"]) for batch in batches for entry in batch]
        return sorted(found)

    def folders(self, prefix: str) -> list[str]:
        """Return the names of the folders right below `prefix`."""
        listed = self._api.list_with_delimiter(self._store, prefix.rstrip("/"))
        return sorted(str(path).rpartition("/")[2] for path in listed["common_prefixes"])


def _s3(stores: Any, bucket: str, prefix: str, asked: dict[str, list[str]]) -> Any:
    said = {name: values[0] for name, values in asked.items()}
    known = {
        "endpoint": "endpoint",
        "region": "region",
        "key": "access_key_id",
        "secret": "secret_access_key",
    }
    if strange := said.keys() - known.keys():
        raise BucketUnusable(f"TAJUK_PLATES: unknown {', '.join(sorted(strange))}")
    options: dict[str, Any] = {known[name]: value for name, value in said.items()}
    client = {"timeout": _SECONDS, "connect_timeout": _SECONDS}
    if said.get("endpoint", "").startswith("http://"):
        client["allow_http"] = True  # type: ignore[assignment]  # the client's options are of many types
    return stores.S3Store(
        bucket,
        prefix=prefix.strip("/") or None,
        client_options=client,
        retry_config={"max_retries": 1},
        **{"region": "us-east-1", "virtual_hosted_style_request": False, **options},
    )
