"""Lists on several pages, addressed by `?page=2`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import Http404, HttpRequest

Row = TypeVar("Row")

PAGE = 24
LAST = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of a page, and the addresses of the pages beside it, empty where there is none."""

    rows: list[Row]
    newer: str
    older: str


def page_number(request: HttpRequest) -> int:
    """Return which page was asked for, 1 without a word; raise `Http404` for what is no page."""
    asked = request.GET.get("page", "1")
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked[:6]) <= LAST:
        raise Http404
    return int(asked)


def paged(rows: Sequence[Row], number: int, address: str, *, extra: str = "") -> Page[Row]:
    """Return page `number` of `rows`, which reach one row further than it; an empty page after the first is 404.

    `extra` is what the addresses of the pages hold besides their number, such as `q=emas&`.
    """
    start = (number - 1) * PAGE
    found = list(rows[start : start + PAGE])
    if number > 1 and not found:
        raise Http404
    newer = (
        f"{address}?{extra}page={number - 1}"
        if number > 2
        else address + (f"?{extra.rstrip('&')}" if extra else "")
    )
    return Page(
        rows=found,
        newer=newer if number > 1 else "",
        older=f"{address}?{extra}page={number + 1}" if len(rows) > start + PAGE else "",
    )
