"""What is ready to send: a page composed of its plate and the present fragments, in each of its forms."""

from hashlib import blake2b
from typing import NamedTuple

from tajuk.edge.keys import key_headers
from tajuk.edge.plates import Plate, Segment
from tajuk.edge.splice import gzip_member, identity

Headers = list[tuple[str, str]]

_SMALL = 150  # bytes: below this, gzip's own frame eats what it saves
_OBJECTS = 4_000  # bytes: what a plate's and its answers' Python objects take beside their bytes


class Answer(NamedTuple):
    """What to send. For HEAD the body is still given; the server leaves it out and keeps its length."""

    status: int
    headers: Headers
    body: bytes


class Form(NamedTuple):
    """One representation of a composed page, ready to send."""

    etag: str
    whole: Answer
    unchanged: Answer


class Fragment(NamedTuple):
    """The present state of one fragment."""

    digest: str
    segments: tuple[Segment, ...]
    keys: tuple[str, ...] = ()


EMPTY = Fragment("", ())


class HotPlate:
    """A plate in memory with what was composed of it."""

    __slots__ = ("compressed", "cost", "epoch", "plain", "plate", "stale", "versions")

    def __init__(self, plate: Plate, *, stale: bool, size: int) -> None:
        self.plate = plate
        self.stale = stale
        self.cost = size + _OBJECTS
        self.epoch = -1
        self.versions: tuple[str, ...] | None = None
        self.compressed: Form | None = None
        self.plain: Form | None = None


def compose(plate: Plate, fragments: dict[str, Fragment], *, gzipped: bool, keyed: bool) -> Form:
    """Put `plate` together with its `fragments`; `keyed` answers tell their surrogate keys.

    The ETag covers what the plate and every fragment show, and the coding.
    """
    segments: list[Segment] = []
    for part in plate.parts:
        if isinstance(part, Segment):
            segments.append(part)
        else:
            segments.extend(fragments[part].segments)
    gzipped = gzipped and sum(segment.length for segment in segments) >= _SMALL
    versions = [fragments[name].digest for name in plate.fragments]
    seen = blake2b("\n".join((plate.digest, *versions)).encode(), digest_size=12).hexdigest()
    etag = f'"{seen}-gz"' if gzipped else f'"{seen}"'
    common: Headers = [pair for pair in plate.headers if pair[0] != "content-type"]
    common += [("etag", etag), ("vary", "accept-encoding")]
    if keyed:
        common += key_headers(
            [*plate.keys, *(key for name in plate.fragments for key in fragments[name].keys)]
        )
    headers = [pair for pair in plate.headers if pair[0] == "content-type"] + common
    if gzipped:
        headers.append(("content-encoding", "gzip"))
    headers.append(("accept-ranges", "none"))
    body = gzip_member(segments) if gzipped else identity(segments)
    return Form(etag, Answer(plate.status, headers, body), Answer(304, common, b""))
