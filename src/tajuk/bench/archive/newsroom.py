"""The paper that the made archive stands in: that of the demo without its stories, where there is none yet."""

from datetime import datetime

from django.db import transaction

from tajuk.demo import paper
from tajuk.markets.seed import seed_markets
from tajuk.topics.models import Section

SCENES = (
    *("trading-floor", "gold-bars", "currency-notes", "bank-branch"),
    *("central-bank", "press-conference", "container-ship", "port"),
)


def is_there() -> bool:
    """Tell whether the newsroom has a paper."""
    return Section.objects.exists()


@transaction.atomic
def make(*, now: datetime) -> None:
    """Make sections, topics, people, accounts, pages, pictures, promos and instruments."""
    paper.make_masthead()
    paper.make_lists()
    paper.make_accounts()
    seed_markets(now=now)
    paper.make_pages()
    wanted = dict.fromkeys((*SCENES, *(row["picture"] for row in paper.PAPER["courses"])))
    pictures = {scene: paper.draw_picture(scene, seed=0).pk for scene in wanted}
    paper.make_promos(pictures, now=now)
