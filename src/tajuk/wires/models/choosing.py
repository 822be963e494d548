"""The filters that presets and rules share, and what they do with what fits."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tajuk.wires.models.items import WireItem
from tajuk.wires.models.sources import Agency, Source


class Choosing(models.Model):
    """Filters over wire items; an empty one does not narrow."""

    agencies = models.JSONField(_("agencies"), blank=True, default=list)
    sources = models.JSONField(_("sources"), blank=True, default=list)
    sections = models.JSONField(_("sections"), blank=True, default=list)
    languages = models.JSONField(_("languages"), blank=True, default=list)
    topics = models.JSONField(_("topics"), blank=True, default=list)
    instruments = models.JSONField(_("instruments"), blank=True, default=list)
    places = models.JSONField(_("places"), blank=True, default=list)
    words = models.JSONField(_("with any of these words"), blank=True, default=list)
    without = models.JSONField(_("without these words"), blank=True, default=list)
    most_urgency = models.PositiveSmallIntegerField(_("urgency up to"), null=True, blank=True)
    only_corrections = models.BooleanField(_("corrections only"), default=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse agencies and sources that are not there: a filter that can never fit is a slip."""
        super().clean()
        for name, model in (("agencies", Agency), ("sources", Source)):
            wanted = set(getattr(self, name))
            missing = wanted - set(model.objects.filter(slug__in=wanted).values_list("slug", flat=True))
            if missing:
                raise ValidationError(
                    {name: _("Not there: %(names)s") % {"names": ", ".join(sorted(missing))}}
                )


class Preset(Choosing):
    """A saved filter of the wires list, kept filled as items come in."""

    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="wire_presets",
        verbose_name=_("only for"),
        help_text=_("Left empty, everybody on the desk has it."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    sound = models.BooleanField(_("sound"), default=False, help_text=_("When something urgent comes in."))
    notice = models.BooleanField(
        _("notice on the desktop"), default=False, help_text=_("When something urgent comes in.")
    )

    class Meta:
        verbose_name = _("preset")
        verbose_name_plural = _("presets")
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class PresetMatch(models.Model):
    """An item that fits a preset, at the moment it last moved."""

    pk = models.CompositePrimaryKey("preset_id", "item_id")
    preset = models.ForeignKey(Preset, on_delete=models.CASCADE, related_name="matches")
    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="preset_matches")
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("item of a preset")
        indexes: ClassVar = [models.Index(fields=["preset", "-moved_at", "-item"], name="wires_match_moved")]


class Rule(Choosing):
    """What is done with items that fit, the moment they come in; every rule that fits is followed, in order."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    enabled = models.BooleanField(
        _("switched on"), default=False, help_text=_("Try it on last week's wires before you switch it on.")
    )
    set_section = models.SlugField(_("section"), max_length=60, blank=True)
    set_urgency = models.PositiveSmallIntegerField(_("urgency"), null=True, blank=True)
    add_tags = models.JSONField(_("tags"), blank=True, default=list)
    hold = models.BooleanField(
        _("hold"), default=False, help_text=_("A story made of it stays on hold until an editor releases it.")
    )
    take = models.BooleanField(
        _("take"), default=False, help_text=_("A draft is made at once; nothing is published by itself.")
    )

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(set_urgency=None) | Q(set_urgency__range=(1, 9)), name="wires_rule_urgency"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a rule that does nothing."""
        super().clean()
        does = (self.set_section, self.set_urgency, self.add_tags, self.hold, self.take)
        if not any(does):
            raise ValidationError(_("Say what the rule does with what fits."))
