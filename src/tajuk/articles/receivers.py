"""Remember what a story was made from and what it is near to whenever it is published; hand its embargo down."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import published

from tajuk.articles.inheritance import settle
from tajuk.articles.lineage import below
from tajuk.articles.models import Article
from tajuk.articles.nearness import keeping
from tajuk.articles.remembering import remember
from tajuk.common import clock


@receiver(published, sender=Article, dispatch_uid="articles-remember")
def remember_what_it_shows(instance: Article, **kwargs: Any) -> None:
    """Note the pictures and prices that a story shows now; what was made of it follows its embargo."""
    now = clock.now()
    remember(instance, now=now)
    settle(below([instance.pk]), now=now)


@receiver(post_save, sender=Article, dispatch_uid="articles-profile")
def keep_profile(
    instance: Article, *, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Keep the profile of a published story true, in the transaction that changes it."""
    if raw or not instance.is_news(update_fields):
        return
    if update_fields is not None:
        # What is in memory may be an unpublished draft of which only these fields were saved.
        instance = Article.objects.select_related("locale").get(pk=instance.pk)
    keeping.keep(instance)
