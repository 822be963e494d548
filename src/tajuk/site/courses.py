"""The academy's courses as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tajuk.common import clock
from tajuk.common.sanitize import safe_href
from tajuk.pictures import renditions
from tajuk.pictures.renditions import CARD, PictureSet
from tajuk.promos.models import Course
from tajuk.site.cards import usable
from tajuk.site.variants import Variant


@dataclass(frozen=True, slots=True)
class CourseCard:
    """What is shown of a course."""

    slug: str
    title: str
    summary: str
    teacher: str
    starts_at: datetime | None
    price: Decimal | None
    url: str
    picture: PictureSet | None


def course_cards(rows: list[Course], variant: Variant) -> list[CourseCard]:
    """Return courses as they are shown; one without a place of its own to lead to has its page here."""
    now = clock.now()
    shown = [row.picture for row in rows if row.picture and usable(row.picture, now)]
    pictures = {} if variant.lite else renditions.for_pages(shown, CARD)
    return [
        CourseCard(
            slug=row.slug,
            title=row.title,
            summary=row.summary,
            teacher=row.teacher,
            starts_at=row.starts_at,
            price=row.price,
            url=_leads_to(row.link) or variant.at(f"akademi/{row.slug}/"),
            picture=pictures.get(row.picture_id or 0),
        )
        for row in rows
    ]


def _leads_to(link: str) -> str:
    """Return where a link leads: a whole address, or a path of this site other than the academy itself."""
    if link.startswith("/") and not link.startswith("//"):
        return "" if link.startswith("/akademi/") else link
    return safe_href(link)
