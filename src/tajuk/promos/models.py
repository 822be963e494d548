"""Promo slots, the closable overlay, and the academy's courses."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.common.bilingual import pick
from tajuk.common.dependencies import Noted


class PlaceOfPromo(models.TextChoices):
    """Where on a page a promo stands."""

    BANNER = "banner", _("Above the masthead")
    OVERLAY = "overlay", _("Overlay that a reader can close")
    INLINE = "inline", _("Between the parts of a page")


class PromoQuerySet(models.QuerySet["Promo"]):
    """Sets of promos."""

    def running(self, now: datetime) -> Self:
        """Return those that are switched on and within their dates."""
        started = models.Q(starts_at__isnull=True) | models.Q(starts_at__lte=now)
        not_over = models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)
        return self.filter(started, not_over, is_on=True)


class Promo(Noted, models.Model):
    """A promo: its place, its words in both languages, where it leads, when it runs."""

    slug = models.SlugField(
        _("campaign"), unique=True, help_text=_("Readers who closed this campaign are not shown it again.")
    )
    place = models.CharField(_("place"), max_length=20, choices=PlaceOfPromo.choices)
    title_id = models.CharField(_("title (Indonesian)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    text_id = models.TextField(_("text (Indonesian)"), max_length=300, blank=True)
    text_en = models.TextField(_("text (English)"), max_length=300, blank=True)
    action_id = models.CharField(_("button (Indonesian)"), max_length=40, blank=True)
    action_en = models.CharField(_("button (English)"), max_length=40, blank=True)
    link = models.CharField(_("leads to"), max_length=300)
    picture = models.ForeignKey(
        "pictures.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_on = models.BooleanField(_("switched on"), default=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    objects = PromoQuerySet.as_manager()

    class Meta:
        verbose_name = _("promo")
        verbose_name_plural = _("promos")
        ordering = ["display_order", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the title in the active language."""
        return pick(self, "title")

    @property
    def text(self) -> str:
        """Return the text in the active language."""
        return pick(self, "text")

    @property
    def action(self) -> str:
        """Return the button's words in the active language."""
        return pick(self, "action")

    def list_keys(self) -> list[str]:
        """Return the lists that this promo stands in."""
        return ["list:promos"]


class Course(Noted, models.Model):
    """A course of the academy."""

    slug = models.SlugField(_("slug"), unique=True)
    title_id = models.CharField(_("title (Indonesian)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    summary_id = models.TextField(_("summary (Indonesian)"), max_length=400, blank=True)
    summary_en = models.TextField(_("summary (English)"), max_length=400, blank=True)
    teacher = models.CharField(_("teacher"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=0, null=True, blank=True, help_text=_("Rupiah")
    )
    link = models.CharField(_("leads to"), max_length=300, blank=True)
    picture = models.ForeignKey(
        "pictures.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_on = models.BooleanField(_("switched on"), default=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["display_order", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(price__isnull=True) | models.Q(price__gte=0), name="price_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the title in the active language."""
        return pick(self, "title")

    @property
    def summary(self) -> str:
        """Return the summary in the active language."""
        return pick(self, "summary")

    def list_keys(self) -> list[str]:
        """Return the lists that this course stands in."""
        return ["list:courses"]
