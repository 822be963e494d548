"""How pressing a change is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.IntegerChoices):
    """What is baked first: the lower the number, the sooner."""

    WITHDRAWAL = 0, _("withdrawal")
    BREAKING = 1, _("breaking news")
    ARTICLE = 2, _("article")
    FRONT = 3, _("front or list")
    FRAGMENT = 4, _("fragment")
    ARCHIVE = 5, _("archive")

    @classmethod
    def of(cls, kind: str) -> "Priority":
        """Return the priority that a model's `news_kind` names (`article`, `withdrawal`, …)."""
        return cls[kind.upper()]


class Target(models.IntegerChoices):
    """What an outbox entry names."""

    KEY = 0, _("dependency key")
    PATH = 1, _("address")
