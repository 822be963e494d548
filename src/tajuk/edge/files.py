"""Serve static files and picture renditions from folders, without leaving them.

A name is looked up one component at a time and never through a symbolic link; it was decoded once, by the
server. Text is compressed once and kept; bigger files are streamed.
"""

import os
import re
import stat
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

from tajuk.edge.composed import Answer, Headers
from tajuk.edge.negotiation import RequestHeaders, accepts_gzip, names_etag

_TEXT = "; charset=utf-8"
_TYPES: dict[str, str] = {
    "css": "text/css" + _TEXT,
    "js": "text/javascript" + _TEXT,
    "mjs": "text/javascript" + _TEXT,
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "txt": "text/plain" + _TEXT,
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
}
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif"})
_SQUEEZED = frozenset({"css", "js", "mjs", "json", "map", "webmanifest", "txt", "xml", "svg"})
_OPENED_ALONE = PICTURES | {"svg", "xml"}  # as a page of its own, such a file may run nothing
_hashed = re.compile(r"\.[0-9a-f]{8,}\.")
_name = re.compile(r"[^/\\\x00-\x1f\x7f]{1,200}")

_TRUST_SECONDS = 1.0
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is served, its files' endings, and how long one without a hash in its name is kept."""

    root: Path
    endings: frozenset[str] = frozenset(_TYPES)
    seconds: int = 300


@dataclass(slots=True)
class _Kept:
    """A file in memory."""

    body: bytes
    compressed: bytes | None
    etag: str
    headers: Headers
    looked_at: float


class FileServer:
    """Answer for the files below some prefixes. `answer` belongs to one thread."""

    def __init__(self, folders: Mapping[str, Folder], *, memory: int = 48 * 1024 * 1024) -> None:
        """Serve `folders` by prefix (`/static/`), keeping at most about `memory` bytes."""
        self._folders = dict(folders)
        self._memory = memory
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self.bytes = 0

    def knows(self, path: str) -> bool:
        """Say whether `path` lies below a prefix that is served here."""
        return any(path.startswith(prefix) for prefix in self._folders)

    def answer(self, method: str, path: str, headers: RequestHeaders) -> Answer:
        """Return the file, 304, 404 or 405."""
        if method not in ("GET", "HEAD"):
            return _plain(405)
        kept = self._find(path)
        if kept is None:
            return _plain(404)
        squeezed = kept.compressed is not None and accepts_gzip(headers.get("accept-encoding"))
        etag = kept.etag[:-1] + '-gz"' if squeezed else kept.etag
        given = [*kept.headers, ("etag", etag)]
        if (condition := headers.get("if-none-match")) is not None and names_etag(condition, etag):
            return Answer(304, given[1:], b"")
        if squeezed:
            return Answer(200, [*given, ("content-encoding", "gzip")], kept.compressed or b"")
        return Answer(200, given, kept.body)

    def _find(self, path: str) -> _Kept | None:
        kept, now = self._kept.get(path), time.monotonic()
        if kept is not None and now - kept.looked_at < _TRUST_SECONDS:
            self._kept.move_to_end(path)
            return kept
        found = self._open(path)
        if found is None:
            self._drop(path)
            return None
        file, folder = found
        with os.fdopen(file, "rb") as source:
            state = os.fstat(source.fileno())
            etag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
            if kept is not None and kept.etag == etag:
                kept.looked_at = now
                return kept
            if state.st_size > _LARGEST:
                return None
            body = source.read()
        self._drop(path)
        return self._keep(path, body, etag, folder, now)

    def _open(self, path: str) -> tuple[int, Folder] | None:
        for prefix, folder in self._folders.items():
            if path.startswith(prefix):
                file = open_below(folder.root, path.removeprefix(prefix), folder.endings)
                return None if file is None else (file, folder)
        return None

    def _keep(self, path: str, body: bytes, etag: str, folder: Folder, now: float) -> _Kept:
        ending = _ending(path)
        compressed = None
        if ending in _SQUEEZED and len(body) > 500:
            squeezer = isal_zlib.compressobj(3, isal_zlib.DEFLATED, 31)
            compressed = squeezer.compress(body) + squeezer.flush()
        kept = _Kept(body, compressed, etag, _headers(path, ending, folder), now)
        cost = len(body) + len(compressed or b"")
        if cost <= self._memory // 8:
            self._kept[path] = kept
            self.bytes += cost
            while self.bytes > self._memory:
                self._drop(next(iter(self._kept)))
        return kept

    def _drop(self, path: str) -> None:
        if (kept := self._kept.pop(path, None)) is not None:
            self.bytes -= len(kept.body) + len(kept.compressed or b"")


def open_below(root: Path, name: str, endings: frozenset[str]) -> int | None:
    """Open the regular file `name` below `root` for reading; None for anything that is not plainly that.

    No empty, hidden or parent component, no backslash or control sign, no symbolic link, no other ending.
    """
    components = name.split("/")
    if len(components) > 12 or _ending(name) not in endings:
        return None
    if any(part.startswith(".") or not _name.fullmatch(part) for part in components):
        return None
    folder = -1
    try:
        folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        for part in components[:-1]:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        file = os.open(components[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except (OSError, ValueError):
        return None
    finally:
        if folder >= 0:
            os.close(folder)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return None
    return file


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _headers(path: str, ending: str, folder: Folder) -> Headers:
    age = "31536000, immutable" if _hashed.search(path) else str(folder.seconds)
    headers = [
        ("content-type", _TYPES[ending]),
        ("cache-control", f"public, max-age={age}"),
        ("vary", "accept-encoding"),
        ("x-content-type-options", "nosniff"),
    ]
    if ending in _OPENED_ALONE:
        headers.append(("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"))
    return headers


def _plain(status: int) -> Answer:
    text = {404: b"404 not found\n", 405: b"405 method not allowed\n"}[status]
    headers = [("content-type", "text/plain; charset=utf-8"), ("x-content-type-options", "nosniff")]
    if status == 405:
        headers.append(("allow", "GET, HEAD"))
    return Answer(status, [*headers, ("cache-control", "no-store")], text)
