"""Who made an article, and what it was made from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from tajuk.articles.enums import Made, Role
from tajuk.articles.models.article import Article


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
    """An edge of the derivation graph: which version of what an article was made from."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="derivations")
    made = models.CharField(max_length=20, choices=Made.choices)
    wire_version = models.ForeignKey(
        "wires.WireVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="derivations"
    )
    picture = models.ForeignKey(
        "pictures.Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="derivations"
    )
    source_article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="descendants"
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(wire_version__isnull=False, picture__isnull=True, source_article__isnull=True)
                    | models.Q(wire_version__isnull=True, picture__isnull=False, source_article__isnull=True)
                    | models.Q(wire_version__isnull=True, picture__isnull=True, source_article__isnull=False)
                ),
                name="derived_from_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.made}"
