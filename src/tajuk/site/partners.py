"""Who asks the API and the partners' feeds, and what is noted of what they get."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from ninja.errors import HttpError

from tajuk.clearance.actions import Delivered
from tajuk.clearance.models import Partner
from tajuk.site.feeds import Feed
from tajuk.wires.story import Story

BEARER = "Bearer "


def partner_of(request: HttpRequest) -> Partner | None:
    """Return the partner whose token came with a request, None without one; 401 for a token that is nobody's."""
    given = request.headers.get("Authorization", "")
    if not given:
        return None
    partner = (
        Partner.objects.of_token(given.removeprefix(BEARER).strip()) if given.startswith(BEARER) else None
    )
    if partner is None:
        raise HttpError(401, "This token is not known here.")
    return partner


def delivered(stories: Iterable[Story]) -> Iterator[Delivered]:
    """Yield what is noted of stories that leave: the article, its version, and how much of it."""
    for story in stories:
        pk = next((int(each.value) for each in story.alt_ids if each.role == "id"), 0)
        version = story.version or (story.version_created.isoformat() if story.version_created else "")
        whole = "text" if story.representation == "full" else "teaser"
        yield Delivered(pk, version, whole if story.pubstatus == "usable" else story.pubstatus)


def entries_delivered(feed: Feed) -> Iterator[Delivered]:
    """Yield what is noted of a feed's entries, with the version as the API numbers it."""
    for entry in feed.entries:
        version = entry.updated.isoformat(timespec="seconds")
        yield Delivered(entry.article, version, "text" if entry.html else "teaser")
