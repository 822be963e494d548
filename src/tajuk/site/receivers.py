"""Keep the search index true, and tell who wants to know, in the transaction that changes what is out."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save

from tajuk.articles.models import Article, LivePost, Restriction
from tajuk.site.search.indexing import forget, refresh
from tajuk.site.tasks import announce_later


def connect() -> None:
    """Listen to articles, restrictions and posts of live coverage."""
    post_save.connect(_article_saved, sender=Article, dispatch_uid="search.article")
    post_save.connect(_restriction_changed, sender=Restriction, dispatch_uid="search.restriction")
    post_delete.connect(_restriction_changed, sender=Restriction, dispatch_uid="search.restriction-gone")
    post_save.connect(_post_saved, sender=LivePost, dispatch_uid="search.live-post")
    post_delete.connect(_article_gone, sender=Article, dispatch_uid="search.article-gone")


def _article_saved(
    instance: Article, *, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    if raw or not instance.is_news(update_fields):
        return
    if update_fields is not None:
        # What is in memory may be an unpublished draft of which only these fields were saved.
        instance = Article.objects.select_related("locale").get(pk=instance.pk)
    refresh(instance)
    announce_later(instance)


def _restriction_changed(instance: Restriction, *, raw: bool = False, **kwargs: Any) -> None:
    if not raw and (
        article := Article.objects.select_related("locale").filter(pk=instance.article_id).first()
    ):
        refresh(article)
        announce_later(article)


def _post_saved(instance: LivePost, *, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        refresh(Article.objects.select_related("locale").get(pk=instance.article_id))


def _article_gone(instance: Article, **kwargs: Any) -> None:
    forget(instance)
