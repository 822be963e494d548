"""The verbs of the markets: apply ticks, set a close, judge what was held back, take a push, ask a provider."""

from tajuk.markets.actions.apply_ticks import Applied, apply_ticks
from tajuk.markets.actions.closes import BadClose, set_official_close
from tajuk.markets.actions.days import forget_minutes
from tajuk.markets.actions.judge import NotWaiting, accept_tick, reject_tick
from tajuk.markets.actions.polls import ask_now
from tajuk.markets.actions.push import KeyReused, issue_push_token, receive_push

__all__ = [
    "Applied", "BadClose", "KeyReused", "NotWaiting", "accept_tick", "apply_ticks", "ask_now", "forget_minutes",
    "issue_push_token", "receive_push", "reject_tick", "set_official_close",
]  # fmt: skip
