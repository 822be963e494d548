"""What readers can subscribe to. Accounts come with their own issue; plans are what the promos lead to."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.common.bilingual import pick
from tajuk.common.dependencies import Noted


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
