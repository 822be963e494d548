"""Put “Read also” links into a story's copy."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tajuk.articles.body import body_of
from tajuk.articles.models import Article
from tajuk.staff.models import User

FIRST_AFTER = 2
EVERY = 3


@transaction.atomic
def read_also(article: Article, stories: Sequence[Article], *, by: User | None, now: datetime) -> Article:
    """Spread links to `stories` over the paragraphs of the newest draft, as a new revision; return the draft."""
    if by is not None and not by.has_perm("articles.change_article"):
        raise PermissionDenied("articles.change_article")
    draft: Article = article.get_latest_revision_as_object()
    known = body_of(draft).articles
    new = [story for story in stories if story.pk not in known and story.pk != article.pk]
    raw = [dict(block) for block in draft.body.raw_data]
    for number, story in enumerate(new):
        raw.insert(_place(raw, number), {"type": "read_also", "value": story.pk, "id": str(uuid4())})
    draft.body = raw
    draft.save_revision(user=by, log_action=True)
    return draft


def _place(raw: list[dict[str, object]], number: int) -> int:
    """Return where the next link goes: after the second paragraph, then every third; else at the end."""
    wanted = FIRST_AFTER + EVERY * number
    paragraphs = [index for index, block in enumerate(raw) if block["type"] == "paragraph"]
    return paragraphs[wanted - 1] + 1 if len(paragraphs) >= wanted else len(raw)
