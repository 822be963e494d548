"""Hear of quotes: a tick renews the bar and what shows figures, and no article."""

from collections.abc import Iterable
from typing import Any

from tajuk.markets.signals import closes_changed, quotes_changed
from tajuk.press.actions import changed
from tajuk.press.enums import Priority


def register() -> None:
    """Listen to the markets."""
    for signal in (quotes_changed, closes_changed):
        signal.connect(_enter, dispatch_uid="press.quotes")


def _enter(keys: Iterable[str], **kwargs: Any) -> None:
    changed(keys, priority=Priority.FRAGMENT, reason="quotes")
