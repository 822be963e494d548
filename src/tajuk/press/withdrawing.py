"""Take back: what readers may have no longer is gone with the verb's commit, whatever the worker is doing or not doing.

The worker deals with the same change afterwards: it bakes the pages again. In between, a reader who asks for one has it
baked on the spot.
"""

from collections.abc import Iterable
from typing import Any

from tajuk.articles.models import Article
from tajuk.press.bake import drop, store
from tajuk.press.models import PlateRecord


def takes_back(before: Any, row: Any) -> bool:
    """Tell whether a row keeps in what stood open in the one before it (`None`: it is deleted).

    Then no old page is shown even once more.
    """
    if not isinstance(before, Article) or not before.live:
        return False
    if row is None:
        return True
    delayed = row.embargo_until and (before.embargo_until is None or row.embargo_until > before.embargo_until)
    return not row.live or row.is_premium > before.is_premium or bool(delayed)


def take_away(keys: Iterable[str], paths: Iterable[str]) -> None:
    """Remove at once the plates that were made from `keys`: of lists only what names stories without loading them."""
    listed: set[str] = set()
    own: set[str] = set()
    for key in keys:
        (listed if key.startswith("list:") else own).add(key)
    shown = PlateRecord.objects.depending_on(own) | PlateRecord.objects.depending_on(listed).filter(
        kind="sitemap"
    )
    told = dict(shown.values_list("path", "eager"))
    # The worker bakes these again, by their records; the others have none from now on, so that a bake which began
    # before the verb and ends after it knows that it comes too late.
    store().delete(*{*paths, *(path for path, eager in told.items() if eager)})
    drop(*(path for path, eager in told.items() if not eager))
