"""Adapters of quote providers: each turns what a source says into ticks.

An adapter is a module with `fetch(wanted, *, settings, now)`. It never writes: `polling` applies its ticks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Final, Protocol, cast

from tajuk.markets.ticks import Tick

ADAPTERS: Final[Mapping[str, str]] = {
    "simulator": "tajuk.markets.providers.simulator",
    "json": "tajuk.markets.providers.mapped_json",
    "csv": "tajuk.markets.providers.mapped_csv",
    "ecb": "tajuk.markets.providers.ecb",
}
# These are told what they know instead of being asked.
PUSHED: Final = frozenset({"push"})


class ProviderError(Exception):
    """A provider could not be read; its text is one line for people."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An instrument that a provider is asked for: our symbol and the provider's own code."""

    symbol: str
    code: str


class Adapter(Protocol):
    """The contract of an adapter module."""

    def fetch(self, wanted: Sequence[Wanted], *, settings: Mapping[str, Any], now: datetime) -> list[Tick]:
        """Return what the source says of the instruments; raise `ProviderError` in one line."""


def adapter(name: str) -> Adapter:
    """Return the adapter of that name; raise `ProviderError` for an unknown one."""
    try:
        return cast("Adapter", import_module(ADAPTERS[name]))
    except KeyError:
        raise ProviderError(f"there is no adapter {name!r}") from None
