"""Who takes stories from us, and which version of which they have."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.articles.models import Article
from tajuk.wires.models.sources import digest_of_token


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners by how they are asked for."""

    def of_token(self, token: str) -> "Partner | None":
        """Return the partner whose token this is, while it is switched on."""
        digest = digest_of_token(token)
        found = self.filter(token_digest=digest, is_on=True).exclude(token_digest="").first()
        return found if found and secrets.compare_digest(found.token_digest, digest) else None


class Partner(models.Model):
    """Somebody who takes our stories by a token of their own."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    territory = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166 code: contracts may leave it out.")
    )
    is_on = models.BooleanField(_("switched on"), default=True)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        indexes: ClassVar = [
            models.Index(
                fields=["token_digest"], condition=~models.Q(token_digest=""), name="clearance_partner_token"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """A version of a story that somebody has from us: one row for each, with the first and the last time.

    `who` is a partner's slug, empty for anybody; `shown` says how much it was, or `withheld` or `canceled` for the
    notice that the story was taken back.
    """

    who = models.CharField(_("partner"), max_length=60, blank=True)
    exit = models.CharField(_("exit"), max_length=40)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="deliveries")
    version = models.CharField(_("version"), max_length=40)
    shown = models.CharField(_("what"), max_length=10)
    first_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"))

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "who", "exit", "version", "shown"], name="clearance_delivered_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["last_at"], name="clearance_delivery_last")]

    def __str__(self) -> str:
        return f"{self.who or '*'} {self.exit} {self.article_id} {self.version}"
