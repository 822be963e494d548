"""The outbox, and what is known of each plate."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tajuk.press.enums import Priority, Target

MAX_ADDRESS = 600
MAX_KEY = 160
_FOLLOWED = timedelta(minutes=10)


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    """What waits to be baked."""

    def waiting(self) -> "OutboxQuerySet":
        """Return what is not done, due or not."""
        return self.filter(done_at=None)

    def due(self, now: datetime) -> "OutboxQuerySet":
        """Return what may be baked now, the most pressing and oldest first."""
        return self.waiting().filter(due_at__lte=now).order_by("priority", "due_at", "pk")

    def free(self, now: datetime) -> "OutboxQuerySet":
        """Return what is due and claimed by no baker, the most pressing and oldest first."""
        return self.due(now).filter(Q(claimed_until=None) | Q(claimed_until__lt=Now()))

    def next_due_at(self) -> datetime | None:
        """Return when the next entry may be baked."""
        found: datetime | None = self.waiting().aggregate(first=Min("due_at"))["first"]
        return found

    def failing(self) -> "OutboxQuerySet":
        """Return what was tried and failed, and will be tried again."""
        return self.waiting().filter(attempts__gt=0)

    def handled_since(self, moment: datetime, keys: Iterable[str]) -> "OutboxQuerySet":
        """Return changes of `keys` whose dependents were looked up at `moment` or later."""
        return self.filter(target=Target.KEY, name__in=keys, handled_at__gte=moment)

    def forgettable(self, now: datetime) -> "OutboxQuerySet":
        """Return what was done long enough ago that no bake can have missed it."""
        return self.filter(done_at__lt=now - _FOLLOWED)

    def by_priority(self) -> dict[str, int]:
        """Return how many entries wait, by the name of their priority."""
        counts = dict(self.waiting().values_list("priority").annotate(Count("pk")).order_by())
        return {priority.name.lower(): counts.get(priority.value, 0) for priority in Priority}


class OutboxEntry(models.Model):
    """A change that plates must follow, written in the transaction that made it.

    One row for each thing and priority: a new change of the same thing renews the row and its `stamp`, and
    the worker ends a row only with the stamp that it began with, so no change is lost while another is being
    baked.
    """

    target = models.PositiveSmallIntegerField(_("kind"), choices=Target.choices)
    name = models.CharField(_("key or address"), max_length=MAX_ADDRESS)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    stamp = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("not before"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    claimed_by = models.CharField(max_length=120, blank=True, default="", editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "target", "priority"], name="outbox_once"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="outbox_priority_known"),
            models.CheckConstraint(condition=Q(target__in=Target.values), name="outbox_target_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["priority", "due_at"], condition=Q(done_at=None), name="outbox_waiting"),
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="outbox_next"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="outbox_done"),
        ]

    def __str__(self) -> str:
        return f"{self.get_priority_display()}: {self.name}"


class PlateQuerySet(models.QuerySet["PlateRecord"]):
    """What is known of plates."""

    def depending_on(self, keys: Iterable[str]) -> "PlateQuerySet":
        """Return the plates that were made from any of `keys`."""
        found = PlateDependency.objects.filter(key__in=keys).values("plate")
        return self.filter(pk__in=found)

    def eager(self) -> "PlateQuerySet":
        """Return the plates that are baked as soon as they change."""
        return self.filter(eager=True)

    def lazy(self) -> "PlateQuerySet":
        """Return the plates that are baked when somebody asks."""
        return self.filter(eager=False)

    def other_editions(self, edition: str) -> Iterator[str]:
        """Yield the editions that plates have besides this one: a look into the index for each."""
        found = self.aggregate(first=Min("edition"))["first"]
        while found is not None:
            if found != edition:
                yield found
            found = self.filter(edition__gt=found).aggregate(first=Min("edition"))["first"]

    def of_edition(self, edition: str, *, before: datetime | None = None) -> "PlateQuerySet":
        """Return the plates of an edition that were baked before a moment, the last baked first."""
        rows = self.filter(edition=edition)
        return (rows.filter(baked_at__lt=before) if before else rows).order_by("-baked_at")

    def by_kind(self) -> dict[str, int]:
        """Return how many plates there are, by kind."""
        return dict(self.values_list("kind").annotate(Count("pk")).order_by("kind"))


class PlateRecord(models.Model):
    """What is known of the plate of one address; the plate itself is a file."""

    path = models.CharField(_("address"), max_length=MAX_ADDRESS, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    eager = models.BooleanField(_("baked at once"), default=False)
    edition = models.CharField(_("edition"), max_length=32)
    digest = models.CharField(_("digest"), max_length=32)
    status = models.PositiveSmallIntegerField(_("status"))
    baked_at = models.DateTimeField(_("baked"))
    stale = models.BooleanField(_("stale"), default=False)
    keys = models.JSONField(_("surrogate keys"), default=list)

    objects = PlateQuerySet.as_manager()

    class Meta:
        verbose_name = _("plate")
        verbose_name_plural = _("plates")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=[200, 301, 302, 308, 404, 410]), name="plate_status_cacheable"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["edition", "-baked_at"], name="plate_edition"),
            models.Index(fields=["kind"], name="plate_kind"),
            models.Index(fields=["-baked_at"], condition=Q(stale=True), name="plate_stale"),
        ]

    def __str__(self) -> str:
        return self.path


class PlateDependency(models.Model):
    """A plate was made from a thing or a list."""

    plate = models.ForeignKey(PlateRecord, on_delete=models.CASCADE, related_name="dependencies")
    key = models.CharField(_("dependency key"), max_length=MAX_KEY)

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "plate"], name="dependency_once")]

    def __str__(self) -> str:
        return f"{self.plate_id}: {self.key}"


class Passage(models.Model):
    """Up to which moment the passing of time was carried to the plates: one row."""

    until = models.DateTimeField()

    class Meta:
        verbose_name = _("passage of time")
        verbose_name_plural = _("passage of time")

    def __str__(self) -> str:
        return self.until.isoformat()
