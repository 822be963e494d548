"""The newsroom's verbs by many hands at once, on the database of the environment; says as JSON what became of each."""

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402  (models need the set-up)

from tajuk.articles import actions  # noqa: E402
from tajuk.articles.enums import Made  # noqa: E402
from tajuk.articles.models import Article  # noqa: E402
from tajuk.clearance.actions import Delivered, deliver  # noqa: E402
from tajuk.clearance.models import Partner  # noqa: E402
from tajuk.common import clock  # noqa: E402
from tajuk.desk.actions import derive  # noqa: E402
from tajuk.desk.actions.resolve import Outcome, resolve  # noqa: E402
from tajuk.desk.actions.withdraw import hold, kill, reinstate, release  # noqa: E402
from tajuk.readers import actions as subscriptions  # noqa: E402
from tajuk.readers.models import Plan, Subscriber  # noqa: E402
from tests.factories.newsroom import ArticleFactory  # noqa: E402

HANDS = 8
REFUSED = (actions.NotPossible, subscriptions.SubscriptionNotPossible)


def race(*verbs: Callable[[], Any]) -> dict[str, int]:
    """Do all of these at the same moment, each on a connection of its own; return how many ended how."""
    ended: Counter[str] = Counter()
    gate = threading.Barrier(len(verbs))

    def run(verb: Callable[[], Any]) -> None:
        connection.ensure_connection()
        gate.wait()
        try:
            ended["nothing" if verb() is None else "done"] += 1
        except REFUSED:
            ended["refused"] += 1
        except Exception as error:
            ended[f"{type(error).__name__}: {error}"] += 1
        finally:
            connection.close()

    hands = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return dict(ended)


def on_one_story() -> dict[str, Any]:
    """Hold, release, kill and reinstate one story by many hands."""
    story = ArticleFactory()
    said: dict[str, Any] = {"reason": "uji", "by": None}
    return {
        verb.__name__: race(*[lambda verb=verb: verb(story, now=clock.now(), **said)] * HANDS)
        for verb in (hold, release, kill, reinstate)
    }


def up_and_down_the_graph(rounds: int) -> dict[str, int]:
    """Hold and release stories of one graph at once, an older one being made of a younger one among them."""
    ended: Counter[str] = Counter()
    bottom, *others = [ArticleFactory() for _ in range(4)]
    middle, top = others[0], others[2]
    for made, source in ((bottom, middle), (others[1], bottom), (middle, top), (bottom, top)):
        derive.quote(made, source, by=None, now=clock.now())
    said: dict[str, Any] = {"reason": "uji", "by": None}
    for _ in range(rounds):
        for verb in (hold, release):
            verbs = [
                lambda story=story, verb=verb: verb(story, now=clock.now(), **said)
                for story in (top, middle, bottom)
            ]
            ended.update(race(*verbs, *verbs))
    return dict(ended)


def moved_source() -> dict[str, int]:
    """Resolve one moved source by many hands."""
    source, made = ArticleFactory(), ArticleFactory()
    edge = actions.derive(
        made, made=Made.REWRITTEN, source_article=source, by=None, now=clock.now() - timedelta(minutes=1)
    )
    actions.correct(Article.objects.get(pk=source.pk), wrong="a", right="b", by=None, now=clock.now())
    return race(
        *[lambda: resolve(edge, outcome=Outcome.NOT_RELEVANT, note="uji", by=None, now=clock.now())] * HANDS
    )


def subscriptions_at_once() -> dict[str, Any]:
    """Subscribe one address, use one pass, end one subscription: each by many hands."""
    plan = Plan.objects.create(slug="uji", name_id="Uji", price=1, months=1)
    said: dict[str, Any] = {"reason": "uji", "by": None}
    made = race(
        *[lambda: subscriptions.subscribe("a@contoh.id", name="A", plan=plan, now=clock.now(), **said)]
        * HANDS
    )
    subscriber = Subscriber.objects.get()
    given = subscriptions.make_pass(subscriber, by=None, now=clock.now())
    used = race(*[lambda: subscriptions.use_pass(given, now=clock.now())] * HANDS)
    ended = race(*[lambda: subscriptions.end(subscriber, now=clock.now(), **said)] * HANDS)
    return {"subscribe": made, "use_pass": used, "end": ended}


def deliveries(rounds: int) -> dict[str, int]:
    """Note the same stories, in one order and the other, for one partner at once."""
    partner = Partner.objects.create(slug="uji", name="Uji")
    stories = [Delivered(ArticleFactory().pk, "1", "text") for _ in range(20)]
    orders = [stories, stories[::-1]]
    ended: Counter[str] = Counter()
    for _ in range(rounds):
        verbs = [
            lambda order=order: deliver(order, exit_name="api", to=partner, now=clock.now())
            for order in orders
        ]
        ended.update(race(*verbs * (HANDS // 2)))
    return dict(ended)


def main() -> int:
    """Do everything and say how it ended."""
    rounds = int(sys.argv[1])
    told = {
        "database": connection.vendor, "hands": HANDS, "story": on_one_story(), "graph": up_and_down_the_graph(rounds),
        "moved": moved_source(), "subscriptions": subscriptions_at_once(), "deliveries": deliveries(rounds),
    }  # fmt: skip
    json.dump(told, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
