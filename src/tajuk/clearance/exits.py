"""The one list of exits: every way by which an article's words can leave the newsroom.

Each app that lets something out registers its exits when it is ready. An exit names what it shows of an
article and the addresses where an anonymous reader could meet it, so that one test can walk them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from tajuk.articles.models import Article


class Shows(IntEnum):
    """How much of an article an exit lets out."""

    NOTICE = 0
    TEASER = 1
    TEXT = 2


class Use(StrEnum):
    """What an exit uses text and pictures for, as contracts distinguish it."""

    WEB = "web"
    SYNDICATION = "syndication"
    NEWSLETTER = "newsletter"
    PREVIEW = "preview"


class Withdraws(StrEnum):
    """How an exit shows that a story is kept in."""

    NOTICE = "a notice at its address: 404 held, 410 killed"
    LEFT_OUT = "left out at once"
    STATUS = "pubStatus withheld or canceled"


class Reader(Protocol):
    """Somebody behind an exit who may be entitled to more than everybody gets."""

    def may_read_premium(self, now: datetime) -> bool:
        """Tell whether this reader may have premium stories whole."""
        ...


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out: its name, how much it shows, for what use, how it withdraws, where to look for what it let out.

    At one that is `to_subscribers` an entitled reader gets premium stories whole; its answers are that reader's own.
    """

    name: str
    shows: Shows
    addresses: Callable[[Article], Iterable[str]]
    use: Use = Use.WEB
    withdraws: Withdraws = Withdraws.LEFT_OUT
    to_subscribers: bool = False


class UnknownExit(LookupError):
    """An exit that nobody registered asked for an article."""


_registry: dict[str, Exit] = {}


def register(exit_: Exit) -> Exit:
    """Add an exit; registering the same name with another exit is an error."""
    if _registry.setdefault(exit_.name, exit_) != exit_:
        raise ValueError(f"exit {exit_.name!r} is registered twice")
    return exit_


def get(name: str) -> Exit:
    """Return the exit of that name; raise `UnknownExit`."""
    try:
        return _registry[name]
    except KeyError:
        raise UnknownExit(name) from None


def registered() -> tuple[Exit, ...]:
    """Return all exits in the order of their names."""
    return tuple(_registry[name] for name in sorted(_registry))
