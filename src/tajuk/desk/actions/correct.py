"""Correct a published story, so that readers are told."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from tajuk.articles import actions
from tajuk.articles.enums import Gravity
from tajuk.articles.models import Article, Correction
from tajuk.staff.models import User


def correct(
    article: Article,
    *,
    wrong: str,
    right: str,
    by: User | None,
    now: datetime,
    gravity: Gravity = Gravity.SLIGHT,
) -> Correction:
    """Add a correction to a story. The copy itself is mended by publishing an edited revision."""
    if by is not None and not by.has_perm("articles.correct_article"):
        raise PermissionDenied("articles.correct_article")
    return actions.correct(article, wrong=wrong, right=right, by=by, now=now, gravity=gravity)
