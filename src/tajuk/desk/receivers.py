"""What the desk does when news reaches it from below.

What it takes to act is loaded with the first news: a verb on the command line starts without the parsers of wires.
"""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published

from tajuk.articles.lineage import made_of_item
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.wires.models import WireVersion
from tajuk.wires.signals import version_received


@receiver(version_received, dispatch_uid="desk-follows-wires")
def carry_to_articles(version: WireVersion, **kwargs: Any) -> None:
    """Carry an agency's update, hold or kill to the articles made from the item."""
    from tajuk.desk.actions.follow import follow

    # Most items are never taken: these cost no transaction.
    if made_of_item(version.item):
        follow(version, now=clock.now())


@receiver(version_received, dispatch_uid="desk-takes-wires")
def draft_by_itself(version: WireVersion, **kwargs: Any) -> None:
    """Make a draft of an item that its source or a rule has taken automatically."""
    from tajuk.desk.actions.take import take_by_itself

    take_by_itself(version.item, now=clock.now())


@receiver(published, sender=Article, dispatch_uid="desk-quotes-prices")
def keep_prices(instance: Article, **kwargs: Any) -> None:
    """Keep the prices at publication in the transaction that publishes."""
    from tajuk.desk.actions.quote_prices import quote_prices

    quote_prices(instance, now=clock.now())
