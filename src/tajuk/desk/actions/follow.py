"""Carry what an agency says of its item to every article that was made from it."""

from datetime import datetime

from django.db import transaction

from tajuk.articles.inheritance import settle
from tajuk.articles.lineage import made_of_item
from tajuk.articles.models import Article
from tajuk.articles.signals import source_moved
from tajuk.wires.models import WireVersion


@transaction.atomic
def follow(version: WireVersion, *, now: datetime) -> list[Article]:
    """Hold, kill, embargo or release what was made of this version's item; return the articles that changed.

    What the item says now counts, and not this message: it may be an old one that came late.
    """
    made = made_of_item(version.item)
    changed = settle(made, now=now)
    if version.pubstatus == "usable":
        for article in Article.objects.filter(pk__in=made).defer("body"):
            transaction.on_commit(
                lambda article=article: source_moved.send(  # type: ignore[misc]  # each its own article
                    sender=Article, article=article, wire_version=version, change="update"
                )
            )
    return changed
