"""What readers can subscribe to, and who does."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.common.bilingual import pick
from tajuk.common.dependencies import Noted
from tajuk.wires.models.sources import digest_of_token

PASS_LIFE = timedelta(days=7)  # a link in an old mailbox opens nothing


class Plan(Noted, models.Model):
    """A subscription on offer: its name, price in rupiah, length in months, what it holds."""

    slug = models.SlugField(_("slug"), unique=True)
    name_id = models.CharField(_("name (Indonesian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    text_id = models.TextField(_("what it holds (Indonesian)"), max_length=400, blank=True)
    text_en = models.TextField(_("what it holds (English)"), max_length=400, blank=True)
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=0, help_text=_("Rupiah"))
    months = models.PositiveSmallIntegerField(_("months"), default=1)
    display_order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_on = models.BooleanField(_("switched on"), default=True)

    class Meta:
        verbose_name = _("subscription plan")
        verbose_name_plural = _("subscription plans")
        ordering = ["display_order", "price"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(price__gte=0), name="plan_price_not_negative"),
            models.CheckConstraint(condition=models.Q(months__gte=1), name="plan_lasts_a_month_or_more"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the active language."""
        return pick(self, "name")

    @property
    def text(self) -> str:
        """Return what the plan holds, in the active language."""
        return pick(self, "text")

    def list_keys(self) -> list[str]:
        """Return the lists that this plan stands in."""
        return ["list:plans"]


def new_key() -> str:
    """Return a key that no browser has yet."""
    return secrets.token_urlsafe(9)


def plain_address(email: str) -> str:
    """Return an e-mail address as it is kept: one person is one subscriber, however the address is written."""
    return email.strip().lower()


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Subscribers by how they are asked for."""

    def active(self, now: datetime) -> "SubscriberQuerySet":
        """Return those whose subscription goes on."""
        return self.filter(until__gt=now)

    def of_email(self, email: str) -> "SubscriberQuerySet":
        """Return who has an address, however it is written."""
        return self.filter(email=plain_address(email))

    def of_pass(self, given: str, now: datetime) -> "SubscriberQuerySet":
        """Return whose unused pass this is."""
        return self.active(now).filter(
            pass_digest=digest_of_token(given), pass_made_at__gt=now - PASS_LIFE
        ).exclude(pass_digest="")  # fmt: skip


class Subscriber(models.Model):
    """Somebody who may read premium stories until a moment.

    No password is kept: a pass, of which the digest is kept until it is used, signs a browser in; what the browser has
    then names `key`, and a new key signs every browser out.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="subscribers", verbose_name=_("plan")
    )
    until = models.DateTimeField(_("until"))
    key = models.CharField(max_length=12, default=new_key, editable=False)
    pass_digest = models.CharField(max_length=64, blank=True, editable=False)
    pass_made_at = models.DateTimeField(null=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["name", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["pass_digest"], condition=~models.Q(pass_digest=""), name="readers_subscriber_pass"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    def clean(self) -> None:
        """Keep the address as it is asked for."""
        self.email = plain_address(self.email)

    def may_read_premium(self, now: datetime) -> bool:
        """Tell whether the subscription goes on."""
        return self.until > now
