"""When markets trade, as dated data that the desk edits: hours with a validity, and the days that differ."""

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tajuk.common.bilingual import pick
from tajuk.markets.enums import DayKind, Phase, Rhythm


def known_zone(name: str) -> None:
    """Raise `ValidationError` for what is not a time zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class Calendar(ClusterableModel):
    """A market's clock: its zone, how its figures come, and where its hours were read."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_id = models.CharField(_("name (Indonesian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Jakarta", validators=[known_zone])
    rhythm = models.CharField(_("rhythm"), max_length=12, choices=Rhythm, default=Rhythm.SESSIONS)
    source = models.TextField(_("source"), blank=True, help_text=_("Where these hours and days were read."))

    class Meta:
        verbose_name = _("market calendar")
        verbose_name_plural = _("market calendars")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="calendar_rhythm_known"),
        ]

    def __str__(self) -> str:
        return pick(self, "name")

    @property
    def tzinfo(self) -> ZoneInfo:
        """Return the zone that the hours are written in."""
        return ZoneInfo(self.zone)


class SessionTemplate(models.Model):
    """One phase of a market's day on one weekday, from a date to a date; `closes` is exclusive."""

    calendar = ParentalKey(
        Calendar, verbose_name=_("calendar"), on_delete=models.CASCADE, related_name="hours"
    )
    weekday = models.PositiveSmallIntegerField(
        _("weekday"),
        choices=[
            (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")),
            (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")),
        ],
    )  # fmt: skip
    day_kind = models.CharField(
        _("on"), max_length=8, default=DayKind.NORMAL,
        choices=[(kind.value, kind.label) for kind in (DayKind.NORMAL, DayKind.HALF)],
    )  # fmt: skip
    phase = models.CharField(_("phase"), max_length=12, choices=Phase)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"), help_text=_("00:00 is the end of the day."))
    opens_day_before = models.BooleanField(_("begins the day before"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day; empty: still.")
    )

    class Meta:
        verbose_name = _("trading hours")
        verbose_name_plural = _("trading hours")
        ordering = ["calendar", "valid_from", "weekday", "day_kind", "-opens_day_before", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "weekday", "day_kind", "opens_day_before", "opens", "valid_from"],
                name="hours_once",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday"),
            models.CheckConstraint(
                condition=Q(phase__in=[p for p in Phase.values if p != Phase.CLOSED]),
                name="hours_phase_known",
            ),
            models.CheckConstraint(
                condition=Q(opens_day_before=True) | Q(closes="00:00") | Q(closes__gt=F("opens")),
                name="hours_close_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="hours_valid_in_order",
            ),
        ]


class TradingDay(models.Model):
    """A date on which a market differs from its template: closed, half, or trading on a weekend."""

    calendar = models.ForeignKey(
        Calendar, verbose_name=_("calendar"), on_delete=models.CASCADE, related_name="days"
    )
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=8, choices=DayKind, default=DayKind.CLOSED)
    name_id = models.CharField(_("occasion (Indonesian)"), max_length=120, blank=True)
    name_en = models.CharField(_("occasion (English)"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("Expected, but not decreed or announced yet.")
    )

    class Meta:
        verbose_name = _("special trading day")
        verbose_name_plural = _("special trading days")
        ordering = ["-date", "calendar"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="trading_day_once"),
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="trading_day_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {pick(self, 'name')}".strip()
