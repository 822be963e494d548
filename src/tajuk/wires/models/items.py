"""What was read: wire items and every version of them."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tajuk.wires.enums import Change, PubStatus
from tajuk.wires.models.clusters import Cluster
from tajuk.wires.models.payloads import Payload
from tajuk.wires.models.sources import Agency, Source
from tajuk.wires.packing import unpack
from tajuk.wires.story import Story

URGENCIES = Q(urgency=None) | Q(urgency__range=(1, 9))


class WireItemQuerySet(models.QuerySet["WireItem"]):
    """Wire items by how the desk asks for them."""

    def for_list(self) -> "WireItemQuerySet":
        """Return rows as the wires list shows them: what moved last first, no query a row."""
        shown = self.select_related("agency", "current", "taken_by").defer("current__story")
        return shown.order_by("-received_at", "-pk")

    def usable(self, now: datetime) -> "WireItemQuerySet":
        """Keep what may be used at `now`: neither held nor killed nor under embargo."""
        return self.filter(Q(embargoed_until=None) | Q(embargoed_until__lte=now), status=PubStatus.USABLE)

    def untaken(self) -> "WireItemQuerySet":
        """Keep what nobody works on."""
        return self.filter(taken_by=None)

    def in_thread_of(self, item: "WireItem") -> "WireItemQuerySet":
        """Keep the other items of the same agency and slugline: updates, wraps and takes of one event."""
        if not item.thread:
            return self.none()
        return self.filter(agency=item.agency_id, thread=item.thread).exclude(pk=item.pk)


class WireItem(models.Model):
    """One story as an agency sends it, by the agency's id, standing at its current version.

    The columns the list is filtered by are those of the current version.
    """

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="items", verbose_name=_("agency")
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="items", verbose_name=_("source")
    )
    guid = models.CharField(_("agency's id"), max_length=500)
    current = models.ForeignKey(
        "WireVersion", null=True, on_delete=models.RESTRICT, related_name="+", verbose_name=_("version")
    )
    first_seen_at = models.DateTimeField(_("first seen"))
    received_at = models.DateTimeField(_("received"))
    status = models.CharField(_("status"), max_length=10, choices=PubStatus, default=PubStatus.USABLE)
    thread = models.CharField(_("slugline"), max_length=200, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    cluster = models.ForeignKey(
        Cluster,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items",
        verbose_name=_("event"),
    )
    # The same text under another id: this row is folded under the one that came first.
    copy_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="copies",
        verbose_name=_("copy of"),
    )
    section = models.SlugField(_("section"), max_length=60, blank=True)
    tags = models.JSONField(_("tags"), blank=True, default=list)
    held_by = models.CharField(_("held by rule"), max_length=60, blank=True)
    to_take = models.BooleanField(_("taken automatically"), default=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="taken_wire_items",
        verbose_name=_("taken by"),
    )
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)

    objects = WireItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        permissions: ClassVar = [("take_wireitem", _("Can take wire items"))]
        constraints: ClassVar = [
            models.UniqueConstraint("agency", "guid", name="wires_item_once_an_agency"),
            models.CheckConstraint(condition=~Q(guid=""), name="wires_item_has_guid"),
            models.CheckConstraint(condition=Q(status__in=PubStatus.values), name="wires_item_status"),
            models.CheckConstraint(condition=URGENCIES, name="wires_item_urgency"),
            models.CheckConstraint(
                condition=Q(taken_by=None) | Q(taken_at__isnull=False), name="wires_item_taken_at"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="wires_item_moved"),
            models.Index(fields=["agency", "-received_at", "-id"], name="wires_item_by_agency"),
            models.Index(fields=["urgency", "-received_at", "-id"], name="wires_item_by_urgency"),
            models.Index(fields=["language", "-received_at", "-id"], name="wires_item_by_language"),
            models.Index(fields=["agency", "thread", "-received_at"], name="wires_item_by_thread"),
            models.Index(
                fields=["embargoed_until"],
                condition=Q(embargoed_until__isnull=False),
                name="wires_item_embargoed",
            ),
        ]

    def __str__(self) -> str:
        return self.guid

    def is_embargoed(self, now: datetime) -> bool:
        """Tell whether the agency's embargo still holds at `now`."""
        return self.embargoed_until is not None and now < self.embargoed_until


class WireVersionQuerySet(models.QuerySet["WireVersion"]):
    """Versions by how they are asked for."""

    def newest_first(self) -> "WireVersionQuerySet":
        """Order an item's versions as the agency numbers and dates them."""
        return self.order_by("-number", "-version_created", "-received_at", "-pk")

    def unannounced(self, before: datetime) -> "WireVersionQuerySet":
        """Keep changes received before `before` that their followers were not told of, in order."""
        waiting = self.filter(announced_at=None, received_at__lt=before).exclude(change="")
        return waiting.select_related("item__agency", "source").order_by("pk")


class WireVersion(models.Model):
    """One state of a wire item, as it was read."""

    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="versions")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    payload = models.ForeignKey(Payload, on_delete=models.PROTECT, related_name="versions")
    position = models.PositiveIntegerField(_("place in the payload"), default=0)
    label = models.CharField(_("version"), max_length=64, blank=True)
    number = models.BigIntegerField(_("comparable version"), default=0)
    digest = models.CharField(max_length=64)
    story = models.JSONField()
    headline = models.CharField(_("headline"), max_length=500, blank=True)
    slugline = models.CharField(_("slugline"), max_length=200, blank=True)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True, blank=True)
    pubstatus = models.CharField(_("status"), max_length=10, choices=PubStatus, default=PubStatus.USABLE)
    is_correction = models.BooleanField(_("correction"), default=False)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    # An embargo that stands in words only: nobody but an editor can say when it ends.
    embargo_note = models.CharField(_("embargo in words"), max_length=300, blank=True)
    version_created = models.DateTimeField(_("agency's time"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    # Empty for a version that arrived late and changed nothing.
    change = models.CharField(_("change"), max_length=10, choices=Change, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WireVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints: ClassVar = [
            models.UniqueConstraint("item", "label", "digest", name="wires_version_once"),
            models.CheckConstraint(condition=Q(pubstatus__in=PubStatus.values), name="wires_version_status"),
            models.CheckConstraint(condition=URGENCIES, name="wires_version_urgency"),
            models.CheckConstraint(
                condition=Q(change="") | Q(change__in=Change.values), name="wires_version_change"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "-number", "-version_created"], name="wires_version_order"),
            models.Index(
                fields=["received_at"],
                condition=Q(announced_at=None) & ~Q(change=""),
                name="wires_version_untold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline or self.slugline} ({self.label})"

    def as_story(self) -> Story:
        """Return the story as it was read."""
        return unpack(self.story)
