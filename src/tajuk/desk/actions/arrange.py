"""Arrange the rights of one story's text, whatever its sources' contracts say."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from tajuk.articles.actions import NotPossible
from tajuk.articles.inheritance import tell
from tajuk.articles.models import Article, ArticleRights
from tajuk.common.text import one_line
from tajuk.staff.models import User

NAMES = (
    "may_web", "may_syndicate", "may_newsletter", "may_translate", "may_archive", "archive_days", "territories",
)  # fmt: skip


@transaction.atomic
def arrange(
    article: Article, *, note: str, by: User | None, now: datetime, **rights: Any
) -> ArticleRights | None:
    """Set what differs from the contracts (`may_web=False`, `territories="ID MY"`); None where nothing differs now.

    A right that is not named, or is None, is as the sources have it. Raise `NotPossible` without a note.
    """
    if by is not None and not by.has_perm("articles.publish_article"):
        raise PermissionDenied("articles.publish_article")
    if unknown := rights.keys() - set(NAMES):
        raise TypeError(f"no such right: {', '.join(sorted(unknown))}")
    note = one_line(note)
    if not note:
        raise NotPossible(_("A note is required: what was arranged, with whom."))
    said = {name: value for name, value in rights.items() if value not in (None, "")}
    tell(article, verb="rights", by=by, reason=f"{note} {said}")
    if not said:
        for row in ArticleRights.objects.filter(article=article).select_related(
            "article__section", "article__locale"
        ):
            row.delete()
        return None
    values = dict.fromkeys(NAMES) | {"territories": ""} | said | {"note": note, "at": now, "by": by}
    row, _made = ArticleRights.objects.update_or_create(article=article, defaults=values)
    return row
