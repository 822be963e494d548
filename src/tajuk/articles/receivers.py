"""Remember what a story was made from whenever it is published, and hand its embargo down."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published

from tajuk.articles.inheritance import settle
from tajuk.articles.lineage import below
from tajuk.articles.models import Article
from tajuk.articles.remembering import remember
from tajuk.common import clock


@receiver(published, sender=Article, dispatch_uid="articles-remember")
def remember_what_it_shows(instance: Article, **kwargs: Any) -> None:
    """Note the pictures and prices that a story shows now; what was made of it follows its embargo."""
    now = clock.now()
    remember(instance, now=now)
    settle(below([instance.pk]), now=now)
