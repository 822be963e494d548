"""Read the derivation graph: what was made of an article, and all that stands above it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from tajuk.articles.body import words_digest
from tajuk.articles.descent import Edge, Graph, Kept, Key
from tajuk.articles.enums import Made, RestrictionKind
from tajuk.articles.models import Article, Derivation, Restriction
from tajuk.wires.models import WireItem

_AT_ONCE = 500  # ids in one query


def below(articles: Iterable[int]) -> list[int]:
    """Return everything that was made of these articles, however far down, nearest first, without themselves."""
    return _walk(articles, "source_article_id", "article_id")


def above(articles: Iterable[int]) -> list[int]:
    """Return every article that these were made from, however far up, without themselves."""
    return _walk(articles, "article_id", "source_article_id")


def made_of_item(item: WireItem) -> list[int]:
    """Return the articles that were made from any version of a wire item."""
    edges = Derivation.objects.filter(wire_version__item=item)
    return sorted(set(edges.values_list("article_id", flat=True)))


def _walk(start: Iterable[int], known: str, wanted: str) -> list[int]:
    front = list(dict.fromkeys(start))
    seen, found = set(front), list[int]()
    while front:
        step: list[int] = []
        for place in range(0, len(front), _AT_ONCE):
            edges = Derivation.objects.filter(
                source_article__isnull=False, **{f"{known}__in": front[place : place + _AT_ONCE]}
            )
            step += edges.values_list(wanted, flat=True)
        front = [pk for pk in dict.fromkeys(step) if pk not in seen]
        seen.update(front)
        found += front
    return found


def graph_of(articles: Iterable[int], now: datetime) -> Graph:
    """Load what stands above these articles, and what keeps any of them in: five queries."""
    ids = list(dict.fromkeys(articles))
    ids += above(ids)
    edges = _edges(ids)
    items = {edge.item for each in edges.values() for edge in each if edge.item}
    waiting = Article.objects.filter(pk__in=ids, embargo_until__gt=now)
    return Graph(
        edges=edges,
        rows=_rows(ids, now),
        items={
            item.pk: item
            for item in WireItem.objects.filter(pk__in=items)
            .select_related("agency", "current__source")
            .defer("current__story")
        },
        embargoes=dict(waiting.values_list("pk", "embargo_until")),
        now=now,
    )


def _edges(ids: list[int]) -> dict[int, list[Edge]]:
    rows = Derivation.objects.filter(article__in=ids).exclude(wire_version=None, source_article=None)
    found: dict[int, list[Edge]] = defaultdict(list)
    told = rows.values_list("article_id", "made", "wire_version__item_id", "source_article_id", "taken")
    as_taken = {article: taken for article, made, _, _, taken in told if made == Made.TAKEN and taken}
    standing = Article.objects.filter(pk__in=as_taken).only("headline", "summary", "body")
    same = {row.pk for row in standing if words_digest(row) == as_taken[row.pk]}
    for article, made, item, parent, taken in told:
        found[article].append(Edge(made, item, parent, verbatim=bool(taken) and article in same))
    return found


def _rows(ids: list[int], now: datetime) -> dict[int, list[Kept]]:
    rows = Restriction.objects.filter(article__in=ids).select_related("wire_version")
    found: dict[int, list[Kept]] = defaultdict(list)
    wanted = rows.defer("wire_version__story").filter(Q(lifted_at=None) | Q(overruled=True))
    for row in wanted.exclude(Q(lifted_at=None) & Q(until__lte=now)).order_by("pk"):
        found[row.article_id].append(kept(row))
    return found


def kept(row: Restriction) -> Kept:
    """Return a restriction as the graph is read by."""
    version = row.wire_version
    return Kept(
        id=row.pk,
        kind=row.kind,
        key=key_of_row(row),
        version=version.pk if version else None,
        note=_note(row),
        until=row.until,
        reason=row.reason,
        overruled=row.overruled,
        needs_decision=row.needs_decision,
    )


def _note(row: Restriction) -> str:
    if row.wire_version is None or row.kind != RestrictionKind.EMBARGO:
        return ""
    until = row.wire_version.embargoed_until
    return row.wire_version.embargo_note or (until.isoformat() if until else "")


def key_of_row(row: Restriction) -> Key | None:
    """Return the key of what a restriction was inherited from; None for the article's own."""
    embargo = row.kind == RestrictionKind.EMBARGO
    if row.wire_version is not None:
        return "item", row.wire_version.item_id, "embargo" if embargo else "standing"
    if row.inherited_from_id is not None:
        return (
            ("article", row.cause_id, "") if row.cause_id else ("article", row.inherited_from_id, "embargo")
        )
    return None
