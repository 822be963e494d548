"""A story that is told while it happens: its coverage, and the posts in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.articles.models.article import Article
from tajuk.common.dependencies import Noted


def posts_key(article_id: int) -> str:
    """Return the key of an article's list of posts: its pages show them, no list of stories does."""
    return f"list:live:{article_id}"


class LiveCoverage(Noted, models.Model):
    """That an article is a live blog: since when, and when it ended."""

    news_kind = "article"

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="coverage")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("live coverage")
        verbose_name_plural = _("live coverage")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("opened_at")),
                name="coverage_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return str(self.article)

    def list_keys(self) -> Iterable[str]:
        """Return the article's own key, and that of its posts."""
        return [f"articles.article:{self.article_id}", posts_key(self.article_id)]


class LivePostQuerySet(models.QuerySet["LivePost"]):
    """Sets of posts."""

    def standing(self) -> "LivePostQuerySet":
        """Return those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def newest_first(self) -> "LivePostQuerySet":
        """Order them as readers see them."""
        return self.order_by("-at", "-pk")


class LivePost(Noted, models.Model):
    """A post of a live blog. Rows are never deleted: what was said, mended and withdrawn stays in the newsroom."""

    news_kind = "article"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="live_posts")
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    text = models.TextField(_("text"))
    is_key = models.BooleanField(_("key point"), default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField(null=True, blank=True)
    # What readers are told was wrong.
    wrong = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = LivePostQuerySet.as_manager()

    class Meta:
        verbose_name = _("live post")
        verbose_name_plural = _("live posts")
        indexes: ClassVar = [models.Index(fields=["article", "-at", "-id"], name="live_post_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="live_post_says_something"),
            models.CheckConstraint(
                condition=models.Q(corrected_at__isnull=True) | ~models.Q(wrong=""),
                name="live_correction_says_what_was_wrong",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_reason=""),
                name="live_withdrawal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.text[:80]

    @property
    def changed_at(self) -> datetime:
        """Return when readers last got something new of it."""
        return self.corrected_at or self.at

    def list_keys(self) -> Iterable[str]:
        """Return the key of its article's posts."""
        return [posts_key(self.article_id)]
