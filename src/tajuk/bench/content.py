"""The page that Tajuk and its peers are compared by: an article, in pieces with fragments between them, and as data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tajuk.bench.archive import stories
from tajuk.edge.addresses import fragment_address
from tajuk.edge.plates import Plate, plate_of
from tajuk.edge.store import PlateStore

SIZE = 30_000
LIVE = ("market-bar", "latest")
ADDRESS = "/bench/halaman"
_COPY = 18_000
_TICKING = "market-bar"


@dataclass(frozen=True, slots=True)
class Page:
    """A page in pieces (bytes, or the name of a fragment) and its fragments' bytes."""

    pieces: tuple[bytes | str, ...]
    fragments: dict[str, bytes]

    def whole(self) -> bytes:
        """Return the composed page."""
        return b"".join(self.fragments[piece] if isinstance(piece, str) else piece for piece in self.pieces)

    def with_marks(self, mark: str) -> bytes:
        """Return the page with `mark` (which holds `{}` for a name) where its fragments stand."""
        return b"".join(
            mark.format(piece).encode() if isinstance(piece, str) else piece for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Copy:
    """An article as data, for peers that render it themselves."""

    headline: str
    summary: str
    paragraphs: tuple[str, ...]


def page_of(store: PlateStore, plate: Plate) -> Page:
    """Read a page and its fragments off their plates."""
    pieces = [part if isinstance(part, str) else part.inflate() for part in plate.parts]
    fragments = {}
    for name in plate.fragments:
        stored = store.read(fragment_address(name))
        fragments[name] = stored.plate.identity() if stored else b""
    return Page(tuple(pieces), fragments)


def cut(page: Page) -> Page:
    """Return a page of 30 KB with the two live fragments, cut from a real one: what the figures are given for."""
    fragments = {name: page.fragments[name] for name in LIVE}
    text = b"".join(piece for piece in page.pieces if isinstance(piece, bytes))
    room = SIZE - sum(map(len, fragments.values()))
    text = (text * (room // max(1, len(text)) + 1))[:room]
    # Between two elements: within a tag no composer would look for a fragment.
    first = text.rindex(b">", 0, room // 2) + 1
    second = text.rindex(b">", first, room * 9 // 10) + 1
    pieces = (text[:first], LIVE[0], text[first:second], LIVE[1], text[second:])
    return Page(pieces, fragments)


def keep(store: PlateStore, page: Page, like: Plate, address: str = ADDRESS) -> None:
    """Keep a page as a plate, with the headers of a real one."""
    store.write(plate_of(address, page.pieces, headers=like.headers, kind=like.kind, edition=like.edition))


class Ticks:
    """Changes the market bar, as trading does: each call is another tick."""

    def __init__(self, folder: Path) -> None:
        """Change the bar of the plates in `folder`."""
        self._store = PlateStore(folder)
        stored = self._store.read(fragment_address(_TICKING))
        assert stored is not None  # noqa: S101  (the product has baked it)
        self._plate, self._bytes, self._count = stored.plate, stored.plate.identity(), 0

    def tick(self) -> None:
        """Write the bar with another figure."""
        self._count += 1
        self._write([self._bytes, b"<!-- %08d -->" % self._count])

    def restore(self) -> None:
        """Write the bar as it was."""
        self._write([self._bytes])

    def _write(self, pieces: Sequence[bytes]) -> None:
        plate = self._plate
        self._store.write(
            plate_of(
                plate.path, [b"".join(pieces)], status=plate.status, headers=plate.headers, kind=plate.kind,
                edition=plate.edition, keys=plate.keys, baked_at=plate.baked_at,
            )
        )  # fmt: skip


def copy() -> Copy:
    """Return the article that peers render themselves: as much copy as makes their page about as long as Tajuk's."""
    paragraphs: list[str] = []
    written = (story for number in range(1_000) if (story := stories.write(number)).language == "id")
    first = next(written)
    for story in (first, *written):
        blocks = json.loads(story.body)
        paragraphs += [block["value"] for block in blocks if block["type"] == "paragraph"]
        if sum(map(len, paragraphs)) > _COPY:
            break
    return Copy(first.headline, first.summary, tuple(paragraphs))
