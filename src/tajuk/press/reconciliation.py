"""Bring the edge's block list and the newsroom's records together once both can be read."""

import logging
from datetime import datetime, timedelta

from tajuk.desk.blocks import EdgeBlock, block_list, edge_blocks
from tajuk.press import scheduler
from tajuk.press.bake import drop

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)


class _Done:
    """When this process last looked."""

    at: datetime | None = None


def register() -> None:
    """Have the scheduler look at the start and every hour."""
    scheduler.register("edge blocks", next_due=_due, act=_act)


def reconcile() -> tuple[list[EdgeBlock], list[EdgeBlock]]:
    """Take off the list what the newsroom holds or killed by now; return what went and what stays open.

    The plate goes first: whoever asks then is told by the newsroom's own notice, with its reason.
    """
    gone, open_ = [], []
    blocked = block_list()
    for each in edge_blocks():
        if not each.is_settled or each.story is None:
            open_.append(each)
            continue
        address = each.story.get_absolute_url()
        drop(address, f"/lite{address}", each.block.address)
        blocked.unblock(each.block.address)
        gone.append(each)
    return gone, open_


def _due(now: datetime) -> datetime:
    return _Done.at + EVERY if _Done.at else now


def _act(now: datetime) -> None:
    _Done.at = now
    gone, open_ = reconcile()
    for each in gone:
        log.info("%s is no longer blocked at the edge: the newsroom withdrew it", each.block.address)
    for each in open_:
        log.warning("%s is blocked at the edge and the newsroom knows nothing of it", each.block.address)
