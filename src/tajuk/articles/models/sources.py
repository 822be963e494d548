"""Who made an article, and what it was made from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from tajuk.articles.enums import Made, Role
from tajuk.articles.managers import DerivationQuerySet
from tajuk.articles.models.article import Article

_THINGS = ("wire_version", "picture", "source_article", "instrument")
ONE_THING = models.Q()
for _one in _THINGS:
    ONE_THING |= models.Q(**{f"{name}__isnull": name != _one for name in _THINGS})


class Credit(models.Model):
    """Who did what for an article."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="credits")
    author = models.ForeignKey(
        "staff.Author", verbose_name=_("person"), on_delete=models.PROTECT, related_name="credits"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.REPORTER)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "author", "role"], name="one_credit_a_person_and_role")
        ]

    sort_order_field = "sort_order"

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.author_id}"


class Derivation(models.Model):
    """An edge of the derivation graph: which version of what an article was made from.

    A version is a row of `wires.WireVersion`; of an article the revision that was taken, of a picture and of an
    instrument's price the words that were taken (`taken`), because neither keeps its versions.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="derivations")
    made = models.CharField(max_length=20, choices=Made.choices)
    wire_version = models.ForeignKey(
        "wires.WireVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="derivations"
    )
    # The way in that the wire version came by, whose rights hold for the article: without a look at the version.
    source = models.ForeignKey(
        "wires.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    picture = models.ForeignKey(
        "pictures.Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="derivations"
    )
    source_article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="descendants"
    )
    source_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    instrument = models.ForeignKey(
        "markets.Instrument", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = DerivationQuerySet.as_manager()

    class Meta:
        # What `moved` looks through: a story's edge names its picture far more often than anything else.
        indexes: ClassVar = [
            models.Index(
                fields=["wire_version"],
                condition=models.Q(wire_version__isnull=False),
                name="derived_from_wires",
            ),
            models.Index(
                fields=["source_article", "source_revision", "at"],
                condition=models.Q(source_article__isnull=False),
                name="derived_from_articles",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_THING, name="derived_from_one_thing"),
            models.UniqueConstraint(
                fields=["article", "source_article"],
                condition=models.Q(source_article__isnull=False),
                name="derived_once_from_an_article",
            ),
            models.CheckConstraint(
                condition=models.Q(source_article__isnull=True)
                | ~models.Q(source_article=models.F("article")),
                name="not_derived_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.made}"
