"""What the desk's screens show: the queues of stories and the front page of the desk."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, DataStoryRun, Derivation, Restriction
from tajuk.articles.models.data_stories import UNWRITTEN
from tajuk.common.clock import WIB
from tajuk.common.text import Words
from tajuk.desk import alerts
from tajuk.staff.models import User
from tajuk.wires.models import WireItem

#: No queue is counted further on the front page of the desk.
MOST = 1_000
#: What cannot wait stands first; empty ones of these take no room on the front page of the desk.
URGENT: dict[str, Words] = {
    "decisions": _("To decide: the source was killed"),
    "to-confirm": _("To confirm: an embargo in words"),
}
QUEUES: dict[str, Words] = {
    "drafts": _("Drafts"),
    "in-review": _("In review"),
    "scheduled": _("Scheduled and embargoed"),
    "published-today": _("Published today"),
    "source-moved": _("Source moved"),
    "withdrawn": _("Held and killed"),
}


def queue(name: str, now: datetime, articles: ArticleQuerySet | None = None) -> ArticleQuerySet:
    """Return the stories of a queue by its name; all stories for an unknown name."""
    stories = Article.objects.all() if articles is None else articles
    today = datetime.combine(now.astimezone(WIB).date(), time(), tzinfo=WIB)
    match name:
        case "drafts":
            return stories.drafts().exclude(pk__in=_in_review())
        case "in-review":
            return stories.filter(pk__in=_in_review())
        case "scheduled":
            return stories.filter(pk__in=_to_come(now))
        case "published-today":
            return stories.filter(live=True, published_at__gte=today, published_at__lte=now)
        case "source-moved":
            return stories.filter(pk__in=Derivation.objects.moved().values("article"))
        case "withdrawn":
            return stories.filter(pk__in=_held(now))
        case "decisions":
            return stories.filter(pk__in=_to_decide(now))
        case "to-confirm":
            return stories.filter(pk__in=alerts.to_confirm(now).order_by().values("article"))
    return stories


# Each of these names the few stories by an index of their own: a condition on all stories would read the archive.
def _in_review() -> list[int]:
    states = WorkflowState.objects.active().filter(base_content_type__app_label="articles")
    return [int(pk) for pk in states.values_list("object_id", flat=True)]


def _to_decide(now: datetime) -> list[int]:
    return list(alerts.to_decide(now).values_list("article_id", flat=True)[: MOST + 1])


def _to_come(now: datetime) -> "QuerySet[Article, dict[str, int]]":
    planned = Article.objects.filter(live=False, go_live_at__gt=now).values("pk")
    found: QuerySet[Article, dict[str, int]] = planned.union(Article.objects.embargoed(now).values("pk"))
    return found


def _held(now: datetime) -> "QuerySet[Restriction, dict[str, int]]":
    kinds = [RestrictionKind.HOLD, RestrictionKind.KILL, RestrictionKind.LEGAL]
    found: QuerySet[Restriction, dict[str, int]] = (
        Restriction.objects.in_force(now).filter(kind__in=kinds).values("article")
    )
    return found


@dataclass(frozen=True, slots=True)
class QueueSummary:
    """One queue on the front page of the desk: its name, how many stand in it up to `MOST` + 1, the first few."""

    name: str
    label: Words
    count: int
    stories: tuple[Article, ...]
    is_urgent: bool = False

    @property
    def shown(self) -> str:
        """Return how many there are, as people read it."""
        shown = number_format(min(self.count, MOST), force_grouping=True)
        return f"{shown}+" if self.count > MOST else shown


def summaries(now: datetime, *, first: int = 5) -> list[QueueSummary]:
    """Return the queues with their first stories, newest work first."""
    found = []
    for name, label in (URGENT | QUEUES).items():
        stories = (
            queue(name, now)
            .select_related("section", "locale", "created_by")
            .defer("body")
            .order_by("-created_at", "-pk")
        )
        if name == "published-today":
            stories = stories.newest_first()
        if (count := stories.count_to(MOST + 1)) or name not in URGENT:
            shown = tuple(stories[:first]) if count else ()
            found.append(QueueSummary(name, label, count, shown, name in URGENT))
    return found


def last_section(user: User) -> int | None:
    """Return the section in which an account last began a story."""
    return (
        Article.objects.filter(created_by=user)
        .order_by("-created_at")
        .values_list("section_id", flat=True)
        .first()
    )


def made_of(item: WireItem) -> ArticleQuerySet:
    """Return the stories made of any version of a wire item, newest first."""
    stories = Article.objects.filter(derivations__wire_version__item=item).distinct()
    return stories.select_related("locale").defer("body").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a story was made from: the edge, what its source is called and where it is, whether it moved since."""

    derivation: Derivation
    name: str
    address: str
    moved: bool


def provenance(story: Article) -> list[Provenance]:
    """Return what a story was made from but its pictures, in two queries."""
    gone_on = set(story.derivations.moved().values_list("pk", flat=True))
    edges = story.derivations.exclude(wire_version=None, source_article=None).order_by("at", "pk")
    rows = edges.select_related("wire_version__item__agency", "source_article").defer(
        "wire_version__story", "source_article__body"
    )
    shown = [
        Provenance(edge, alerts.name_of(edge), alerts.address_of(edge), edge.pk in gone_on) for edge in rows
    ]
    return shown + _pictures(story, gone_on)


def _pictures(story: Article, gone_on: set[int]) -> list[Provenance]:
    """Return the pictures that moved: the others are seen in the story."""
    rows = story.derivations.filter(pk__in=gone_on, picture__isnull=False).select_related("picture")
    return [Provenance(edge, alerts.name_of(edge), alerts.address_of(edge), moved=True) for edge in rows]


def made_from(story: Article) -> ArticleQuerySet:
    """Return the stories that were made from a story, newest first."""
    made = Article.objects.filter(derivations__source_article=story).distinct()
    return made.select_related("locale").prefetch_related("restrictions").defer("body").order_by("-pk")


def newest_wires(*, first: int = 14) -> list[WireItem]:
    """Return the newest wire items for the front page of the desk."""
    return list(WireItem.objects.for_list()[:first])


def unwritten_data_stories(now: datetime) -> QuerySet[DataStoryRun]:
    """Return today's data stories (in Jakarta) that wait for figures or could not be written."""
    return DataStoryRun.objects.filter(
        day=now.astimezone(WIB).date(), outcome__in=UNWRITTEN, story__is_on=True
    ).select_related("story")
