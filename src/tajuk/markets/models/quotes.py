"""What is known of an instrument: its latest quote, its days, and what was not believed."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tajuk.markets.enums import Decision, Provenance, Reason
from tajuk.markets.models.instruments import BAR_KEY, MAX_DECIMALS, Instrument, ProviderLink
from tajuk.markets.models.providers import Provider

INTRADAY_SECONDS = 300


def days_key(instrument: int) -> str:
    """Return the dependency key of an instrument's history."""
    return f"list:daily-bars:{instrument}"


class FigureField(models.DecimalField):  # type: ignore[type-arg]  # not generic when it runs
    """A figure of an instrument: up to 16 digits before the point and 8 after it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 24)
        kwargs.setdefault("decimal_places", MAX_DECIMALS)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came


class Quote(models.Model):
    """The latest figures of an instrument.

    The previous close is a fact of its own, with its date and provenance, and never the last tick that
    was seen. Pages show quotes only through the market bar and the snapshot: a row here notes no dependency.
    """

    instrument = models.OneToOneField(
        Instrument,
        verbose_name=_("instrument"),
        on_delete=models.CASCADE,
        related_name="quote",
        primary_key=True,
    )
    link = models.ForeignKey(
        ProviderLink, verbose_name=_("provider"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    value = FigureField(_("value"))
    previous_close = FigureField(_("previous close"), null=True)
    previous_close_date = models.DateField(_("date of the previous close"), null=True)
    previous_close_provenance = models.CharField(
        _("provenance of the previous close"), max_length=10, choices=Provenance, blank=True
    )
    open = FigureField(_("open"), null=True)
    high = FigureField(_("high"), null=True)
    low = FigureField(_("low"), null=True)
    volume = models.BigIntegerField(_("volume"), null=True)
    is_halted = models.BooleanField(_("halted"), default=False)
    as_of = models.DateTimeField(_("as of"))
    received_at = models.DateTimeField(_("received"))
    sequence = models.BigIntegerField(_("sequence"), default=0)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    previous_close__isnull=True,
                    previous_close_date__isnull=True,
                    previous_close_provenance="",
                )
                | Q(
                    previous_close__isnull=False,
                    previous_close_date__isnull=False,
                    previous_close_provenance__in=Provenance.values,
                ),
                name="quote_previous_close_is_sourced",
            ),
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(low__isnull=True) | Q(high__gte=F("low")),
                name="quote_high_low",
            ),
            models.CheckConstraint(condition=Q(volume__isnull=True) | Q(volume__gte=0), name="quote_volume"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.value}"

    def list_keys(self) -> Iterable[str]:
        """Return what a change of quotes is news for: the bar and its snapshot, never an article's plate."""
        return (BAR_KEY,)


class DailyBar(models.Model):
    """A trading day of an instrument; its close is the only source of the next day's previous close."""

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="bars"
    )
    date = models.DateField(_("date"))
    open = FigureField(_("open"), null=True)
    high = FigureField(_("high"), null=True)
    low = FigureField(_("low"), null=True)
    close = FigureField(_("close"))
    volume = models.BigIntegerField(_("volume"), null=True)
    provenance = models.CharField(_("provenance"), max_length=10, choices=Provenance)

    class Meta:
        verbose_name = _("daily bar")
        verbose_name_plural = _("daily bars")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "date"], name="daily_bar_once"),
            models.CheckConstraint(
                condition=Q(provenance__in=Provenance.values), name="daily_bar_provenance"
            ),
            models.CheckConstraint(
                condition=(Q(high__isnull=True) | Q(high__gte=F("close")))
                & (Q(low__isnull=True) | Q(low__lte=F("close"))),
                name="daily_bar_close_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.date:%Y-%m-%d}"

    def list_keys(self) -> Iterable[str]:
        """Return what a change of a day is news for: the charts and tables of its instrument."""
        return (days_key(self.instrument_id),)


class IntradayBar(models.Model):
    """A few minutes of an instrument (`INTRADAY_SECONDS`); `volume` is the day's so far. Old ones are removed."""

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="intraday"
    )
    opens_at = models.DateTimeField(_("from"), db_index=True)
    open = FigureField(_("open"))
    high = FigureField(_("high"))
    low = FigureField(_("low"))
    close = FigureField(_("close"))
    volume = models.BigIntegerField(_("volume"), null=True)
    last_at = models.DateTimeField(_("last tick"))

    class Meta:
        verbose_name = _("intraday bar")
        verbose_name_plural = _("intraday bars")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "opens_at"], name="intraday_bar_once"),
            models.CheckConstraint(
                condition=Q(high__gte=F("close"), low__lte=F("close")),
                name="intraday_bar_close_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.opens_at:%Y-%m-%d %H:%M}"


class QuarantinedTick(models.Model):
    """A tick that was not believed, kept as it came; a waiting row counts its repetitions."""

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="quarantine"
    )
    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="quarantine"
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    payload = models.JSONField(_("as it came"))
    last_value = FigureField(_("last good value"), null=True)
    first_at = models.DateTimeField(_("first received"))
    last_at = models.DateTimeField(_("last received"))
    count = models.PositiveIntegerField(_("times"), default=1)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.PENDING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    note = models.CharField(_("reason of the decision"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("quarantined tick")
        verbose_name_plural = _("quarantined ticks")
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "provider", "reason"],
                condition=Q(decision="pending"),
                name="quarantine_one_waiting",
            ),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="quarantine_reason_known"),
            models.CheckConstraint(
                condition=Q(decision="pending", decided_at__isnull=True)
                | (~Q(decision="pending") & Q(decided_at__isnull=False)),
                name="quarantine_decision_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.reason}"


class PushReceipt(models.Model):
    """What a pushed delivery was answered with: the same key is answered the same and applied once."""

    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="receipts"
    )
    key = models.CharField(_("idempotency key"), max_length=120)
    digest = models.CharField(_("digest of the body"), max_length=64)
    answer = models.JSONField(_("answer"))
    received_at = models.DateTimeField(_("received"), db_index=True)

    class Meta:
        verbose_name = _("push receipt")
        verbose_name_plural = _("push receipts")
        constraints = [
            models.UniqueConstraint(fields=["provider", "key"], name="push_receipt_once"),
        ]

    def __str__(self) -> str:
        return self.key
