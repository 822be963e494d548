"""The public ledger of corrections and withdrawals."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from typing import Any

from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Correction, Restriction
from tajuk.clearance.queries import cleared
from tajuk.common import clock
from tajuk.common.clock import WIB
from tajuk.common.dependencies import note
from tajuk.press.plates import plate
from tajuk.site import pages
from tajuk.site.pages import Group, Head, Item
from tajuk.site.paging import PAGE, page_number, paged
from tajuk.site.variants import Variant, in_edition

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: a correction with its story, or a withdrawal with its reason and without a headline."""

    at: datetime
    url: str = ""
    headline: str = ""
    wrong: str = ""
    right: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the ledger: its name, and how many corrections and withdrawals it saw."""

    name: str
    corrections: int
    withdrawals: int


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
    months = months_of(variant, now) if number == 1 else ()
    return pages.answer(
        request, "corrections", variant=variant, head=head, entries=page.rows, months=months, **common
    )


def _mends(variant: Variant, now: datetime, limit: int) -> Iterator[Entry]:
    stories = Article.objects.in_language(variant.language).filter(pk=OuterRef("article"))
    may_leave = Exists(cleared(stories, "corrections", now))
    rows = Correction.objects.filter(may_leave, at__lte=now).select_related(
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
    secret = Restriction.objects.in_force(now).filter(
        article=OuterRef("article"), kind=RestrictionKind.EMBARGO
    )
    out = rows.exclude(article__embargo_until__gt=now).exclude(Exists(secret)).order_by("-since", "-pk")
    for row in out.only("since", "reason")[:limit]:
        yield Entry(row.since, reason=row.reason)


def months_of(variant: Variant, now: datetime) -> tuple[Month, ...]:
    """Return how many corrections and withdrawals each of the last twelve months saw, the newest first."""
    since = now - timedelta(days=MONTHS * 31)
    mends = Correction.objects.filter(
        article__locale__language_code=variant.language, at__gte=since, at__lte=now
    )
    kills = Restriction.objects.filter(
        kind=RestrictionKind.KILL, article__locale__language_code=variant.language,
        article__published_at__lte=F("since"), since__gte=since, since__lte=now,
    )  # fmt: skip
    counts: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for place, (rows, field) in enumerate(((mends, "at"), (kills, "since"))):
        by_month = rows.annotate(month=TruncMonth(field, tzinfo=WIB)).values("month").annotate(n=Count("pk"))
        for row in by_month.order_by():
            counts[row["month"].date()][place] = row["n"]
    newest = sorted(counts.items(), reverse=True)[:MONTHS]
    return tuple(Month(_name(month), mended, killed) for month, (mended, killed) in newest)


def _name(month: date) -> str:
    return date_format(month, "F Y")


def _item(entry: Entry) -> Item:
    said = f"{entry.wrong} → {entry.right}" if entry.right else entry.reason
    return Item(entry.headline or _("A story was withdrawn"), entry.url, said)
