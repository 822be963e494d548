"""What the page of a story says of itself to machines: its head, its pictures, its JSON-LD."""

from datetime import datetime
from typing import Any

from tajuk.articles.models import Article
from tajuk.common.clock import WIB
from tajuk.fronts.models import Masthead
from tajuk.pictures import renditions
from tajuk.pictures.renditions import CLASSIC, LEAD, SHARE, SQUARE
from tajuk.site import indexing, links, structured
from tajuk.site.cards import usable
from tajuk.site.links import Link, whole
from tajuk.site.pages import Head
from tajuk.site.story import Story
from tajuk.site.structured import Facts, Image, Mend, Person
from tajuk.site.variants import Variant

RATIOS = (SHARE, LEAD, CLASSIC, SQUARE)


def head_of(
    article: Article, story: Story, *, paper: Masthead, variant: Variant, now: datetime, ribbon: str = ""
) -> Head:
    """Return the head of a story's page; with a ribbon (a preview) no machine is to keep it."""
    images = images_of(article, now) if not variant.lite else ()
    trail = [Link(paper.name, variant.canonical()), story.section, Link(story.headline, story.path)]
    found = indexing.HERE if ribbon else indexing.found_of(article)
    facts = _facts(article, story, paper, images, found.address)
    return Head(
        title=story.headline,
        path=story.path,
        description=story.description,
        robots="noindex, nofollow" if ribbon else found.robots,
        kind="article",
        image=images[0] if images else None,
        alternates=_alternates(story, variant),
        properties=_properties(story),
        data=() if variant.lite else (_document(story, facts), structured.breadcrumbs(trail)),
        ribbon=ribbon,
        embedding="" if ribbon or variant.lite else links.embedding(story.path),
        elsewhere=found.address,
    )


def _document(story: Story, facts: Facts) -> dict[str, Any]:
    document = structured.news_article(facts)
    return structured.live_blog(document, story.live) if story.live else document


def images_of(article: Article, now: datetime) -> tuple[Image, ...]:
    """Return the lead picture in the ratios that machines ask for, as far as they are made; one query."""
    picture = article.lead_picture
    if picture is None or not usable(picture, now):
        return ()
    specs = [renditions.spec(use, use.widths[-1], "jpeg") for use in RATIOS]
    made = {row.filter_spec: row for row in renditions.made([picture], *RATIOS).get(picture.pk, [])}
    caption = article.lead_caption or picture.caption
    return tuple(
        Image(
            address=row.url if "://" in row.url else whole(row.url),
            width=row.width,
            height=row.height,
            alt=picture.alt,
            caption=caption,
            credit=picture.credit,
        )
        for row in (made[spec] for spec in specs if spec in made)
    )


def logo_of(paper: Masthead) -> Image | None:
    """Return the publisher's logo, None where the paper's name stands in letters."""
    if not paper.logo:
        return None
    address, width, height = (paper.logo[name] for name in ("address", "width", "height"))
    return Image(address if "://" in address else whole(address), width, height)


def _alternates(story: Story, variant: Variant) -> tuple[Link, ...]:
    if story.translation is None or variant.lite:
        return ()
    return (Link(story.headline, story.path, variant.language), story.translation)


def _properties(story: Story) -> tuple[tuple[str, str], ...]:
    return (
        ("article:published_time", _local(story.published_at)),
        ("article:modified_time", _local(story.modified_at)),
        ("article:section", story.section.name),
        *(("article:tag", topic.name) for topic in story.topics),
    )


def _local(moment: datetime) -> str:
    """Return a moment in the newsroom's zone: a program that cuts off the day gets the one that readers see."""
    return moment.astimezone(WIB).isoformat(timespec="seconds")


def _facts(
    article: Article, story: Story, paper: Masthead, images: tuple[Image, ...], original: str
) -> Facts:
    return Facts(
        headline=story.headline,
        path=story.path,
        description=story.description,
        language=article.language,
        section=story.section.name,
        published_at=story.published_at,
        modified_at=story.modified_at,
        images=images,
        people=[
            Person(row.role, row.author.name, f"/penulis/{row.author.slug}/") for row in article.credits.all()
        ],
        agencies=[agency.source_line for agency in article.agencies.all()],
        paper=paper.name,
        publisher=paper.publisher,
        is_premium=story.is_premium,
        words=story.words,
        topics=[topic.name for topic in story.topics],
        mends=[Mend(f"{row.wrong} → {row.right}", row.at) for row in (*story.grave, *story.slight)],
        place=article.dateline,
        original=original,
        logo=logo_of(paper),
    )
