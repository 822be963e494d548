"""What keeps an article in, and what readers are told of its mistakes."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.articles.enums import Gravity, RestrictionKind
from tajuk.articles.managers import RestrictionQuerySet
from tajuk.articles.models.article import Article
from tajuk.common.dependencies import Noted


class Restriction(Noted, models.Model):
    """A fact that keeps an article in: by whom or which wire message, since and until when, lifted or not.

    Rows are never deleted: together they are the history that the corrections page and the audit show. What an
    article inherits from a wire item names the message (`wire_version`), what it inherits from another article
    that article (`inherited_from`), and its restriction (`cause`) where it is one.
    """

    news_kind = "withdrawal"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="restrictions")
    kind = models.CharField(max_length=20, choices=RestrictionKind.choices)
    reason = models.TextField(_("reason"))
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    wire_version = models.ForeignKey(
        "wires.WireVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    inherited_from = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cause = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="inherited"
    )
    # A source was killed and its policy leaves it to an editor whether this article goes, too.
    needs_decision = models.BooleanField(default=False)
    successor = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_reason = models.TextField(blank=True)
    # Somebody lifted it although its cause stands: the same cause does not bring it back.
    overruled = models.BooleanField(default=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["article"], condition=models.Q(lifted_at__isnull=True), name="restriction_in_force"
            ),
            models.Index(fields=["-since"], name="restriction_since"),
            models.Index(
                fields=["-since", "article"],
                condition=models.Q(lifted_at__isnull=True, needs_decision=True),
                name="restriction_to_decide",
            ),
            models.Index(
                fields=["kind", "until", "article"],
                condition=models.Q(lifted_at__isnull=True),
                name="restriction_of_kind",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="restriction_has_a_reason"),
            models.UniqueConstraint(
                fields=["article", "kind"],
                condition=models.Q(
                    lifted_at__isnull=True,
                    kind__in=["hold", "kill"],
                    wire_version__isnull=True,
                    inherited_from__isnull=True,
                ),
                name="one_hold_or_kill_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"

    def get_absolute_url(self) -> str:
        """Return the article's address: what readers learn of the restriction, they learn there."""
        return self.article.get_absolute_url()

    def list_keys(self) -> Iterable[str]:
        """Return the article's own key, the lists it stands in, and the public ledger."""
        return [f"articles.article:{self.article_id}", *self.article.list_keys(), "list:corrections"]


class Correction(Noted, models.Model):
    """A material mend that readers are told of: what was wrong, what is right, when."""

    news_kind = "article"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    gravity = models.CharField(_("gravity"), max_length=10, choices=Gravity.choices, default=Gravity.SLIGHT)
    wrong = models.TextField(_("what was wrong"))
    right = models.TextField(_("what is right"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at"]
        indexes: ClassVar = [models.Index(fields=["-at"], name="correction_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(wrong="") & ~models.Q(right=""), name="correction_says_both"
            )
        ]

    def __str__(self) -> str:
        return self.right

    def list_keys(self) -> Iterable[str]:
        """Return the article's own key, its month's sitemap and the public ledger."""
        return [f"articles.article:{self.article_id}", *self.article.month_keys(), "list:corrections"]
