"""What a search can be narrowed to: section, author, agency, instrument, days; and to which of them it could be."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Model
from django.utils.translation import gettext as _

from tajuk.articles.models import Article, Credit
from tajuk.common.clock import WIB
from tajuk.markets.models import Instrument
from tajuk.staff.models import Author
from tajuk.topics.models import Section
from tajuk.wires.models import Agency

MOST = 6  # choices of a kind that are offered
_SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)
KINDS: dict[str, type[Model]] = {
    "section": Section,
    "author": Author,
    "agency": Agency,
    "instrument": Instrument,
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed to: a row of each kind in `rows`, and the first and last day of publication."""

    rows: tuple[tuple[str, Any], ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the marks that a document must have."""
        return tuple(mark(kind, row.pk) for kind, row in self.rows)

    @property
    def begins(self) -> datetime | None:
        """Return the first moment of the first day."""
        return datetime.combine(self.since, time(), WIB) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """Return the last second of the last day."""
        if self.until is None:
            return None
        return datetime.combine(self.until, time(23, 59, 59), WIB)

    @property
    def parameters(self) -> dict[str, str]:
        """Return it as an address has it."""
        days = {"since": self.since, "until": self.until}
        return {
            **{kind: row.slug for kind, row in self.rows},
            **{name: day.isoformat() for name, day in days.items() if day},
        }

    def __bool__(self) -> bool:
        return bool(self.rows or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow a search, or to widen it again: its name, its address, how many stories it leaves."""

    name: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """The ways to narrow a search by one thing."""

    name: str
    choices: tuple[Choice, ...]


def mark(kind: str, pk: int) -> str:
    """Return the mark that documents of a section, author, agency or instrument have."""
    return f"{kind}{pk}"


def read(parameters: Mapping[str, str]) -> Narrowed:
    """Read what an address narrows a search to; what does not exist narrows nothing."""
    rows = []
    for kind, model in KINDS.items():
        slug = parameters.get(kind, "")
        if _SLUG.fullmatch(slug) and (row := model._default_manager.filter(slug=slug).first()):
            rows.append((kind, row))
    return Narrowed(tuple(rows), _day(parameters.get("since", "")), _day(parameters.get("until", "")))


def chosen(narrowed: Narrowed, query: str, root: str) -> tuple[Choice, ...]:
    """Return what a search is narrowed to, each with the address of the search without it."""
    found = [
        Choice(_name(row), _address(root, query, replace(narrowed, rows=_without(narrowed, kind))))
        for kind, row in narrowed.rows
    ]
    if narrowed.since:
        found.append(
            Choice(
                _("since %(day)s") % {"day": narrowed.since.isoformat()},
                _address(root, query, replace(narrowed, since=None)),
            )
        )
    if narrowed.until:
        found.append(
            Choice(
                _("until %(day)s") % {"day": narrowed.until.isoformat()},
                _address(root, query, replace(narrowed, until=None)),
            )
        )
    return tuple(found)


def offered(
    ids: Collection[int], narrowed: Narrowed, query: str, root: str, *, today: date
) -> tuple[Choices, ...]:
    """Return how the search that found these cleared stories can be narrowed: two queries a kind."""
    taken = {kind for kind, _row in narrowed.rows}
    found = [
        Choices(_label(kind), _of_kind(kind, ids, narrowed, query, root))
        for kind in KINDS
        if kind not in taken
    ]
    if narrowed.since is None:
        spans = (
            (_("Last 24 hours"), 1),
            (_("Last 7 days"), 7),
            (_("Last 30 days"), 30),
            (_("Last year"), 365),
        )
        found.append(
            Choices(
                _("Time"),
                tuple(
                    Choice(name, _address(root, query, replace(narrowed, since=today - timedelta(days=days))))
                    for name, days in spans
                ),
            )
        )
    return tuple(each for each in found if len(each.choices) > 1)


def _of_kind(
    kind: str, ids: Collection[int], narrowed: Narrowed, query: str, root: str
) -> tuple[Choice, ...]:
    counts = dict(_counted(kind, ids))
    rows = KINDS[kind]._default_manager.in_bulk(list(counts))
    return tuple(
        Choice(
            _name(rows[pk]),
            _address(root, query, replace(narrowed, rows=(*narrowed.rows, (kind, rows[pk])))),
            count,
        )
        for pk, count in counts.items()
        if pk in rows
    )


def _counted(kind: str, ids: Collection[int]) -> list[tuple[int, int]]:
    """Return the rows of a kind that most of these stories have, and how many have each."""
    if kind == "section":
        rows: Any = Article.objects.filter(pk__in=ids).order_by()
    elif kind == "author":
        rows = Credit.objects.filter(article_id__in=ids).order_by()
    else:
        rows = getattr(Article, "agencies" if kind == "agency" else "instruments").through.objects.filter(
            article_id__in=ids
        )
    stories = "pk" if kind == "section" else "article_id"
    counted = rows.values_list(f"{kind}_id").annotate(stories=Count(stories, distinct=True))
    return list(counted.order_by("-stories", f"{kind}_id")[:MOST])


def _label(kind: str) -> str:
    return {
        "section": _("Section"),
        "author": _("Author"),
        "agency": _("Source"),
        "instrument": _("Instrument"),
    }[kind]


def _name(row: Any) -> str:
    return str(getattr(row, "source_line", "") or getattr(row, "name", "") or row)


def _without(narrowed: Narrowed, kind: str) -> tuple[tuple[str, Any], ...]:
    return tuple(each for each in narrowed.rows if each[0] != kind)


def _address(root: str, query: str, narrowed: Narrowed) -> str:
    return f"{root}cari?{urlencode({'q': query, **narrowed.parameters})}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
