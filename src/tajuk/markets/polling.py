"""Ask the quote providers that are switched on, and apply what they say."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import orjson
from django.conf import settings
from django.db import DatabaseError

from tajuk.markets.actions import Applied, apply_ticks
from tajuk.markets.actions.chains import places
from tajuk.markets.actions.polls import Trouble, claim_turn, note_answer, note_failure
from tajuk.markets.actions.quarantine import hold_unreadable
from tajuk.markets.enums import Adapter, Phase
from tajuk.markets.models import Instrument, Provider, ProviderHealth
from tajuk.markets.providers import PUSHED, Call, ProviderError, Told, Wanted, adapter
from tajuk.markets.providers.calling import Asked, Line
from tajuk.markets.schedules import schedules
from tajuk.markets.ticks import Tick

logger = logging.getLogger(__name__)

_QUIET_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one provider's poll brought: what was applied, or why it failed; nothing of both when it stood by."""

    provider: str
    applied: Applied | None
    error: str = ""


@dataclass(slots=True)
class _Answer:
    told: Told
    memory: dict[str, object] = field(default_factory=dict)
    settle: Sequence[Callable[[], None]] = ()


def polled() -> list[Provider]:
    """Return the providers that are switched on and asked, not heard; the simulator only where it may run."""
    silent = set(PUSHED) | (set() if settings.TAJUK_MARKET_SIMULATOR else {Adapter.SIMULATOR.value})
    return list(Provider.objects.filter(is_on=True).exclude(adapter__in=silent).order_by("key"))


def fetch_all(now: datetime) -> list[Fetched]:
    """Poll every provider that is switched on at once; one's failure does not stop the rest."""
    return [fetch(provider, now=now) for provider in polled()]


def fetch(provider: Provider, *, now: datetime) -> Fetched:
    """Poll one provider now, apply its ticks and note how it went; a failure is told, not raised."""
    health = claim_turn(provider, now=now, due_only=False)
    return (
        poll(provider, health, now=now)
        if health
        else Fetched(provider.key, None, "it is being asked already")
    )


def poll(provider: Provider, health: ProviderHealth, *, now: datetime) -> Fetched:
    """Poll one provider whose turn was claimed; a failure is told, not raised."""
    health.provider = provider
    try:
        wanted = wanted_of(provider, now)
        answer = _ask(provider, health, wanted, now) if wanted else _Answer(Told(), dict(health.memory))
        applied = _take(provider, answer.told, now)
    except DatabaseError:
        # Nothing could be noted either; the lease ends by itself.
        raise
    except Exception as error:
        trouble = _trouble(error, provider.key)
        note_failure(health, trouble, poll_seconds=provider.poll_seconds, now=now)
        return Fetched(provider.key, None, trouble.text)
    if applied.outranked:
        # What was not applied must be told again when it is wanted.
        answer.memory.pop("validators", None)
    for done in answer.settle:
        done()
    note_answer(health, poll_seconds=_pause(provider, wanted, now), memory=answer.memory, now=now)
    return Fetched(provider.key, applied)


def wanted_of(provider: Provider, now: datetime) -> list[Wanted]:
    """Return what a provider is asked for: its instruments but those that others before it speak of."""
    symbols = Instrument.objects.filter(providers__provider=provider, is_active=True).order_by()
    found = places(symbols.values_list("symbol", flat=True), provider, now)
    return [
        Wanted(symbol, place.link.code or symbol)
        for symbol, place in sorted(found.items())
        if not place.is_outranked(now)
    ]


def _pause(provider: Provider, wanted: Sequence[Wanted], now: datetime) -> int:
    """Return the seconds to the next poll: those of the provider, but longer while none of its markets trades."""
    rows = Instrument.objects.filter(symbol__in=[one.symbol for one in wanted]).order_by()
    clocks = [schedules()[pk] for pk in set(rows.values_list("calendar", flat=True))]
    if not clocks or any(clock.phase_at(now) != Phase.CLOSED for clock in clocks):
        return provider.poll_seconds
    edges = [edge for clock in clocks if (edge := clock.next_change(now))]
    left = int((min(edges) - now).total_seconds()) + 1 if edges else _QUIET_SECONDS
    return max(provider.poll_seconds, min(_QUIET_SECONDS, left))


def _ask(provider: Provider, health: ProviderHealth, wanted: list[Wanted], now: datetime) -> _Answer:
    credential = settings.TAJUK_MARKET_CREDENTIALS.get(provider.key, "")
    memory = health.memory if isinstance(health.memory, dict) else {}
    line = Line(provider.settings, credential, memory.get("validators", {}), now)
    kept = dict(memory.get("adapter", {}))
    call = Call(wanted, provider.settings, now, line.get, folder_of(provider), kept)
    told = adapter(provider.adapter).fetch(call)
    return _Answer(told, {"validators": line.heard, "adapter": call.memory}, call.settle)


def _take(provider: Provider, told: Told, now: datetime) -> Applied:
    if told.unreadable:
        rows = [(row.symbol, {**row.payload, "error": row.error}) for row in told.unreadable]
        hold_unreadable(rows, provider=provider, now=now)
    keep_recording(provider, told.ticks, now.date())
    return apply_ticks(told.ticks, provider=provider, now=now)


def _trouble(error: Exception, key: str) -> Trouble:
    if isinstance(error, Asked):
        return Trouble(str(error), error.wait)
    if isinstance(error, ProviderError | OSError):
        return Trouble(" ".join(str(error).split()))
    # Settings are data, and answers are anything: what an adapter did not foresee is that provider's trouble alone.
    logger.error("%s: its adapter failed", key, exc_info=error)
    return Trouble(f"the adapter failed: {type(error).__name__}")


def folder_of(provider: Provider) -> Path:
    """Return the provider's own folder: what is dropped for it, its recordings."""
    return Path(settings.DATA) / "quotes" / provider.key


def keep_recording(provider: Provider, ticks: Sequence[Tick], day: date) -> None:
    """Append the ticks to the day's recording where the provider's settings say `"record": true`."""
    if not ticks or provider.settings.get("record") is not True:
        return
    folder = folder_of(provider)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"recorded-{day:%Y-%m-%d}.jsonl").open("ab") as file:
        file.writelines(orjson.dumps(tick.payload()) + b"\n" for tick in ticks)
