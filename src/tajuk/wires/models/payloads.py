"""What came, as bytes: kept whole before anything reads it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tajuk.wires import payloads
from tajuk.wires.models.sources import Source


class Payload(models.Model):
    """Bytes that came in, named by their SHA-256; the file lies in the storage `payloads`."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    media_type = models.CharField(_("media type"), max_length=127, blank=True)
    name = models.CharField(_("file name"), max_length=255, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="payloads", verbose_name=_("source")
    )
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("payload")
        verbose_name_plural = _("payloads")
        indexes: ClassVar = [models.Index(fields=["source", "-received_at"], name="wires_payload_by_source")]

    def __str__(self) -> str:
        return self.name or self.sha256

    def content(self) -> bytes:
        """Return the bytes; raise `payloads.Damaged` when they are no longer those that came."""
        return payloads.load(self.sha256)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what is still to be done."""

    def unread(self, before: datetime) -> "DeliveryQuerySet":
        """Keep what was stored before `before` and never read to the end, oldest first."""
        waiting = self.filter(read_at=None, received_at__lt=before)
        return waiting.select_related("payload", "source__agency").order_by("received_at", "pk")


class Delivery(models.Model):
    """A payload handed in by a source: the same bytes from the same source count once."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="deliveries")
    payload = models.ForeignKey(Payload, on_delete=models.PROTECT, related_name="deliveries")
    name = models.CharField(max_length=255, blank=True)
    # The sender's mark against repeats (the HTTP header Idempotency-Key); null so that many may have none.
    key = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001  # see above
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "payload", name="wires_delivery_once"),
            models.UniqueConstraint("source", "key", name="wires_delivery_key_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["received_at"], condition=Q(read_at=None), name="wires_delivery_unread"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.payload_id)


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    """Quarantined files by state."""

    def open(self) -> "QuarantineQuerySet":
        """Keep what nobody has dealt with, newest first."""
        waiting = self.filter(resolved_at=None).select_related("payload", "source__agency")
        return waiting.order_by("-at", "-pk")


class Quarantine(models.Model):
    """Something that came and could not be read, with one line that says why."""

    payload = models.ForeignKey(
        Payload, null=True, blank=True, on_delete=models.PROTECT, related_name="quarantines"
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="quarantines", verbose_name=_("source")
    )
    name = models.CharField(_("file name"), max_length=255, blank=True)
    reason = models.CharField(_("why"), max_length=500)
    at = models.DateTimeField(_("since"))
    resolved_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = QuarantineQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarantined file")
        verbose_name_plural = _("quarantine")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "source", "payload", condition=Q(resolved_at=None), name="wires_quarantine_once"
            ),
            models.CheckConstraint(
                condition=Q(payload__isnull=False) | ~Q(name=""), name="wires_quarantine_names_something"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="wires_quarantine_says_why"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-at"], condition=Q(resolved_at=None), name="wires_quarantine_open"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"
