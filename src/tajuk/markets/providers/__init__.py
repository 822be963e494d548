"""Adapters of quote providers: each turns what a source says into ticks.

An adapter is a module with `fetch(call) -> Told`. It never writes figures: `polling` applies its ticks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol, cast

from tajuk.markets.enums import Adapter as Name
from tajuk.markets.ticks import Tick

ADAPTERS: Final[Mapping[str, str]] = {
    Name.SIMULATOR: "tajuk.markets.providers.simulator",
    Name.JSON: "tajuk.markets.providers.mapped_json",
    Name.CSV: "tajuk.markets.providers.mapped_csv",
    Name.ECB: "tajuk.markets.providers.ecb",
    Name.YAHOO: "tajuk.markets.providers.yahoo",
    Name.JISDOR: "tajuk.markets.providers.jisdor",
    Name.FILES: "tajuk.markets.providers.files",
    Name.REPLAY: "tajuk.markets.providers.replay",
}
# These tell the newsroom what they know instead of being asked.
PUSHED: Final = frozenset({Name.PUSH.value})


class ProviderError(Exception):
    """A provider could not be read; its text is one line for people."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An instrument that a provider is asked for: our symbol and the provider's own code."""

    symbol: str
    code: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that names an instrument and tells no tick: what came, and what is wrong with it, in one line."""

    symbol: str
    payload: Mapping[str, Any]
    error: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a source said: ticks, and rows that could not be read."""

    ticks: Sequence[Tick] = ()
    unreadable: Sequence[Unreadable] = ()


def _nothing(url: str) -> bytes | None:
    raise ProviderError("this adapter has no way out")


@dataclass(slots=True)
class Call:
    """One poll: what is asked for, how the provider is set up, and what it may use.

    `get(url)` returns a body, or nothing when it is the same as at the last poll. `folder` is the provider's own in
    the data folder. `memory` is kept for the next poll, and `settle` is called, once what was told is applied.
    """

    wanted: Sequence[Wanted]
    settings: Mapping[str, Any]
    now: datetime
    get: Callable[[str], bytes | None] = _nothing
    folder: Path = Path()
    memory: dict[str, Any] = field(default_factory=dict)
    settle: list[Callable[[], None]] = field(default_factory=list)


class Adapter(Protocol):
    """The contract of an adapter module."""

    def fetch(self, call: Call) -> Told:
        """Return what the source says of the wanted instruments; raise `ProviderError` in one line."""


def adapter(name: str) -> Adapter:
    """Return the adapter of that name; raise `ProviderError` for an unknown one."""
    try:
        return cast("Adapter", import_module(ADAPTERS[name]))
    except KeyError:
        raise ProviderError(f"there is no adapter {name!r}") from None
