"""Keep what articles inherit in line with what they were made from: written here and nowhere else."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from tajuk.articles.descent import Cause, Graph, Kept, difference
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.lineage import below, graph_of
from tajuk.articles.models import Article, Restriction
from tajuk.articles.signals import standing_changed

if TYPE_CHECKING:
    from tajuk.staff.models import User


def lock(articles: Iterable[int]) -> None:
    """Lock articles and all that was made of them, in the one order in which everybody does.

    A verb that locked its own article first and its descendants then would wait for ever for one that goes the other
    way: an older story may well have been made of a younger one.
    """
    ids = list(articles)
    rows = Article.objects.filter(pk__in=[*ids, *below(ids)]).order_by("pk").select_for_update()
    list(rows.values_list("pk"))


@transaction.atomic
def settle(articles: Iterable[int], *, now: datetime) -> list[Article]:
    """Bring what these articles and all that was made of them inherit into line; return those that changed.

    It reads the graph as it stands and writes only what differs: called twice, or for messages in any order, it ends
    in the same state.
    """
    ids = list(dict.fromkeys(articles))
    ids += below(ids)
    if not ids:
        return []
    # Locked in one order, so that two messages at once wait for each other and then see what the other wrote.
    locked = list(
        Article.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("locale", "section")
        .defer("body")
        .order_by("pk")
    )
    graph = graph_of(ids, now)
    return [article for article in locked if _settle(article, graph, now)]


def _settle(article: Article, graph: Graph, now: datetime) -> bool:
    in_force = [row for row in graph.rows.get(article.pk, ()) if not row.overruled]
    gone, new = difference(in_force, graph.inherited(article.pk).values())
    for row in gone:
        _lift(article, row, now)
    for cause in new:
        _put(article, cause, now)
    return bool(gone or new)


def _put(article: Article, cause: Cause, now: datetime) -> None:
    kind, needs_decision = cause.wanted
    # Readers of the article are told the reason.
    with override(article.language):
        reason = _reason(cause)
    Restriction.objects.create(
        article=article,
        kind=kind,
        reason=reason,
        since=now,
        until=cause.until,
        wire_version_id=cause.version,
        inherited_from_id=cause.parent,
        cause_id=cause.restriction,
        needs_decision=needs_decision,
    )
    if kind is RestrictionKind.EMBARGO and cause.until:
        postpone(article, cause.until, now)
    tell(article, verb=kind.value, by=None, reason=reason)


def postpone(article: Article, until: datetime, now: datetime) -> None:
    """Date a published story that no reader has had yet to the moment from which they may: the end of its embargo."""
    embargoes = article.restrictions.filter(kind=RestrictionKind.EMBARGO)
    never_out = article.published_at is not None and (
        article.published_at > now or embargoes.filter(since__lte=article.published_at).exists()
    )
    if article.live and never_out and article.published_at and article.published_at < until:
        article.published_at = until
        article.save(update_fields=["published_at"])


def _lift(article: Article, row: Kept, now: datetime) -> None:
    with override(article.language):
        reason = _("Its source no longer asks for it.")
    standing = Restriction.objects.get(pk=row.id)
    standing.lifted_at, standing.lifted_reason = now, reason
    standing.save(update_fields=["lifted_at", "lifted_reason"])
    tell(article, verb=f"lift-{row.kind}", by=None, reason=reason)


def _reason(cause: Cause) -> str:
    words = {"agency": cause.agency}
    match cause.kind:
        case RestrictionKind.EMBARGO if cause.until is None:
            return _("Embargo whose end an editor has to confirm: %(words)s") % {"words": cause.note}
        case RestrictionKind.EMBARGO if cause.agency:
            return _("Embargo of %(agency)s") % words
        case RestrictionKind.EMBARGO:
            return _("The story that it was made from is under embargo")
        case RestrictionKind.HOLD if cause.agency:
            return _("Withheld by its agency, %(agency)s") % words
        case RestrictionKind.KILL if cause.agency:
            return _("Withdrawn by its agency, %(agency)s") % words
        case RestrictionKind.KILL:
            return _("The story that it was made from was withdrawn: %(reason)s") % {"reason": cause.reason}
        case _:
            return _("The story that it was made from is on hold: %(reason)s") % {"reason": cause.reason}


def tell(article: Article, *, verb: str, by: "User | None", reason: str) -> None:
    """Write what was done to an article into the audit log, and say so once it is committed."""
    log(instance=article, action=f"tajuk.{verb}", user=by, data={"reason": reason})
    transaction.on_commit(lambda: standing_changed.send(sender=Article, article=article, verb=verb))
