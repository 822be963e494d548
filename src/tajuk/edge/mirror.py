"""The static mirror: whole pages as plain files, for a web server in front when all of Tajuk is down.

`/` is `index.html`, `/makro/` is `makro/index.html`, `/makro/emas-1` is `makro/emas-1.html`, `/rss.xml` is
itself; each has its gzip beside it. Only pages that can be read (200) and have no query are mirrored. What is
withdrawn goes before its plate does: at no moment is there more in the mirror than at the edge.

A mirrored page stands still, so fragments that name stories are left out of it: the latest list of the moment
in which it was written could name a story that was withdrawn since.

There is a mirror where its folder is: `tajuk edge mirror` makes and fills it.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from tajuk.edge.composed import Fragment, compose
from tajuk.edge.disk import TEMPORARY, write_whole
from tajuk.edge.plates import Plate

_component = re.compile(r"[^/\\\x00-\x1f\x7f]{1,200}")
_STORIES = ("articles.", "list:")  # dependency keys of what can be withdrawn


class Mirror:
    """The mirror in a folder; `fragment` returns the present state of the fragment of a name."""

    def __init__(
        self, folder: Path, fragment: Callable[[str], Fragment], is_blocked: Callable[[str], bool]
    ) -> None:
        """Use `folder` if it is there; nothing is mirrored otherwise."""
        self.folder = folder
        self._fragment = fragment
        self._is_blocked = is_blocked

    @property
    def is_kept(self) -> bool:
        """Whether there is a mirror."""
        return self.folder.is_dir()

    def put(self, plate: Plate) -> None:
        """Keep the page of `plate` whole, or drop it when it is none that can be read."""
        if not self.is_kept:
            return
        place = self._place(plate)
        if place is None or plate.status != 200 or self._is_blocked(plate.path):
            self.drop(plate.path)
            return
        new = self.folder / TEMPORARY
        new.mkdir(exist_ok=True)
        fragments = {name: _without_stories(self._fragment(name)) for name in plate.fragments}
        for name, gzipped in ((_beside(place), True), (place, False)):
            body = compose(plate, fragments, gzipped=gzipped, keyed=False).whole.body
            if gzipped and not body.startswith(b"\x1f\x8b"):
                name.unlink(missing_ok=True)
                continue
            write_whole(name, body, new=new, durable=False)

    def drop(self, *addresses: str) -> None:
        """Have no page at `addresses`."""
        if not self.is_kept:
            return
        for address in addresses:
            for place in {self._file(address, ".html"), self._file(address, "")} - {None}:
                self._remove(place)

    def drop_matching(self, matches: Callable[[str], object]) -> int:
        """Drop every page whose address `matches`; return how many. It looks at every file of the mirror."""
        dropped = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                place = Path(folder) / name
                if not name.endswith(".gz") and any(matches(address) for address in self._addresses(place)):
                    self._remove(place)
                    dropped += 1
        return dropped

    def _remove(self, place: Path | None) -> None:
        if place is not None:
            # The plain file first: a server looks for that one before it takes the one beside it.
            for name in (place, _beside(place)):
                with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                    name.unlink()

    def _place(self, plate: Plate) -> Path | None:
        kind = dict(plate.headers).get("content-type", "")
        if kind.startswith("text/html"):
            return self._file(plate.path, ".html")
        # Without an ending a server could not tell what the file is.
        return self._file(plate.path, "") if "." in plate.path.rpartition("/")[2] else None

    def _file(self, address: str, ending: str) -> Path | None:
        """Return where the page of `address` lies; None for one that has no place in the mirror."""
        if not address.startswith("/") or address.startswith(("/_/", "/-/")) or "?" in address:
            return None
        names = address[1:].split("/")
        if names[-1] == "":
            names[-1] = "index"
            ending = ".html"
        if any(not _component.fullmatch(name) or name.startswith(".") for name in names):
            return None
        return self.folder.joinpath(*names[:-1], names[-1] + ending)

    def _addresses(self, place: Path) -> Iterable[str]:
        address = "/" + place.relative_to(self.folder).as_posix()
        if address.endswith("/index.html"):
            return [address.removesuffix("index.html")]
        return [address, address.removesuffix(".html")]


def _beside(place: Path) -> Path:
    return place.with_name(place.name + ".gz")


def _without_stories(fragment: Fragment) -> Fragment:
    return Fragment("", ()) if any(key.startswith(_STORIES) for key in fragment.keys) else fragment
