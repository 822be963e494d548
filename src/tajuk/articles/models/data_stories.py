"""Stories that figures write: which, when, into which section, and what became of each day's."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.articles.models.article import Article


class Subject(models.TextChoices):
    """What a data story is about."""

    INDEX_CLOSE = "index_close", _("Close of the index")
    GOLD = "gold", _("Gold price")
    FIXING = "fixing", _("Fixing of the exchange rate")


class Outcome(models.TextChoices):
    """What became of a day's story."""

    MADE = "made", _("Written")
    NO_TRADING = "no_trading", _("No trading that day")
    WAITING = "waiting", _("Waits for figures")
    FAILED = "failed", _("Could not be written")


# What somebody should know of; both are tried again until the day goes without.
UNWRITTEN: Final = (Outcome.WAITING, Outcome.FAILED)


class DataStory(models.Model):
    """A story written from quotes each trading day at a set time: a draft, unless the publisher allows more."""

    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", _("Indonesian")), ("en", _("English"))], default="id"
    )
    instrument = models.ForeignKey(
        "markets.Instrument", verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="+"
    )
    section = models.ForeignKey(
        "topics.Section", verbose_name=_("section"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.TimeField(_("written at"), help_text=_("WIB"))
    is_on = models.BooleanField(_("switched on"), default=False)
    publishes_itself = models.BooleanField(
        _("published without an editor"), default=False, help_text=_("The publisher's to allow.")
    )

    class Meta:
        verbose_name = _("data story")
        verbose_name_plural = _("data stories")
        ordering = ["at", "subject", "language"]
        permissions: ClassVar = [("allow_datastory", "Can let data stories be published without an editor")]
        constraints = [
            models.UniqueConstraint(fields=["subject", "language", "instrument"], name="data_story_once"),
            models.CheckConstraint(
                condition=models.Q(subject__in=Subject.values), name="data_story_subject_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} ({self.language})"


class DataStoryRun(models.Model):
    """A day of a data story: one row, so that nothing is written twice."""

    story = models.ForeignKey(
        DataStory, verbose_name=_("data story"), on_delete=models.CASCADE, related_name="runs"
    )
    day = models.DateField(_("day"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    article = models.ForeignKey(
        Article, verbose_name=_("story"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("day of a data story")
        verbose_name_plural = _("days of data stories")
        constraints = [
            models.UniqueConstraint(fields=["story", "day"], name="data_story_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.outcome}"
