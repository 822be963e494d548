"""Write what fronts go by: how much stories are read."""

from collections.abc import Mapping
from datetime import datetime
from math import log2

from django.db import transaction

from tajuk.articles.models import Article
from tajuk.fronts.models import Popularity

HALF_LIFE = 8 * 3600.0  # seconds
TOP = 20  # as many as the longest list of the most read shows


@transaction.atomic
def count_views(views: Mapping[int, int], *, now: datetime) -> int:
    """Add views by article id; ids that are no article are left out. Return how many articles were counted.

    Only when the order of those at the top changes is that news to the pages that show it.
    """
    before = _top()
    wanted = {pk: number for pk, number in views.items() if number > 0}
    there = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    known = {row.pk: row.weight for row in Popularity.objects.select_for_update().filter(pk__in=there)}
    rows = [Popularity(pk=pk, weight=_heavier(known.get(pk), wanted[pk], now)) for pk in sorted(there)]
    Popularity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=["weight"]
    )
    if (after := _top()) != before:
        Popularity.objects.get(pk=after[0]).save()
    return len(rows)


def _top() -> list[int]:
    return list(Popularity.objects.order_by("-weight", "-pk").values_list("pk", flat=True)[:TOP])


def _heavier(weight: float | None, views: int, now: datetime) -> float:
    """Return `log2(2 ** weight + views * 2 ** (now / HALF_LIFE))` without leaving the range of floats."""
    new = now.timestamp() / HALF_LIFE + log2(views)
    if weight is None:
        return new
    high, low = max(new, weight), min(new, weight)
    return high + log2(1 + 2.0 ** (low - high))
