"""Articles in the shape of a wire story, which the writers of ninjs 3.1 and NewsML-G2 2.35 write."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from tajuk.articles.enums import RestrictionKind, Role
from tajuk.articles.models import Article, Restriction
from tajuk.clearance.exits import Use
from tajuk.common import editions
from tajuk.fronts.models import Masthead
from tajuk.pictures import renditions
from tajuk.pictures.renditions import LEAD, PictureSet
from tajuk.site import exchange, links
from tajuk.site.cards import usable
from tajuk.site.chrome import masthead
from tajuk.site.variants import FULL, FULL_ENGLISH
from tajuk.wires.story import Association, Concept, Labelled, PubStatus, Rendition, Story

EXIT = "api"
NOTICES = 200
NOTICE_AGE = timedelta(days=30)
STATUS: dict[str, PubStatus] = {RestrictionKind.KILL: "canceled"}


def stories_of(articles: Iterable[Article], now: datetime, *, territory: str = "") -> list[Story]:
    """Return cleared articles (fetched `for_page`) as stories: a constant number of queries for all."""
    copies = exchange.copies_of(articles, EXIT, now, territory=territory)
    paper = masthead()
    leads = [copy.article.lead_picture for copy in copies if copy.article.lead_picture]
    pictures = renditions.for_pages((p for p in leads if usable(p, now, Use.SYNDICATION)), LEAD)
    return [_story(copy, paper, pictures.get(copy.article.lead_picture_id or 0)) for copy in copies]


def notice_of(article: Article, restriction: Restriction) -> Story:
    """Return the notice that an article is kept in, without text: `canceled` if killed, else `withheld`."""
    status = STATUS.get(restriction.kind, "withheld")
    return Story(
        guid=exchange.address_of(article),
        format="ninjs",
        type="text",
        pubstatus=status,
        version_created=restriction.since,
        languages=(editions.of_language(article.language).tag,),
        ednotes=(restriction.reason,) if status == "canceled" else (),
        alt_ids=(Labelled(str(article.pk), "id"),),
    )


def notices_since(since: datetime | None, now: datetime) -> list[Story]:
    """Return the notices of stories withheld or killed since a time, by default in the last 30 days, the newest 200.

    Nothing is told of a story under embargo, nor of one that nobody ever had.
    """
    rows = Restriction.objects.in_force(now).filter(
        since__gte=since or now - NOTICE_AGE, article__live=True, article__published_at__lte=now
    )
    embargoed = Restriction.objects.in_force(now).filter(kind=RestrictionKind.EMBARGO).values("article")
    public = rows.exclude(article__in=embargoed).exclude(article__embargo_until__gt=now)
    newest = public.select_related("article__locale").order_by("-since", "-pk")[:NOTICES]
    return [notice_of(row.article, row) for row in newest]


def _story(copy: exchange.Copy, paper: Masthead, picture: PictureSet | None) -> Story:
    article, changed = copy.article, exchange.changed_at(copy.article)
    variant = FULL_ENGLISH if article.language == "en" else FULL
    section = links.section(article.section, variant)
    return Story(
        guid=exchange.address_of(article),
        format="ninjs",
        version=changed.isoformat(timespec="seconds"),
        provider=Concept(name=paper.publisher or paper.name, uri=links.whole("/")),
        type="text",
        representation="full" if copy.is_whole else "partial",
        pubstatus="usable",
        urgency=article.urgency,
        first_created=article.published_at,
        version_created=changed,
        expires=article.expire_at,
        slugline=article.slugline,
        headlines=(Labelled(article.headline, "main"),),
        descriptions=tuple(_descriptions(article)),
        bylines=exchange.names_of(article, Role.REPORTER),
        dateline=article.dateline,
        located=article.dateline.title(),
        languages=(editions.of_language(article.language).tag,),
        body=copy.blocks,
        copyright_holder=paper.publisher or paper.name,
        subjects=(
            Concept(name=section.name, uri=links.whole(section.url), role="section"),
            *(_concept(links.topic(topic, variant), "topic") for topic in article.topics.all()),
        ),
        objects=tuple(
            _concept(links.instrument(row, variant), "instrument") for row in article.instruments.all()
        ),
        sources=tuple(
            Concept(name=agency.source_line, uri=agency.url, role="origin")
            for agency in article.agencies.all()
        ),
        reporters=exchange.names_of(article, Role.REPORTER),
        editors=exchange.names_of(article, Role.EDITOR),
        contributors=tuple(
            Concept(name=name, role="translator") for name in exchange.names_of(article, Role.TRANSLATOR)
        ),
        alt_ids=(Labelled(str(article.pk), "id"),),
        renditions=(Rendition("web", exchange.page_of(article), "text/html", title=article.headline),),
        associations=(_association(article, picture),) if picture else (),
    )


def _descriptions(article: Article) -> Iterator[Labelled]:
    if article.summary:
        yield Labelled(article.summary, "summary")
    for correction in article.corrections.all():
        yield Labelled(exchange.said_of(correction), "correction")


def _concept(link: links.Link, role: str) -> Concept:
    return Concept(name=link.name, uri=links.whole(link.url), role=role)


def _association(article: Article, picture: PictureSet) -> Association:
    src = exchange.media_address(picture.src)
    caption = article.lead_caption or picture.caption
    story = Story(
        guid=f"{exchange.address_of(article)}#picture-{article.lead_picture_id}",
        format="ninjs",
        type="picture",
        descriptions=tuple(
            Labelled(text, role) for text, role in ((caption, "caption"), (picture.alt, "alt")) if text
        ),
        credit=picture.credit,
        renditions=(Rendition("web", src, "image/jpeg", picture.width, picture.height),),
    )
    return Association("lead", "mainpicture", story)
