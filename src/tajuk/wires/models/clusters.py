"""What stands together: clusters of items on one event, and what copies of a text are found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cluster(models.Model):
    """Items of one event, from any agency in any language; its terms are kept while it is recent."""

    began_at = models.DateTimeField(_("first item"))
    moved_at = models.DateTimeField(_("last item"), db_index=True)
    size = models.PositiveIntegerField(default=0)
    #: The squared length of the sum of its items' terms.
    square = models.FloatField(default=0.0)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.pk}"


class ClusterTerm(models.Model):
    """How much of a term (its hash) a recent cluster has."""

    pk = models.CompositePrimaryKey("term", "cluster_id")
    term = models.BigIntegerField()
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="terms")
    weight = models.FloatField()

    class Meta:
        verbose_name = _("term of an event")


class ItemShingle(models.Model):
    """One of the few runs of words by which copies of a recent item's text are found."""

    pk = models.CompositePrimaryKey("shingle", "item_id")
    shingle = models.BigIntegerField()
    item = models.ForeignKey("WireItem", on_delete=models.CASCADE, related_name="shingles")

    class Meta:
        verbose_name = _("run of words of an item")
