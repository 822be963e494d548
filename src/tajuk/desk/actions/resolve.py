"""Deal with a source that moved: say that the story has the new version, or that it does not matter here."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Derivation
from tajuk.common.text import one_line
from tajuk.staff.models import User


class Outcome(models.TextChoices):
    """What became of the news that a source moved."""

    TAKEN_OVER = "taken-over", gettext_lazy("The story has it now")
    NOT_RELEVANT = "not-relevant", gettext_lazy("It does not matter for this story")


@transaction.atomic
def resolve(
    edge: Derivation, *, outcome: Outcome, note: str, by: User | None, now: datetime, seen: str = ""
) -> Derivation:
    """Note how a moved source was dealt with: the edge names what the source says now, the history what it named.

    `seen` is the mark (`mark_of`) of the version that the editor saw. Raise `NotPossible` without a note, when the
    source did not move, and when it moved again since the editor looked.
    """
    if by is not None and not by.has_perm("articles.change_article"):
        raise PermissionDenied("articles.change_article")
    note = one_line(note)
    if not note:
        raise NotPossible(_("A note is required: what was done about it."))
    # Locked first and looked at then: PostgreSQL, woken from its wait, would not ask again whether it moved.
    list(Derivation.objects.filter(pk=edge.pk).select_for_update().values_list("pk"))
    moved: Derivation | None = Derivation.objects.filter(pk=edge.pk).moved().first()
    if moved is None:
        raise NotPossible(_("Its source has not moved since."))
    if seen and seen != mark_of(moved):
        raise NotPossible(_("The source moved again while you looked: see what is new first."))
    before, after = moved.wire_version_id or moved.source_revision_id, _catch_up(moved)
    moved.at = now
    moved.save()
    data = {"reason": note, "outcome": str(outcome), "from_version": before, "to_version": after}
    log(instance=moved.article, action="tajuk.source", user=by, data=data)
    return moved


def mark_of(edge: Derivation) -> str:
    """Return what names the state of an edge's source, so that nobody resolves what they did not see."""
    if edge.wire_version is not None:
        return f"w{edge.wire_version.item.current_id}"
    if edge.source_article is not None:
        last = edge.source_article.corrections.order_by("-at").values_list("pk", flat=True).first()
        return f"a{edge.source_article.live_revision_id}-{last}"
    return f"p{edge.picture.changed_at.isoformat() if edge.picture and edge.picture.changed_at else ''}"


def _catch_up(edge: Derivation) -> int | None:
    if edge.wire_version is not None:
        edge.wire_version_id = edge.wire_version.item.current_id
        return edge.wire_version_id
    if edge.source_article is not None:
        edge.source_revision_id = edge.source_article.live_revision_id
        return edge.source_revision_id
    if edge.picture is not None:
        edge.taken = edge.picture.words
    return None
