"""Objects below a prefix of an S3 bucket, by obstore, of the extra `s3`.

The address is `s3://BUCKET/PREFIX`, or `https://HOST/BUCKET/PREFIX` for a store that only speaks S3.
"""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tajuk.common.outbound import FetchError, checked_addresses
from tajuk.wires.ways import MOST_FILES, STEP_SECONDS, Arrived, Visit, failure

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config, S3Store


def fetch_s3(visit: Visit) -> Iterator[Arrived]:
    """Yield the objects below the prefix, oldest first; raise `FetchError` with one line."""
    try:
        import obstore
        from obstore.exceptions import BaseError
    except ImportError:
        raise FetchError("S3 needs the extra `s3`: pip install tajuk[s3]") from None
    try:
        store, prefix = _store(visit)
        found = [each for page in obstore.list(store, prefix) for each in page]
        ready = [each for each in found if visit.is_new(each["path"].rpartition("/")[2], _mark(each))]
        for each in sorted(ready, key=lambda row: (row["last_modified"], row["path"]))[:MOST_FILES]:
            yield _arrived(store, each["path"], each["size"], _mark(each))
    except (BaseError, OSError, ValueError) as error:
        raise failure(visit, error) from None


def _store(visit: Visit) -> tuple["S3Store", str | None]:
    from obstore.store import S3Store

    place, access = visit.place, visit.access
    settings: S3Config = {
        "access_key_id": access.get("user", ""),
        "secret_access_key": access.get("password", ""),
        "region": access.get("region", "us-east-1"),
    }
    options: ClientConfig = {"timeout": f"{STEP_SECONDS:.0f} seconds", "connect_timeout": "10 seconds"}
    if place.scheme == "s3":
        return S3Store(place.hostname or "", config=settings, client_options=options), _prefix(visit.folder)
    bucket, _, prefix = visit.folder.strip("/").partition("/")
    port = place.port or (443 if place.scheme == "https" else 80)
    checked_addresses(place.hostname or "", port, time.monotonic() + STEP_SECONDS, visit.allow)
    settings["endpoint"] = f"{place.scheme}://{place.hostname}:{port}"
    options["allow_http"] = place.scheme == "http"
    return S3Store(bucket, config=settings, client_options=options), _prefix(prefix)


def _prefix(path: str) -> str | None:
    return path.strip("/") or None


def _mark(row: object) -> str:
    each: dict[str, object] = row  # type: ignore[assignment]
    return f"{each['path']}|{each.get('e_tag') or each['size']}"


def _arrived(store: "S3Store", path: str, size: int, mark: str) -> Arrived:
    import obstore

    def load(limit: int) -> bytes:
        if size > limit:
            raise FetchError(f"{path} is longer than {limit} bytes")
        return bytes(obstore.get(store, path).bytes())

    return Arrived(path.rpartition("/")[2], mark, load, lambda: obstore.delete(store, path))
