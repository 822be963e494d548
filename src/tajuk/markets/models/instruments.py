"""What is quoted, and who may speak of it on which terms."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tajuk.common.bilingual import pick
from tajuk.common.dependencies import Noted
from tajuk.markets.enums import Kind
from tajuk.markets.models.calendars import Calendar
from tajuk.markets.models.providers import Provider

MAX_DECIMALS = 8
BAR_KEY = "list:market-bar"
INSTRUMENTS_KEY = "list:instruments"

SYMBOL = RegexValidator(
    r"\A[A-Z0-9]+(?:[-/.][A-Z0-9]+)*\Z", _("Capitals and digits, joined by - / or a dot.")
)


def slug_of_symbol(symbol: str) -> str:
    """Return the part of an address that stands for a symbol: `USD/IDR` is `usd-idr`."""
    return symbol.lower().replace("/", "-").replace(".", "-")


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for line in lines if (words := " ".join(line.split()))))


class Instrument(Noted, ClusterableModel):
    """Something that is quoted, and how its figures are written."""

    symbol = models.CharField(_("symbol"), max_length=20, unique=True, validators=[SYMBOL])
    slug = models.SlugField(_("slug"), max_length=20, unique=True, editable=False)
    name_id = models.CharField(_("name (Indonesian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    unit_id = models.CharField(_("unit (Indonesian)"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit (English)"), max_length=40, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[RegexValidator(r"\A[A-Z]{3}\Z")],
        help_text=_("ISO 4217, such as IDR; empty where the value is no money."),
    )  # fmt: skip
    decimals_value = models.PositiveSmallIntegerField(
        _("decimals of the value"), default=0, validators=[MaxValueValidator(MAX_DECIMALS)]
    )
    decimals_change = models.PositiveSmallIntegerField(
        _("decimals of the change"), default=2, validators=[MaxValueValidator(MAX_DECIMALS)]
    )
    exchange = models.CharField(
        _("exchange"), max_length=4, blank=True, validators=[RegexValidator(r"\A[A-Z0-9]{4}\Z")],
        help_text=_("ISO 10383 market identifier, such as XIDX."),
    )  # fmt: skip
    calendar = models.ForeignKey(
        Calendar, verbose_name=_("calendar"), on_delete=models.PROTECT, related_name="instruments"
    )
    expected_seconds = models.PositiveIntegerField(
        _("seconds between ticks"), default=60,
        help_text=_("Twice as long a silence in the session makes a quote stale."),
    )  # fmt: skip
    may_be_negative = models.BooleanField(_("may be below zero"), default=False)
    is_simulated = models.BooleanField(_("simulated"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    on_bar = models.BooleanField(_("on the market bar"), default=False)
    display_order = models.PositiveIntegerField(_("order"), default=0)
    also_called = models.TextField(
        _("also called"), blank=True,
        help_text=_("What copy calls it besides its symbol and names, one a line; figures are checked by these."),
    )  # fmt: skip
    also_inverse = models.TextField(
        _("the other side is called"), blank=True,
        help_text=_("Of a pair: what is strong when the figure is low, as “rupiah” of USD/IDR; one a line."),
    )  # fmt: skip

    providers: "models.Manager[ProviderLink]"
    unseen_fields: ClassVar[frozenset[str]] = frozenset({"expected_seconds", "may_be_negative"})

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["display_order", "symbol"]
        indexes = [
            models.Index(
                fields=["display_order", "symbol"],
                condition=Q(on_bar=True, is_active=True),
                name="instrument_bar",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(symbol=""), name="instrument_symbol_given"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="instrument_kind_known"),
            models.CheckConstraint(
                condition=Q(decimals_value__lte=MAX_DECIMALS, decimals_change__lte=MAX_DECIMALS),
                name="instrument_decimals",
            ),
            models.CheckConstraint(condition=Q(expected_seconds__gte=1), name="instrument_expected_seconds"),
        ]

    def __str__(self) -> str:
        return self.symbol

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row with the slug that follows from its symbol."""
        self.slug = slug_of_symbol(self.symbol)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """Return the name in the active language."""
        return pick(self, "name")

    @property
    def spoken_names(self) -> tuple[str, ...]:
        """Return what copy calls it: its names in both languages, and what the desk added."""
        return _lines(self.name_id, self.name_en, *self.also_called.splitlines())

    @property
    def inverse_names(self) -> tuple[str, ...]:
        """Return what copy calls the other side of a pair, as the desk added it."""
        return _lines(*self.also_inverse.splitlines())

    @property
    def unit(self) -> str:
        """Return what one of it is, in the active language."""
        return pick(self, "unit")

    def list_keys(self) -> Iterable[str]:
        """Return the lists that this row stands in, or may enter or leave: the bar and the markets page."""
        return (BAR_KEY, INSTRUMENTS_KEY)


class ProviderLink(models.Model):
    """A provider's place in an instrument's chain, and the terms on which its figures may be shown."""

    instrument = ParentalKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="providers"
    )
    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="links"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("The lowest speaks first."))
    code = models.CharField(_("the provider's code"), max_length=60, blank=True)
    delay_minutes = models.PositiveSmallIntegerField(_("delay in minutes"), default=0)
    licence_line_id = models.CharField(_("licence line (Indonesian)"), max_length=200, blank=True)
    licence_line_en = models.CharField(_("licence line (English)"), max_length=200, blank=True)
    may_redistribute = models.BooleanField(_("may be handed on"), default=False)
    heard_at = models.DateTimeField(_("last heard"), null=True, editable=False)

    class Meta:
        verbose_name = _("provider of an instrument")
        verbose_name_plural = _("providers of instruments")
        ordering = ["instrument", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "provider"], name="provider_link_once"),
        ]

    def __str__(self) -> str:
        return self.code or str(self.pk)
