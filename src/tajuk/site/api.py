"""The public API: cleared articles as ninjs 3.1 or NewsML-G2 2.35, and notices of those withdrawn."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import orjson
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import NinjaAPI, Query, Schema
from pydantic import AwareDatetime, Field

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, Restriction
from tajuk.clearance import gate
from tajuk.clearance.actions import deliver
from tajuk.clearance.models import Partner
from tajuk.clearance.policies import Policy
from tajuk.clearance.queries import cleared
from tajuk.common import clock
from tajuk.markets.models.instruments import slug_of_symbol
from tajuk.site import links
from tajuk.site.exchange import published_at
from tajuk.site.partners import delivered, partner_of
from tajuk.site.syndicated import EXIT, notice_of, notices_since, stories_of
from tajuk.wires.ninjs import to_ninjs
from tajuk.wires.story import Story
from tajuk.wires.writers.g2 import to_g2, to_g2_message

PAGE, MOST = 20, 50
# A kill must reach every cache within a minute.
FRESH_SECONDS = 30
JSON = "application/json"
G2_ITEM = "application/vnd.iptc.g2.newsitem+xml"
G2_MESSAGE = "application/vnd.iptc.g2.newsmessage+xml"
Content = bytes | dict[str, Any]
_XML = {"responses": {200: {"description": "NewsML-G2 2.35", "content": {"application/xml": {}}}}}
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

api = NinjaAPI(
    title="Tajuk",
    version="1",
    description="Articles as IPTC ninjs 3.1, with `.xml` as NewsML-G2 2.35. A withdrawn one answers 410 (canceled) or "
    "404 (withheld). Partners send their token as `Authorization: Bearer …`; what they get is noted.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="/openapi.json",
)


class Filters(Schema):
    """What a list can be narrowed to; slugs as the site's addresses have them."""

    section: Annotated[str, Field(max_length=60)] = ""
    topic: Annotated[str, Field(max_length=80)] = ""
    instrument: Annotated[str, Field(max_length=20, description="Symbol or slug: USD/IDR or usd-idr")] = ""
    language: Literal["", "id", "en"] = ""
    since: Annotated[AwareDatetime | None, Field(description="Published at or after this time")] = None
    cursor: Annotated[
        str, Field(pattern=rf"^({_CURSOR.pattern})?$", description="`next` of the page before")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = PAGE


class Articles(Schema):
    """A page of articles, newest first; `next` is the cursor of the page after, null on the last."""

    items: list[dict[str, Any]]
    next: str | None


class Notices(Schema):
    """Notices of withdrawn articles, newest first."""

    items: list[dict[str, Any]]


@api.get("/articles", response=Articles, summary="Articles, newest first")
def articles(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Return a page of cleared articles as ninjs."""
    now, partner = clock.now(), partner_of(request)
    stories, following = _page(filters, partner, now)
    return _answer({"items": [to_ninjs(story) for story in stories], "next": following}, partner=partner)


@api.get("/articles.xml", summary="Articles as NewsML-G2, newest first", openapi_extra=_XML)
def articles_g2(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Return a page of cleared articles as a NewsML-G2 news message; `Link` names the page after."""
    now, partner = clock.now(), partner_of(request)
    stories, following = _page(filters, partner, now)
    sent = max((story.version_created or now for story in stories), default=now)
    answer = _answer(to_g2_message(map(_numbered, stories), sent=sent), form=G2_MESSAGE, partner=partner)
    if following:
        query = {name: value for name, value in filters.model_dump(mode="json").items() if value}
        address = f"/api/v1/articles.xml?{urlencode({**query, 'cursor': following})}"
        answer.headers["Link"] = f'<{links.whole(address)}>; rel="next"'
    return answer


def _page(filters: Filters, partner: Partner | None, now: datetime) -> tuple[list[Story], str | None]:
    """Return the stories of a page, noted as delivered, and the cursor of the page after."""
    territory = partner.territory if partner else ""
    rows = cleared(_narrowed(filters), EXIT, now, territory=territory).newest_first().for_page()
    found = list(rows[: filters.limit + 1])
    page = found[: filters.limit]
    with override(filters.language or "id"):
        stories = stories_of(page, now, territory=territory)
    deliver(delivered(stories), exit_name=EXIT, to=partner, now=now)
    return stories, _cursor(page[-1]) if len(found) > len(page) else None


@api.get("/articles/{int:pk}", response={200: dict[str, Any], 404: dict[str, Any], 410: dict[str, Any]})
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an article as ninjs; of one withheld (404) or killed (410), a notice without its text."""
    return _told(pk, partner_of(request), to_ninjs, JSON)


@api.get("/articles/{int:pk}.xml", summary="Article as NewsML-G2", openapi_extra=_XML)
def article_g2(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an article as a NewsML-G2 item; of one withheld (404) or killed (410), a notice without its text."""
    return _told(pk, partner_of(request), lambda story: to_g2(_numbered(story)), G2_ITEM)


def _told(pk: int, partner: Partner | None, write: Callable[[Story], Content], form: str) -> HttpResponse:
    now = clock.now()
    territory = partner.territory if partner else ""
    found = Article.objects.for_page().filter(pk=pk).first()
    if found is None:
        return _answer(_NOT_FOUND, 404, partner=partner)
    verdict = gate.check(found, EXIT, now, territory=territory)
    status = 200
    if verdict.cleared:
        with override(found.language):
            [story] = stories_of([found], now, territory=territory)
    elif row := _public_restriction(found, verdict, now):
        story, status = notice_of(found, row), 410 if row.kind == RestrictionKind.KILL else 404
    else:
        return _answer(_NOT_FOUND, 404, partner=partner)
    deliver(delivered([story]), exit_name=EXIT, to=partner, now=now)
    return _answer(write(story), status, form=form, partner=partner)


@api.get("/withdrawals", response=Notices, summary="Articles withheld or killed")
def withdrawals(request: HttpRequest, since: AwareDatetime | None = None) -> HttpResponse:
    """Return notices of stories withheld or killed since a time, by default the last 30 days, 200 at most."""
    now, partner = clock.now(), partner_of(request)
    notices = notices_since(since, now)
    deliver(delivered(notices), exit_name=EXIT, to=partner, now=now)
    return _answer({"items": [to_ninjs(notice) for notice in notices]}, partner=partner)


_NOT_FOUND = {"detail": "Not Found"}
_FILTERS: dict[str, Callable[[str], Q]] = {
    "section": lambda value: Q(section__slug=value),
    "topic": lambda value: Q(topics__slug=value),
    "instrument": lambda value: Q(instruments__slug=slug_of_symbol(value)),
    "language": lambda value: Q(locale__language_code=value),
}


def _narrowed(filters: Filters) -> ArticleQuerySet:
    rows: ArticleQuerySet = Article.objects.all()
    for name, condition in _FILTERS.items():
        if value := getattr(filters, name):
            rows = rows.filter(condition(value))
    if filters.since:
        rows = rows.filter(published_at__gte=filters.since)
    if found := _CURSOR.fullmatch(filters.cursor):
        moment, pk = _EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
        rows = rows.filter(Q(published_at__lt=moment) | Q(pk__lt=pk), published_at__lte=moment)
    return rows


def _cursor(last: Article) -> str:
    return f"{(published_at(last) - _EPOCH) // timedelta(microseconds=1)}-{last.pk}"


def _public_restriction(found: Article, verdict: gate.Verdict, now: datetime) -> Restriction | None:
    """Return what keeps an article in, where that may be told: of one that readers have never had, nothing is."""
    was_out = found.published_at is not None and found.published_at <= now
    if not was_out or verdict.because(Policy.EMBARGO) or verdict.because(Policy.UNPUBLISHED):
        return None
    rows = [
        row
        for row in found.restrictions.all()
        if row.lifted_at is None and (row.until is None or row.until > now)
    ]
    killed = [row for row in rows if row.kind == RestrictionKind.KILL]
    return next(iter(killed or rows), None)


def _numbered(story: Story) -> Story:
    """Return a story with its version as NewsML-G2 wants it: a number that rises."""
    moment = story.version_created
    return replace(story, version=str(int(moment.timestamp())) if moment else "1")


def _answer(
    content: Content, status: int = 200, *, form: str = JSON, partner: Partner | None = None
) -> HttpResponse:
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    if body.startswith(b"<newsMessage"):
        form = G2_MESSAGE
    answer = HttpResponse(body, content_type=form, status=status)
    # What a partner gets is the partner's: no cache hands it on, or keeps a delivery from being noted.
    answer.headers["Cache-Control"] = "private, no-store" if partner else f"public, max-age={FRESH_SECONDS}"
    answer.headers["Vary"] = "Authorization"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
