"""Pictures that follow one another are a series: a photo story is a story that has mostly these.

Each stands in the copy as a picture of its own, with its own caption, credit and rights; only pages put them together.
"""

from collections.abc import Iterable
from itertools import groupby

from tajuk.site.parts import InlinePicture, Part, PictureGone, Series

FEWEST = 3
_PICTURES = frozenset({"picture", "picture_gone"})


def in_series(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts of a story with each run of three pictures or more put together."""
    found: list[Part] = []
    for is_run, group in groupby(parts, key=lambda part: part.kind in _PICTURES):
        run = list(group)
        pictures = [part.value for part in run if isinstance(part.value, InlinePicture | PictureGone)]
        shown = sum(isinstance(each, InlinePicture) for each in pictures)
        if is_run and len(run) >= FEWEST and shown > 1:
            found.append(Part("series", Series(tuple(pictures))))
        else:
            found += run
    return tuple(found)
