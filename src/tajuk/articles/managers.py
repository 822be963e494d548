"""Sets of articles and restrictions, named after their use."""

from datetime import datetime
from typing import Self

from django.apps import apps
from django.db import models
from wagtail.models import Locale

from tajuk.articles.queries import worded


def what_the_gate_reads() -> tuple[str | models.Prefetch, ...]:  # type: ignore[type-arg]  # of any model
    """Return what has to be fetched with an article for the gate to answer without a query."""
    edges = apps.get_model("articles.Derivation").objects.select_related("source__agency")
    return "restrictions", "agencies", models.Prefetch("derivations", queryset=edges)


class RestrictionQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model module imports this one
    """Sets of restrictions."""

    def in_force(self, now: datetime) -> Self:
        """Return those that hold now: not lifted, not past their end."""
        return self.filter(lifted_at__isnull=True).exclude(until__lte=now)


class DerivationQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model module imports this one
    """Sets of edges of the derivation graph."""

    def moved(self) -> Self:
        """Return the edges whose source has moved on: a newer usable version, a newer text, a correction since.

        It is read off the graph as it stands, so that no order of messages, no repeat and no restart changes it.
        """
        wire = self.filter(wire_version__item__current__pubstatus="usable").exclude(
            wire_version__item__current=models.F("wire_version")
        )
        other_text = self.filter(
            source_article__live=True,
            source_revision__isnull=False,
            source_article__live_revision__isnull=False,
        ).exclude(source_article__live_revision=models.F("source_revision"))
        corrected = self.filter(source_article__live=True, source_article__corrections__at__gt=models.F("at"))
        # By name: else the database begins with the edges, of which each story with a picture has one.
        changed = apps.get_model("pictures.Picture").objects.filter(changed_at__isnull=False)
        picture = self.filter(picture__in=changed, picture__changed_at__gt=models.F("at"))
        # Each by itself, so that each is read from an index: in one condition they make the database read every edge.
        rest = (each.order_by().values("pk") for each in (other_text, corrected, picture))
        moved = wire.order_by().values("pk").union(*rest)
        found: Self = self.model._default_manager.filter(pk__in=moved)
        return found


class ArticleQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model module imports this one
    """Sets of articles. None of these decides what may leave: that is clearance's."""

    def in_language(self, language: str) -> Self:
        """Return the articles of a language edition."""
        # By a value, not by a join: so the newest of an edition are read off an index in their order (measured at a
        # million stories: 3.5 s by the join, 20 ms so).
        return self.filter(locale_id=Locale.objects.filter(language_code=language).values("pk")[:1])

    def newest_first(self) -> Self:
        """Order by the moment of publication, newest first."""
        return self.order_by("-published_at", "-pk")

    def for_cards(self) -> Self:
        """Fetch with each article what a teaser of it shows."""
        return self.for_cards_alone().select_related("section", "locale", "lead_picture")

    def for_cards_alone(self) -> Self:
        """Fetch of each article what a teaser shows, but for the rows it is joined to."""
        return self.defer("body", "editors_note")

    def for_page(self) -> Self:
        """Fetch with each article what its page shows."""
        return self.select_related("section", "locale", "lead_picture", "own_rights").prefetch_related(
            "credits__author",
            "topics",
            "instruments",
            "corrections",
            *what_the_gate_reads(),
        )

    def for_gate(self) -> Self:
        """Fetch with each article what the gate looks at, so that its answer takes no query."""
        return self.select_related("own_rights").prefetch_related(*what_the_gate_reads())

    def with_words(self, words: str, *, counted: bool = False) -> Self:
        """Return those whose headline or slugline has every one of the words, or words that begin so; all for none."""
        return worded(self, words, counted=counted) if words.strip() else self

    def drafts(self) -> Self:
        """Return what has never been out and is not scheduled."""
        return self.filter(live=False, published_at__isnull=True, go_live_at__isnull=True)

    def embargoed(self, now: datetime) -> Self:
        """Return what is out of the editor's hands but under an embargo still."""
        return self.filter(live=True, embargo_until__gt=now)

    def count_to(self, most: int) -> int:
        """Return how many there are, or `most` where there are more: nothing reads on after that."""
        return self.order_by().values("pk")[:most].count()
