"""Write the stories of figures that are due: once a day each, as drafts, and none from figures that are not sure."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Any, Final
from uuid import uuid4

from django.db import DatabaseError, transaction
from wagtail.models import Locale

from tajuk.articles import actions as articles
from tajuk.articles.models import Article
from tajuk.articles.models.data_stories import UNWRITTEN, DataStory, DataStoryRun, Outcome, Subject
from tajuk.common.clock import WIB
from tajuk.common.notation import Language
from tajuk.desk.data_copy import Copy, copy_of
from tajuk.desk.data_stories import Material, NoTrading, NotYet, material_of
from tajuk.markets.models import Instrument
from tajuk.topics.models import Section

logger = logging.getLogger(__name__)

# So long after its time a story still waits for its figures; then the day goes without it.
LATEST: Final = timedelta(hours=3)
_CHART_DAYS: Final = 90
_TIMES: Final = {Subject.GOLD: "08:45", Subject.FIXING: "16:25", Subject.INDEX_CLOSE: "16:20"}
_SYMBOLS: Final = {Subject.GOLD: "EMAS", Subject.FIXING: "JISDOR", Subject.INDEX_CLOSE: "IDX"}


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a data story that was due."""

    story: DataStory
    outcome: Outcome
    detail: str
    article: Article | None


def write_due(now: datetime) -> list[Written]:
    """Write every data story that is switched on and due; one that waits or fails does not stop the rest."""
    local = now.astimezone(WIB)
    done = []
    for story in DataStory.objects.filter(is_on=True, at__lte=local.time()).order_by("at", "pk"):
        due = datetime.combine(local.date(), story.at, WIB)
        if now - due > LATEST:
            continue
        try:
            written = write(story, day=local.date(), now=now)
        except DatabaseError:
            raise
        except Exception as error:
            written = _failed(story, error, day=local.date(), now=now)
        done += [written] if written else []
    return done


@transaction.atomic
def _failed(story: DataStory, error: Exception, *, day: date, now: datetime) -> Written | None:
    """Note a story that could not be written, for the desk; the same failure again is told no second time."""
    run = DataStoryRun.objects.filter(story=story, day=day).first()
    detail = f"{type(error).__name__}: {error}"[:200]
    if run is not None and run.outcome == Outcome.FAILED and run.detail == detail:
        return None
    logger.error("the data story “%s” could not be written", story, exc_info=error)
    return _noted(story, run, day, now, Outcome.FAILED, detail)


@transaction.atomic
def write(story: DataStory, *, day: date, now: datetime) -> Written | None:
    """Write today's story of one kind, or note why there is none; nothing when the day has been dealt with.

    The row of the kind is locked: two processes at once write one story.
    """
    locked = DataStory.objects.select_for_update().select_related("section", "instrument").get(pk=story.pk)
    run = DataStoryRun.objects.filter(story=locked, day=day).first()
    if run is not None and run.outcome not in UNWRITTEN:
        return None
    try:
        article = _draft(locked, material_of(locked, now), now)
    except NoTrading:
        return _noted(locked, run, day, now, Outcome.NO_TRADING)
    except NotYet as reason:
        if run is None or run.outcome != Outcome.WAITING:
            logger.warning("no data story “%s” for %s: %s", locked, day, reason)
        return _noted(locked, run, day, now, Outcome.WAITING, str(reason))
    return _noted(locked, run, day, now, Outcome.MADE, article=article)


def _noted(
    story: DataStory, run: DataStoryRun | None, day: date, now: datetime, outcome: Outcome, detail: str = "",
    article: Article | None = None,
) -> Written:  # fmt: skip
    run = run or DataStoryRun(story=story, day=day)
    run.outcome, run.detail, run.article, run.at = outcome, detail[:200], article, now
    run.save()
    return Written(story, outcome, detail, article)


def _draft(story: DataStory, material: Material, now: datetime) -> Article:
    language: Language = "en" if story.language == "en" else "id"
    copy = copy_of(story.subject, material, language)
    article = Article(
        headline=copy.headline,
        summary=copy.summary,
        slugline=f"DATA/{story.subject.upper()}",
        section=story.section,
        dateline="JAKARTA",
        locale=Locale.objects.get_or_create(language_code=language)[0],
        body=_body(copy, material),
    )
    made = articles.start(article, by=None, now=now, instruments=[material.main.row])
    if story.publishes_itself:
        made = articles.publish(made, by=None, now=now)
    return made


def _body(copy: Copy, material: Material) -> list[dict[str, Any]]:
    lead, *rest = [_block("paragraph", f"<p>{escape(text)}</p>") for text in copy.paragraphs]
    chart = _block("chart", {"instrument": material.main.row.pk, "title": "", "days": _CHART_DAYS})
    table = {
        "data": [list(row) for row in copy.table], "cell": [], "first_row_is_table_header": True,
        "first_col_is_header": True, "table_caption": "", "table_header_choice": "both",
    }  # fmt: skip
    figures = _block("table", {"title": copy.table_title, "table": table, "source": ""})
    return [lead, chart, *rest[:-1], figures, *rest[-1:]]


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid4())}


def ensure_data_stories(section: Section, *, is_on: bool = False) -> int:
    """Add the kinds of data stories that are missing and whose instrument is there; return how many."""
    added = 0
    for subject, symbol in _SYMBOLS.items():
        row = Instrument.objects.filter(symbol=symbol).first()
        if row is not None:
            _, made = DataStory.objects.get_or_create(
                subject=subject, language="id", instrument=row,
                defaults={"section": section, "at": _TIMES[subject], "is_on": is_on},
            )  # fmt: skip
            added += made
    return added
