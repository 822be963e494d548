"""Ask the quote providers that are switched on, and apply what they say."""

from dataclasses import dataclass
from datetime import datetime

from tajuk.markets.actions import Applied, apply_ticks
from tajuk.markets.models import Provider, ProviderLink
from tajuk.markets.providers import PUSHED, ProviderError, Wanted, adapter


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one provider's poll brought: what was applied, or why it failed."""

    provider: str
    applied: Applied | None
    error: str = ""


def fetch_all(now: datetime) -> list[Fetched]:
    """Poll every provider that is switched on but those that push; one's failure does not stop the rest."""
    providers = Provider.objects.filter(is_on=True).exclude(adapter__in=PUSHED).order_by("key")
    return [fetch(provider, now=now) for provider in providers]


def fetch(provider: Provider, *, now: datetime) -> Fetched:
    """Poll one provider and apply its ticks; a failure is told, not raised."""
    links = ProviderLink.objects.filter(provider=provider, instrument__is_active=True).order_by("instrument")
    wanted = [
        Wanted(symbol, code or symbol) for symbol, code in links.values_list("instrument__symbol", "code")
    ]
    try:
        ticks = adapter(provider.adapter).fetch(wanted, settings=provider.settings, now=now)
    except ProviderError as error:
        return Fetched(provider.key, None, str(error))
    return Fetched(provider.key, apply_ticks(ticks, provider=provider, now=now))
