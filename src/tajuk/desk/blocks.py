"""What was blocked at the edge by hand, and whether the newsroom's own records say so by now."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.standing import in_force
from tajuk.edge.blocks import Block, BlockList
from tajuk.edge.journal import Journal

# An address ends in the story's id; a pattern may name the id alone: `*-123`.
_ID = re.compile(r"-([0-9]{1,18})\*?/?$")
_WITHDRAWN = (RestrictionKind.HOLD, RestrictionKind.KILL, RestrictionKind.LEGAL)


@dataclass(frozen=True, slots=True)
class EdgeBlock:
    """A line of the edge's block list, the story that it is about, and whether that is held or killed by now."""

    block: Block
    story: Article | None
    is_settled: bool


@cache
def _list(folder: Path) -> BlockList:
    return BlockList(folder, Journal(folder))


def block_list() -> BlockList:
    """Return the block list of this machine's edge, as its file says now."""
    found = _list(Path(settings.DATA) / "plates")
    found.reload()
    return found


def edge_blocks() -> list[EdgeBlock]:
    """Return what is blocked, each with its story: two queries however many there are."""
    lines = block_list().blocks
    ids = {line: int(found[1]) for line in lines if (found := _ID.search(line.address))}
    rows = Article.objects.filter(pk__in=ids.values()).prefetch_related("restrictions")
    stories = (
        {story.pk: story for story in rows.select_related("section", "locale").defer("body")} if ids else {}
    )
    return [_told(line, stories.get(ids.get(line, 0))) for line in lines]


def _told(line: Block, story: Article | None) -> EdgeBlock:
    kinds = {row.kind for row in in_force(story, clock.now())} if story is not None else set()
    return EdgeBlock(line, story, any(kind in kinds for kind in _WITHDRAWN))
