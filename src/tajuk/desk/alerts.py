"""What editors are told of the sources of their stories: that one moved, and what it said and says."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from tajuk.articles.body import words_of
from tajuk.articles.models import Article, Correction, Derivation, Restriction
from tajuk.desk.actions.resolve import mark_of
from tajuk.desk.differences import Line, compare, lines_of
from tajuk.staff.models import User
from tajuk.wires.embargoes import Embargo, moment_of
from tajuk.wires.models import WireVersion


def moved(user: User | None = None) -> "QuerySet[Derivation]":
    """Return the edges whose source moved, those of a user's own stories first, then the newest stories."""
    edges = Derivation.objects.moved().select_related(
        "article__locale",
        "article__section",
        "wire_version__item__agency",
        "wire_version__item__current",
        "source_article__locale",
        "source_article__section",
        "picture",
    )
    lean = edges.defer(
        "article__body", "source_article__body", "wire_version__story", "wire_version__item__current__story"
    )
    mine = Q(article__created_by=user) | Q(article__credits__author__user=user) if user else Q(pk=None)
    own = Exists(Derivation.objects.filter(mine, pk=OuterRef("pk")))
    first = Case(When(own, then=Value(0)), default=Value(1), output_field=IntegerField())
    ordered: QuerySet[Derivation] = lean.annotate(others=first).order_by("others", "-article_id", "pk")
    return ordered


def to_decide(now: datetime) -> "QuerySet[Restriction]":
    """Return the holds that wait for an editor's word on whether a story goes, too, the oldest first."""
    rows = Restriction.objects.in_force(now).filter(needs_decision=True)
    shown = rows.select_related(
        "article__locale", "article__section", "wire_version__item__agency", "inherited_from"
    )
    waiting: QuerySet[Restriction] = shown.defer(
        "article__body", "wire_version__story", "inherited_from__body"
    ).order_by("since", "pk")
    return waiting


def to_confirm(now: datetime) -> "QuerySet[Restriction]":
    """Return the embargoes whose end an editor has to confirm, the oldest first."""
    rows = Restriction.objects.in_force(now).filter(kind="embargo", until=None)
    shown = rows.select_related("article__locale", "article__section", "wire_version__item__agency")
    waiting: QuerySet[Restriction] = shown.defer("article__body", "wire_version__story").order_by(
        "since", "pk"
    )
    return waiting


def proposed_end(story: Article, now: datetime) -> Embargo | None:
    """Return what the words of an embargo say that waits for its end, and the moment that they seem to name."""
    row = to_confirm(now).filter(article=story).first()
    if row is None or row.wire_version is None:
        return Embargo(row.reason, None) if row else None
    version = row.wire_version
    about = version.version_created or version.received_at
    until = version.embargoed_until or moment_of(version.embargo_note, about=about)
    return Embargo(version.embargo_note or str(version.embargoed_until), until)


@dataclass(frozen=True, slots=True)
class Alert:
    """What a moved source said when it was taken and says now, and what was told of it to readers meanwhile."""

    edge: Derivation
    name: str
    address: str
    lines: tuple[Line, ...]
    corrections: tuple[Correction, ...]
    mark: str

    @property
    def changes(self) -> int:
        """Return how many paragraphs changed."""
        return sum(not line.is_same for line in self.lines)


def alert_of(edge: Derivation) -> Alert:
    """Return the alert of a moved edge, with the difference paragraph by paragraph."""
    before, after = _both(edge)
    source = edge.source_article
    told = source.corrections.filter(at__gt=edge.at).order_by("at") if source else ()
    return Alert(
        edge, name_of(edge), address_of(edge), tuple(compare(before, after)), tuple(told), mark_of(edge)
    )


def name_of(edge: Derivation) -> str:
    """Return what an edge's source is called."""
    if edge.wire_version is not None:
        return str(edge.wire_version.item.agency)
    if edge.source_article is not None:
        return edge.source_article.headline
    return _("picture “%(title)s”") % {"title": edge.picture.title if edge.picture else ""}


def address_of(edge: Derivation) -> str:
    """Return where the desk shows an edge's source."""
    if edge.wire_version is not None:
        return reverse("desk-wire", args=[edge.wire_version.item_id])
    if edge.source_article_id is not None:
        return reverse("stories:edit", args=[edge.source_article_id])
    return reverse("wagtailimages:edit", args=[edge.picture_id])


def _both(edge: Derivation) -> tuple[list[str], list[str]]:
    if edge.wire_version is not None:
        current = edge.wire_version.item.current or edge.wire_version
        said, says = (WireVersion.objects.get(pk=each.pk).as_story() for each in (edge.wire_version, current))
        return lines_of(said), lines_of(says)
    if edge.source_article is not None:
        standing = Article.objects.get(pk=edge.source_article.pk)
        taken = edge.source_revision.as_object() if edge.source_revision else standing
        return words_of(taken), words_of(standing)
    return edge.taken.splitlines(), edge.picture.words.splitlines() if edge.picture else []
