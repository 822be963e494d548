"""Carry what an agency says of its item to every article that was made from it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.articles.signals import source_moved
from tajuk.staff.models import User
from tajuk.wires.models import WireVersion


@transaction.atomic
def follow(version: WireVersion, *, now: datetime) -> list[Article]:
    """Hold, kill or release the articles made from this version's item, or tell that their source moved."""
    articles = list(Article.objects.filter(derivations__wire_version__item=version.item).distinct())
    for article in articles:
        _apply(article, version, now=now)
    return articles


@transaction.atomic
def caught_up(article: Article, *, note: str, by: User | None, now: datetime) -> int:
    """Note that an article has what its wire items say now; return of how many items that is news.

    The edges of the derivation graph then name the items' current versions; the history keeps which they named before.
    """
    edges = list(
        article.derivations.filter(wire_version__isnull=False)
        .exclude(wire_version__item__current=F("wire_version"))
        .annotate(current=F("wire_version__item__current"))
    )
    for edge in edges:
        before, edge.wire_version_id, edge.at = edge.wire_version_id, edge.current, now
        edge.save(update_fields=["wire_version", "at"])
        data = {"reason": note, "from_version": before, "to_version": edge.wire_version_id}
        log(instance=article, action="tajuk.source", user=by, data=data)
    return len(edges)


def _apply(article: Article, version: WireVersion, *, now: datetime) -> None:
    item = version.item
    in_force = article.restrictions.in_force(now).filter(wire_version__item=item)
    if version.pubstatus == "usable":
        for row in in_force.filter(kind=RestrictionKind.HOLD):
            row.lifted_at, row.lifted_reason = now, f"usable again: {item.agency}"
            row.save(update_fields=["lifted_at", "lifted_reason"])
        transaction.on_commit(
            lambda: source_moved.send(sender=Article, article=article, wire_version=version, change="update")
        )
        return
    # Readers of the article are told the reason.
    with override(article.language):
        kind, words = _kind_of(version)
    if not in_force.filter(kind=kind).exists():
        actions.restrict(article, kind, reason=words, wire_version=version, by=None, now=now)


def _kind_of(version: WireVersion) -> tuple[RestrictionKind, str]:
    agency = version.item.agency
    if version.pubstatus != "canceled":
        return RestrictionKind.HOLD, _("Withheld by its agency, %(agency)s") % {"agency": agency}
    kind = RestrictionKind.KILL if agency.kill_policy == "withdraw" else RestrictionKind.HOLD
    return kind, _("Withdrawn by its agency, %(agency)s") % {"agency": agency}
