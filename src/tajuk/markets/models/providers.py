"""Who tells the newsroom figures, and how it goes with them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tajuk.markets.enums import Adapter, Breaker


class Provider(models.Model):
    """A source of quotes: which adapter reads it, how it is set up, and whether it is switched on."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    adapter = models.SlugField(_("adapter"), max_length=40, choices=Adapter)
    settings = models.JSONField(
        _("settings"), default=dict, blank=True,
        help_text=_("As the adapter needs them; a secret is written {credential} and stands in the settings file."),
    )  # fmt: skip
    is_on = models.BooleanField(_("switched on"), default=False)
    poll_seconds = models.PositiveIntegerField(_("seconds between polls"), default=60)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("quote provider")
        verbose_name_plural = _("quote providers")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(poll_seconds__gte=1), name="provider_poll_seconds"),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="provider_token_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise `ValidationError` for settings that are no object, or that the adapter cannot work with."""
        if not isinstance(self.settings, dict):
            raise ValidationError({"settings": _("The settings are an object.")})


class ProviderHealth(models.Model):
    """How it goes with a provider; apart from its row, so that no edit at the desk undoes what a poll wrote."""

    provider = models.OneToOneField(
        Provider,
        verbose_name=_("provider"),
        on_delete=models.CASCADE,
        related_name="health",
        primary_key=True,
    )
    breaker = models.CharField(_("breaker"), max_length=10, choices=Breaker, default=Breaker.CLOSED)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    failed_at = models.DateTimeField(_("last failed"), null=True)
    asked_at = models.DateTimeField(_("last asked"), null=True)
    answered_at = models.DateTimeField(_("last answered"), null=True)
    tick_as_of = models.DateTimeField(_("time of the last tick"), null=True)
    tick_received_at = models.DateTimeField(_("last tick received"), null=True)
    next_poll_at = models.DateTimeField(_("next poll"), null=True, db_index=True)
    # Validators of answers and places in files: what the adapter remembers from one poll to the next.
    memory = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("health of a provider")
        verbose_name_plural = _("health of providers")
        constraints = [
            models.CheckConstraint(condition=Q(breaker__in=Breaker.values), name="health_breaker_known"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.breaker}"
