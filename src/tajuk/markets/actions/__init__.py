"""The verbs of the markets: apply ticks, set a close, judge what was held back, take a push."""

from tajuk.markets.actions.apply_ticks import Applied, apply_ticks
from tajuk.markets.actions.closes import BadClose, set_official_close
from tajuk.markets.actions.judge import NotWaiting, accept_tick, reject_tick
from tajuk.markets.actions.push import KeyReused, issue_push_token, receive_push

__all__ = [
    "Applied", "BadClose", "KeyReused", "NotWaiting", "accept_tick", "apply_ticks", "issue_push_token",
    "receive_push", "reject_tick", "set_official_close",
]  # fmt: skip
