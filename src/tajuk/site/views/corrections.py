"""The public ledger of corrections and withdrawals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Correction, Restriction
from tajuk.clearance.queries import cleared
from tajuk.common import clock
from tajuk.common.dependencies import note
from tajuk.press.plates import plate
from tajuk.site import pages
from tajuk.site.pages import Group, Head, Item
from tajuk.site.paging import PAGE, page_number, paged
from tajuk.site.variants import Variant, in_edition


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: a correction with its story, or a withdrawal with its reason and without a headline."""

    at: datetime
    url: str = ""
    headline: str = ""
    wrong: str = ""
    right: str = ""
    reason: str = ""


@plate(kind="list", shared_seconds=60, query=["page"])
@in_edition
def corrections(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with what was corrected and what was withdrawn, the newest first."""
    note("list:corrections")
    number, now = page_number(request), clock.now()
    limit = number * PAGE + 1
    both = merge(
        _mends(variant, now, limit),
        _withdrawals(variant, now, limit),
        key=lambda entry: entry.at,
        reverse=True,
    )
    page = paged(list(both)[:limit], number, variant.at("koreksi/"))
    head = Head(
        title=_("Corrections"),
        path=variant.canonical("koreksi/") + (f"?page={number}" if number > 1 else ""),
        description=_("What we got wrong, what is right, and when we mended it."),
    )
    common: dict[str, Any] = {
        "title": head.title,
        "text": head.description,
        "newer": page.newer,
        "older": page.older,
    }
    if variant.lite:
        items = tuple(_item(entry) for entry in page.rows)
        return pages.answer(request, "list", variant=variant, head=head, groups=[Group(items)], **common)
    return pages.answer(request, "corrections", variant=variant, head=head, entries=page.rows, **common)


def _mends(variant: Variant, now: datetime, limit: int) -> Iterator[Entry]:
    may_leave = cleared(Article.objects.in_language(variant.language), "corrections", now).values("pk")
    rows = Correction.objects.filter(article__in=may_leave, at__lte=now).select_related(
        "article__section", "article__locale"
    )
    for row in rows.order_by("-at", "-pk")[:limit]:
        url = variant.link(row.article.get_absolute_url())
        yield Entry(row.at, url, row.article.headline, row.wrong, row.right)


def _withdrawals(variant: Variant, now: datetime, limit: int) -> Iterator[Entry]:
    """Yield the kills in force of stories that had been out."""
    rows = Restriction.objects.in_force(now).filter(
        kind=RestrictionKind.KILL,
        article__locale__language_code=variant.language,
        article__published_at__lte=now,
        since__lte=now,
    )
    out = rows.exclude(article__embargo_until__gt=now).order_by("-since", "-pk")
    for row in out.only("since", "reason")[:limit]:
        yield Entry(row.since, reason=row.reason)


def _item(entry: Entry) -> Item:
    said = f"{entry.wrong} → {entry.right}" if entry.right else entry.reason
    return Item(entry.headline or _("A story was withdrawn"), entry.url, said)
