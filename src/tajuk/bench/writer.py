"""Publish in a newsroom from a process of its own, as its desk would, and tell when.

`python -m tajuk.bench.writer` takes orders as `tajuk.bench.orders` gives them.
"""

import time

import django

django.setup()

from wagtail.models import Locale  # noqa: E402

from tajuk.articles import actions  # noqa: E402  (models need the set-up)
from tajuk.articles.models import Article  # noqa: E402
from tajuk.bench import orders  # noqa: E402
from tajuk.bench.archive import stories  # noqa: E402
from tajuk.bench.orders import Answer  # noqa: E402
from tajuk.common import clock  # noqa: E402
from tajuk.pictures.models import Picture  # noqa: E402
from tajuk.press.models import OutboxEntry  # noqa: E402
from tajuk.staff.models import Author  # noqa: E402
from tajuk.topics.models import Section, Topic  # noqa: E402


def draft(number: int, *, word: str) -> Answer:
    """Write a draft with a word of its own in headline and summary."""
    story = stories.write(number)
    article = Article(
        headline=f"{story.headline[:120]} {word}",
        summary=story.summary,
        slugline=story.slugline,
        dateline=story.dateline,
        body=story.body,
        section=Section.objects.filter(slug=story.section).first() or Section.objects.all()[0],
        locale=Locale.objects.get(language_code="id"),
        lead_picture=Picture.objects.order_by("pk").first(),
    )
    people = [(author, "reporter") for author in Author.objects.order_by("pk")[:1]]
    topics = list(Topic.objects.filter(slug__in=story.topics))
    made = actions.start(article, by=None, now=clock.now(), people=people, topics=topics)
    return {"id": made.pk, "path": made.get_absolute_url(), "section": f"/{made.section.slug}/"}


def publish(pk: int) -> Answer:
    """Publish a draft; `called` is the moment before, `committed` the one after."""
    article = Article.objects.get(pk=pk)
    called = time.monotonic()
    cpu = time.process_time()
    actions.publish(article, by=None, now=clock.now())
    return {"called": called, "committed": time.monotonic(), "cpu": time.process_time() - cpu}


def publish_at_pace(pks: list[int], rate: float) -> Answer:
    """Publish drafts at `rate` a second; say how long that took and what it cost."""
    started, cpu = time.monotonic(), time.process_time()
    for number, pk in enumerate(pks):
        time.sleep(max(0.0, started + number / rate - time.monotonic()))
        actions.publish(Article.objects.get(pk=pk), by=None, now=clock.now())
    ended = time.monotonic()
    return {"seconds": ended - started, "ended": ended, "cpu": time.process_time() - cpu}


def waiting() -> Answer:
    """Say how many changes wait in the outbox that are to be baked at once."""
    return {"waiting": OutboxEntry.objects.due(clock.now()).count()}


def addresses(count: int, skip: int = 0) -> Answer:
    """Return addresses of stories, the newest first."""
    rows = Article.objects.filter(live=True).select_related("section", "locale").defer("body").newest_first()
    return {"paths": [row.get_absolute_url() for row in rows[skip : skip + count]]}


if __name__ == "__main__":
    orders.serve(
        {
            "addresses": addresses,
            "draft": draft,
            "publish": publish,
            "pace": publish_at_pace,
            "waiting": waiting,
        }
    )
