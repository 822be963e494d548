"""Fetch in one go what the pages of many stories are about to ask for one by one."""

from typing import Any

from tajuk.articles.body import body_of
from tajuk.articles.related import nearest
from tajuk.common import clock
from tajuk.fronts.rows import cleared_ids, cleared_rows, rows_of
from tajuk.pictures import renditions
from tajuk.pictures.renditions import CARD, INLINE, LEAD
from tajuk.site.heads import RATIOS
from tajuk.site.parts import linked
from tajuk.site.related import SHOWN, SPARE
from tajuk.site.rows import coverage_of, pages_of, pictures_of, quoted_in, translations_of


def stories(calls: list[dict[str, Any]]) -> None:
    """Put on the shelf what the pages of these stories show; it is what each would fetch for itself."""
    now = clock.now()
    found = list(pages_of({int(call["pk"]) for call in calls}).values())
    quoted_in([row.pk for row in found])
    bodies = [body_of(article) for article in found]
    named = {pk for body in bodies for pk in body.articles | linked(body.blocks)}
    near = nearest(found, now=now, limit=SPARE * SHOWN, published=True)
    coverage_of([row.pk for row in found])
    # Of each story the others that its translation key joins: itself is none of its cards.
    joined = translations_of(found)
    others = {pk for row in found for pk in joined[row.translation_key] if pk != row.pk}
    leads = [row.lead_picture for row in found if row.lead_picture]
    renditions.for_pages(leads, LEAD)
    renditions.made(leads, *RATIOS)
    allowed = set(cleared_ids({pk for ids in near for pk in ids[: 2 * SHOWN]} | others, "related", now))
    shown = {pk for ids in near for pk in [pk for pk in ids[: 2 * SHOWN] if pk in allowed][:SHOWN]}
    beside = rows_of(shown | (others & allowed))
    renditions.for_pages([row.lead_picture for row in beside.values() if row.lead_picture], CARD)
    cleared_rows(named, "read-also", now)
    renditions.for_pages(pictures_of({pk for body in bodies for pk in body.pictures}).values(), INLINE)
